"""Which language a page is in: what its address asks for, else the person's account, else this browser's cookie, else what the browser prefers."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import g, request

COOKIE = "xiaohao_language"
CHINESE, ENGLISH = "zh", "en"


@dataclass(frozen=True)
class Language:
    """A language of the site: its BCP 47 tag and its name for itself."""

    tag: str
    name: str


LANGUAGES = {CHINESE: Language("zh-CN", "中文"), ENGLISH: Language("en", "English")}


def asked() -> str:
    """The language the address asks for (`?lang=en`), empty for none or one we do not speak."""
    wanted = request.args.get("lang", "")
    return wanted if wanted in LANGUAGES else ""


def spoken() -> str:
    """The language of this request. A browser without a preference among ours gets Chinese."""
    person = g.get("visitor")
    wanted = (asked(), person.language if person else "", request.cookies.get(COOKIE, ""))
    chosen = next((each for each in wanted if each in LANGUAGES), "")
    return chosen or request.accept_languages.best_match((CHINESE, ENGLISH), CHINESE) or CHINESE


def back_to(referrer: str | None) -> str:
    """The page somebody came from when they switched: only a path of this site, without an older `lang`, else the start."""
    parts = urlsplit(referrer or "")
    ours = parts.netloc == request.host and parts.path.startswith("/") and not parts.path.startswith("//")
    if not ours or "\\" in parts.path:
        return "/"
    query = urlencode([(key, value) for key, value in parse_qsl(parts.query) if key != "lang"])
    return f"{parts.path}?{query}" if query else parts.path


def in_language(key: str) -> str:
    """The address of this page in another language."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != "lang"]
    return f"?{urlencode([*kept, ('lang', key)])}"

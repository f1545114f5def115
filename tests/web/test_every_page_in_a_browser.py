"""Every kind of page in Chromium, as somebody it is for: no complaint on the console, nothing the content policy stops, nothing wider than the
window from 320 to 2560 pixels, nothing axe has to say, in both languages, in the dark and on a telephone; photographed at three widths, the main
ones in the dark and in high contrast too; and none heavier than a telephone's line bears.

Pages are found by their links, two of a kind at most, so that a new page is walked without being named here.
"""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from tests.web.browser import Visitor, require_valid
from tests.web.test_plan_pages import PLAN
from tests.web.test_who_may import City, city, rules
from tests.web.weighing import Scales

__all__ = ["city"]  # a fixture

TOP = Path(__file__).parents[2]
AXE = TOP / "node_modules" / "axe-core" / "axe.min.js"
SCREENS = TOP / "build" / "screens" / "pages"
CHROMIUM = shutil.which("chromium")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's chromium"),
    pytest.mark.skipif(not AXE.is_file(), reason="needs axe-core, which set-up fetches by npm"),
]

AUDIENCES = ("zhoumin", "sunyue", "liguoqing", "xitong", "anquan", "rizhi", "")
"""In the order in which they are asked who opens a page; the last is a stranger."""
WIDTHS = (1280, 768, 375)
WIDEST, NARROWEST = 2560, 320
MAIN = re.compile(
    r"^/($|overview|problems($|/ID$)|tasks/ID$|documents$|audits$|messages$|plans/ID$|public$|deadlines$|calendar)"
)
"""Pages people look at all day, photographed in every look."""
LOOKS: dict[str, dict[str, Any]] = {
    "dark": {"color_scheme": "dark"},
    "contrast": {"contrast": "more"},
    "dark-contrast": {"color_scheme": "dark", "contrast": "more"},
    "forced": {"forced_colors": "active"},
}
AS_USUAL: dict[str, Any] = {
    "color_scheme": "light",
    "contrast": "no-preference",
    "forced_colors": "none",
    "reduced_motion": "reduce",
}
"""Without motion, or a button is caught while its colour changes."""
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
LINK = re.compile(r'href="(/[^"#?]*)"')
FEWEST = 60
"""Fewer kinds of pages than these mean that the walk has lost its way."""
CHECK = "async () => (await axe.run(document, {resultTypes: ['violations']})).violations"
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@dataclass(frozen=True)
class Mode:
    """How a page is looked at."""

    name: str
    locale: str = "zh-CN"
    width: int = 1280
    scheme: str = "light"
    widths: tuple[int, ...] = ()
    """Other widths at which nothing may be wider than the window."""


MODES = (
    Mode("plain", widths=(NARROWEST, WIDEST)),
    Mode("telephone", width=375),
    Mode("dark", scheme="dark"),
    Mode("english", locale="en-US", widths=(NARROWEST, 375, 768, WIDEST)),
)


@pytest.fixture(scope="module")
def site(city: City) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, city.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def walk(city: City) -> list[tuple[str, str]]:
    """(who, address) of every kind of page, each valid HTML; a plan is under review."""
    Visitor(city.app).signed_in("sunyue").fills("/plans", {"text": PLAN})
    known: set[str] = set()
    found: list[tuple[str, str]] = []
    for login in AUDIENCES:
        visitor = Visitor(city.app)
        if login:
            visitor.signed_in(login)
        found += [(login, address) for address in _reached(city, visitor, known)]
    assert len(found) >= FEWEST
    return found


def _reached(city: City, visitor: Visitor, known: set[str]) -> Iterator[str]:
    waiting = ["/", "/verify", *(each.rule for each in rules(city.app, "GET") if not each.arguments)]
    while waiting:
        address = waiting.pop(0)
        kind = ID.sub("ID", address)
        if kind in known:
            continue
        answer = visitor.client.get(address)
        if answer.status_code != 200 or answer.mimetype != "text/html" or "<main" not in answer.text:
            continue
        known.add(kind)
        require_valid(answer.text, address)
        waiting += [unescape(each) for each in LINK.findall(answer.text)]
        yield address


class Reader:
    """One person's browser in one mode, noting whatever the browser complains of."""

    def __init__(self, chromium: Browser, site: str, login: str, mode: Mode) -> None:
        window: Any = {"width": mode.width, "height": 900}
        self.context = chromium.new_context(
            base_url=site,
            locale=mode.locale,
            viewport=window,
            color_scheme=mode.scheme,
            bypass_csp=True,  # type: ignore[arg-type]  # a literal
        )
        self.mode = mode
        self.context.add_init_script(AXE.read_text(encoding="utf-8"))
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("pageerror", lambda problem: self.complaints.append(str(problem)))
        self.page.on("console", self._hear)
        if login:
            self._signs_in(login)

    def _hear(self, said: Any) -> None:
        if said.type in ("error", "warning"):
            self.complaints.append(said.text)

    def _signs_in(self, login: str) -> None:
        self.page.goto("/sign-in")
        self.page.fill("#login", login)
        self.page.fill("#password", "yanshi-2026")
        self.page.click("main button[type=submit]")

    def faults(self, address: str) -> list[str]:
        """What is wrong with a page."""
        self.complaints.clear()
        answer = self.page.goto(address, wait_until="load")
        if answer is None or answer.status != 200:
            return [f"{address}: {answer.status if answer else 'nothing'}"]
        found = [f"{address}: {each}" for each in self.complaints]
        found += [f"{address}: {said}" for said in _too_wide(self.page, self.mode.width, *self.mode.widths)]
        self.page.set_viewport_size({"width": self.mode.width, "height": 900})
        for each in self.page.evaluate(CHECK):
            found.append(f"{address}: {each['id']}: {each['nodes'][0]['html'][:160]}")
        return found


def _too_wide(page: Page, *widths: int) -> Iterator[str]:
    """At which of these widths something is wider than the window; the page is not loaded again."""
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        wider = page.evaluate(WIDER)
        if wider > 0:
            yield f"{wider} px wider than a window of {width}"


def _walked(chromium: Browser, site: str, walk: list[tuple[str, str]], mode: Mode) -> list[str]:
    faults: list[str] = []
    for login in AUDIENCES:
        reader = Reader(chromium, site, login, mode)
        for address in (address for who, address in walk if who == login):
            faults += reader.faults(address)
        reader.context.close()
    return faults


@pytest.mark.parametrize("mode", MODES, ids=lambda mode: mode.name)
def test_nothing_is_wrong_with_any_page(chromium: Browser, site: str, walk: list[tuple[str, str]], mode: Mode) -> None:
    faults = _walked(chromium, site, walk, mode)
    assert faults == [], "\n".join(faults)


def test_no_page_is_too_heavy_and_none_waits_for_a_script(city: City, walk: list[tuple[str, str]]) -> None:
    faults: list[str] = []
    for login in AUDIENCES:
        visitor = Visitor(city.app)
        scales = Scales(visitor.signed_in(login) if login else visitor)
        faults += [fault for who, address in walk if who == login for fault in scales.faults(address)]
    assert faults == [], "\n".join(faults)


def test_every_page_is_photographed_and_keeps_the_content_policy(
    chromium: Browser, site: str, walk: list[tuple[str, str]]
) -> None:
    shutil.rmtree(SCREENS, ignore_errors=True)
    SCREENS.mkdir(parents=True)
    stopped: list[str] = []
    for login in AUDIENCES:
        context = chromium.new_context(base_url=site, locale="zh-CN", viewport={"width": 1280, "height": 900})
        page = context.new_page()
        page.on("console", lambda said: stopped.append(said.text) if "Content Security Policy" in said.text else None)
        if login:
            page.goto("/sign-in")
            page.fill("#login", login)
            page.fill("#password", "yanshi-2026")
            page.click("main button[type=submit]")
        for address in (address for who, address in walk if who == login):
            page.goto(address)
            _photograph(page, address)
        context.close()
    assert stopped == []


def _photograph(page: Page, address: str) -> None:
    """At three widths; the main pages at two more and in every look, without loading them again."""
    kind = ID.sub("ID", address)
    name, main = re.sub(r"[^a-z0-9.-]+", "-", kind.lower()).strip("-") or "home", MAIN.match(kind)
    for width in (*WIDTHS, *((NARROWEST, WIDEST) if main else ())):
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(path=SCREENS / f"{name}-{width}.png", full_page=True)
    page.set_viewport_size({"width": 1280, "height": 900})
    for look, media in LOOKS.items() if main else ():
        page.emulate_media(**{**AS_USUAL, **media})
        page.screenshot(path=SCREENS / f"{name}-{look}.png", full_page=True)
    page.emulate_media(**AS_USUAL)

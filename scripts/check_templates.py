"""Every template compiles in the environment it is used in, and no page breaks its own content security policy.

A template that nobody opens in a test would otherwise fail first in front of a person: on an unknown filter, a link to
a view that was renamed, an inline style that the browser silently drops, a tag left open. Exit code 1 and one line
per finding, as FILE:LINE: sentence.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, TemplateError, TemplateSyntaxError

TOP = Path(__file__).parents[1]
sys.path.insert(0, str(TOP))
PAGES = TOP / "webapp" / "templates"
PAPERS = TOP / "reports" / "templates"

STYLE_ATTRIBUTE = (re.compile(r"<[^>]*\sstyle=", re.I), "style 属性会被内容安全策略拦下，请改用类")
"""Mail readers know no style sheet and no policy of ours: letters may have it, pages may not."""
FORBIDDEN = (
    (re.compile(r"<script(?![^>]*\bsrc=)", re.I), "页内脚本会被内容安全策略拦下，请放进 static/js 的文件"),
    (re.compile(r"<style\b", re.I), "页内样式表会被内容安全策略拦下，请放进 static/css 的文件"),
    STYLE_ATTRIBUTE,
    (re.compile(r"<[^>]*\son[a-z]+=", re.I), "on… 属性里的脚本会被内容安全策略拦下，请放进 static/js 的文件"),
    (re.compile(r"javascript:", re.I), "javascript: 链接会被内容安全策略拦下"),
    (re.compile(r"<(?:script|link|img)\b[^>]*(?:src|href)=[\"']?(?:https?:)?//", re.I), "页面不得引用外部地址的文件"),
)
JINJA_COMMENT = re.compile(r"\{#.*?#\}", re.S)
JINJA = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.S)
LINK = re.compile(r"url_for\(\s*['\"]([\w.]+)['\"]")
VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])


def main() -> int:
    """Print what was found; 1 when anything was."""
    environment, endpoints = application()
    findings = [*pages(environment, endpoints), *compiled(PAPERS, papers())]
    for finding in findings:
        sys.stdout.write(f"{finding}\n")
    count = sum(1 for directory in (PAGES, PAPERS) for _ in templates(directory))
    sys.stdout.write(f"{count} 个模板，{len(findings)} 处问题\n")
    return 1 if findings else 0


def application() -> tuple[Environment, frozenset[str]]:
    """The site's own template environment, and the names of all its views."""
    from webapp.app import create_app
    from webapp.settings import Settings

    with tempfile.TemporaryDirectory() as directory:
        app = create_app(Settings(data_dir=Path(directory), database_url="sqlite://"))
    return app.jinja_env, frozenset(rule.endpoint for rule in app.url_map.iter_rules())


def papers() -> Environment:
    """Papers bring their filters along when they are printed; here only their syntax is read."""
    environment = Environment(loader=FileSystemLoader(PAPERS), autoescape=True)
    environment.filters = _AnyFilter(environment.filters)
    return environment


class _AnyFilter(dict[str, Callable[..., object]]):
    """Filters as the compiler asks for them: every name is known."""

    def get(self, key: str, default: object = None) -> Callable[..., object]:
        del key, default
        return str


def templates(directory: Path) -> Iterator[Path]:
    """All templates below `directory`, in order."""
    yield from sorted(directory.rglob("*.html"))


def compiled(directory: Path, environment: Environment) -> Iterator[str]:
    """Templates that the environment cannot compile, and why."""
    for path in templates(directory):
        try:
            environment.get_template(path.relative_to(directory).as_posix())
        except TemplateSyntaxError as problem:
            yield f"{path.relative_to(TOP)}:{problem.lineno}: 模板有语法错误：{problem.message}"
        except TemplateError as problem:
            yield f"{path.relative_to(TOP)}:1: 模板不能编译：{problem.message}"


def pages(environment: Environment, endpoints: frozenset[str]) -> Iterator[str]:
    """Everything that is wrong with the site's templates."""
    yield from compiled(PAGES, environment)
    for path in templates(PAGES):
        source = blank(JINJA_COMMENT, path.read_text(encoding="utf-8"))
        for line, sentence in (
            *dead_links(source, endpoints),
            *forbidden(source, letter=path.parent == PAGES / "mail"),
            *unbalanced(source),
        ):
            yield f"{path.relative_to(TOP)}:{line}: {sentence}"


def blank(pattern: re.Pattern[str], source: str) -> str:
    """`source` with every match replaced by as many blanks and line ends, so that places stay the same."""
    return pattern.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), source)


def dead_links(source: str, endpoints: frozenset[str]) -> Iterator[tuple[int, str]]:
    """Views that `url_for` names and that do not exist."""
    for match in LINK.finditer(source):
        if match.group(1) not in endpoints and match.group(1) != "static":
            yield line_of(source, match.start()), f"url_for 所指的页面 {match.group(1)} 不存在"


def forbidden(source: str, *, letter: bool = False) -> Iterator[tuple[int, str]]:
    """Markup that the policy `script-src 'self'; style-src 'self'` forbids; in a letter sent by mail a style attribute is none."""
    markup = JINJA.sub(lambda match: re.sub(r"[^\n]", "_", match.group()), source)
    for pattern, sentence in (each for each in FORBIDDEN if not (letter and each is STYLE_ATTRIBUTE)):
        for match in pattern.finditer(markup):
            yield line_of(source, match.start()), sentence


def unbalanced(source: str) -> Iterator[tuple[int, str]]:
    """Elements left open or closed twice, read from the markup without its Jinja; branches stand side by side."""
    reader = _Balance()
    reader.feed(blank(JINJA, source))
    yield from reader.findings
    yield from ((line, f"<{tag}> 没有关闭") for tag, line in reader.opened)


class _Balance(HTMLParser):
    """Keeps the elements that stand open."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.opened: list[tuple[str, int]] = []
        self.findings: list[tuple[int, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag not in VOID:
            self.opened.append((tag, self.getpos()[0]))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """`<path/>` opens nothing."""

    def handle_endtag(self, tag: str) -> None:
        if self.opened and self.opened[-1][0] == tag:
            self.opened.pop()
        else:
            still = f"，此时打开着的是 <{self.opened[-1][0]}>" if self.opened else ""
            self.findings.append((self.getpos()[0], f"</{tag}> 没有对应的开头{still}"))


def line_of(source: str, position: int) -> int:
    """The line that `position` stands on, from 1."""
    return source.count("\n", 0, position) + 1


if __name__ == "__main__":
    sys.exit(main())

"""Every text of the site, found where it stands: templates, labels and sentences in Python, forms, diagrams, scripts.

Nothing is marked and so nothing can be forgotten. What is left out is named in `APART`, with its reason.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jinja2 import Environment
from lxml import etree

from webapp.language.scripts import messages_of_script
from webapp.language.templates import is_plain, translate
from webapp.language.texts import CHINESE, Names, is_text

TOP = Path(__file__).parents[2]
TEMPLATES = TOP / "webapp" / "templates"
SCRIPTS = TOP / "webapp" / "static" / "js"
DIAGRAMS = TOP / "workflows" / "diagrams"
APART = (
    "webapp/cli/",  # the command line says everything in Chinese and then in English by itself
    "webapp/supervisor.py",
    "webapp/serve.py",
    "webapp/demonstration",  # an invented city: what it contains is data
    "webapp/holidays.py",  # reasons of days off, kept as data
    "webapp/static/",  # a program for outsiders
    "webapp/language/",
    "workflows/plans/",  # patterns of what plans say; what is shown of them is in SHOWN_OF_PLANS
    "workflows/engine/codec.py",
    "workflows/actions/consistency.py",  # told by the command line
    "workflows/records/backup.py",
    "workflows/records/journal_check.py",
    "workflows/rules/unit_names.py",  # how names of units are written
    "reports/",
    "workflows/queries/settings.py",  # the demonstration's names
    "workflows/records/search/",  # which characters are searched for
    "workflows/rules/draw_record.py",  # the record of a draw, frozen in Chinese
)
SHOWN = (
    *(f"workflows/plans/{name}.py" for name in ("warnings", "errors")),
    *(f"workflows/plans/review/{name}.py" for name in ("cutting", "doubting", "lines", "values")),
    *(f"reports/{name}.py" for name in ("dossiers/catalogue", "verdict", "verify", "verify_apart", "signature_checks")),
    *(f"reports/{name}.py" for name in ("refusals", "outside", "completeness", "trust", "proven_times", "time_stamps")),
    *(f"reports/{name}.py" for name in ("coverage", "attached_files", "cms_shape")),
)
"""Modules in those rooms whose sentences do reach a page."""
WORDS_OF_FORMS = ("title", "description", "x-message", "x-returns-title")

Message = tuple[str, str]
"""A message, and the file it stands in."""


def messages(top: Path = TOP) -> Iterator[Message]:
    """All messages, each as often as it occurs, in the order of files."""
    yield from of_templates(top / "webapp" / "templates")
    yield from of_python(top)
    yield from of_forms(top / "workflows" / "diagrams")
    yield from of_diagrams(top / "workflows" / "diagrams")
    for path in sorted((top / "webapp" / "static" / "js").rglob("*.js")):
        yield from ((message, _name(path)) for message in messages_of_script(path.read_text(encoding="utf-8")))


def of_templates(directory: Path) -> Iterator[Message]:
    """What stands in templates."""
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    for path in sorted([*directory.rglob("*.html"), *directory.rglob("*.txt")]):
        found: list[str] = []

        def keep(message: str, _line: int, found: list[str] = found) -> None:
            found.append(message)

        translate(environment.parse(path.read_text(encoding="utf-8")), keep, plain=is_plain(path.name))
        yield from ((message, _name(path)) for message in found)


def of_python(top: Path) -> Iterator[Message]:
    """Labels and sentences of the program."""
    for room in ("webapp", "workflows", "reports"):
        for path in sorted((top / room).rglob("*.py")):
            name = path.relative_to(top).as_posix()
            if name in SHOWN or not name.startswith(APART):
                yield from ((message, name) for message in of_module(path.read_text(encoding="utf-8")))


def of_module(source: str) -> Iterator[str]:
    """The texts of one module: constants, f-strings with their values named, and the sentence of each refusal."""
    tree = ast.parse(source)
    passed: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            passed |= {id(each.value) for each in node.body if isinstance(each, ast.Expr)}
            yield from _refusal(node)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "phrase":
            passed.add(id(node.args[0]))
            yield from _template_of(node.args[0])
        elif isinstance(node, ast.JoinedStr):
            passed |= {id(each) for each in node.values}
            yield from _if_text(_joined(node))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in passed:
            yield from _if_text(node.value)


def _refusal(node: ast.AST) -> Iterator[str]:
    """A class whose docstring is Chinese is a refusal, and its first line the sentence."""
    said = (ast.get_docstring(node) or "") if isinstance(node, ast.ClassDef) else ""
    if said.startswith(("{", "“")) or CHINESE.match(said):
        yield from _if_text(said.splitlines()[0].strip())


def _template_of(node: ast.expr) -> Iterator[str]:
    """What a sentence is filled into is a message even where it holds no Chinese of its own, as `{label}{said}`."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value


def _joined(node: ast.JoinedStr) -> str:
    names = Names()
    return "".join(
        str(part.value) if isinstance(part, ast.Constant) else f"{{{names(_called(part.value))}}}"
        for part in node.values
        if isinstance(part, ast.Constant | ast.FormattedValue)
    )


def _called(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name.strip("_")
        case ast.Subscript(value=inner) | ast.Call(func=ast.Attribute(value=ast.Constant(), attr="join") as inner):
            return (
                "names"
                if isinstance(inner, ast.Attribute) and isinstance(inner.value, ast.Constant)
                else _called(inner)
            )
        case ast.Call(func=inner):
            return _called(inner)
        case ast.IfExp():
            return "choice"
    return "value"


def _if_text(said: str) -> Iterator[str]:
    if is_text(said):
        yield said


def of_forms(directory: Path) -> Iterator[Message]:
    """The words of the shipped forms. A city's own forms are the city's, and stay in Chinese."""
    for path in sorted(directory.rglob("*.json")):
        yield from ((message, _name(path)) for message in _worded(json.loads(path.read_text(encoding="utf-8"))))


def _worded(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, each in value.items():
            if isinstance(each, str) and key in WORDS_OF_FORMS:
                yield from _if_text(each)
            else:
                yield from _worded(each)
    elif isinstance(value, list):
        for each in value:
            yield from _worded(each)


def of_diagrams(directory: Path) -> Iterator[Message]:
    """Names of boxes, lanes and flows, what their properties call things, and the outcomes of decision tables."""
    for path in sorted([*directory.glob("*.bpmn"), *directory.glob("*.dmn")]):
        for element in etree.parse(path).iter():
            said = [element.get("name") or "", element.get("value") or "", element.get("label") or ""]
            if isinstance(element.tag, str) and etree.QName(element).localname in ("documentation", "text"):
                said.append((element.text or "").strip().strip('"'))
            yield from ((message, _name(path)) for each in said for message in _if_text(each))


def _name(path: Path) -> str:
    return path.relative_to(TOP).as_posix() if path.is_relative_to(TOP) else path.name

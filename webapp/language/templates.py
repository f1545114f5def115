"""Templates in English: the same templates, their text replaced while they are compiled, so that a page costs no look-ups for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask.templating import Environment as FlaskEnvironment
from jinja2 import Environment, nodes

from webapp.language.markup import Follower, Lines
from webapp.language.runs import Cutter, LookUp, name_of, parts_of
from webapp.language.texts import PLACEHOLDER, Names, is_text

KEYS = frozenset({"selectattr", "rejectattr", "groupby", "map", "attr", "sort", "sum"})
"""Filters whose arguments are names of attributes."""

TITLE = "title"
"""The block that stands inside `<title>`, as a page that fills it does not show: no element can stand there."""


class Translating(Environment):
    """An environment that, with `look_up` set, compiles into English: HTML, and of a mail the plain text."""

    look_up: Callable[[str], str | None] | None = None

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        wanted = self.look_up
        if wanted is not None:
            translate(tree, lambda message, _line: wanted(message), plain=is_plain(name or ""))
            tree.set_environment(self)
        return tree


class PageEnvironment(Translating, FlaskEnvironment):
    """That of the pages."""


def is_plain(name: str) -> bool:
    """Whether a template is plain text and no markup."""
    return name.endswith(".txt")


def translate(tree: nodes.Template, look_up: LookUp, *, plain: bool = False) -> None:
    """Replace every text of a template by what `look_up` gives for it; where it gives None the text stays."""
    _Walk(look_up, plain=plain).statement(tree)
    tree.set_lineno(1)


class _Walk:
    """Goes through a template in the order of its text, because what a place is follows from the markup before it."""

    def __init__(self, look_up: LookUp, *, plain: bool) -> None:
        self.look_up = look_up
        self.follower = Lines() if plain else Follower()
        self.cutter = Cutter(look_up, plain=plain)

    def statement(self, node: nodes.Node) -> None:
        """Output is cut into messages; of everything else, the words in its expressions are replaced."""
        if isinstance(node, nodes.Output):
            found = [each if isinstance(each, nodes.TemplateData) else self.expression(each) for each in node.nodes]
            node.nodes = self.cutter.output(parts_of(found, self.follower), node.lineno)
        elif isinstance(node, nodes.Block) and node.name == TITLE:
            with self.follower.inside(TITLE):
                self._descend(node, self._child)
        else:
            self._descend(node, self._child)

    def _child(self, node: Any) -> Any:
        if isinstance(node, nodes.Expr):
            return self.expression(node)
        self.statement(node)
        return node

    def expression(self, node: Any) -> Any:
        """Words written inside an expression: `'必填' if … else '选填'`, an argument of a macro, texts joined by `~`.

        Nothing is replaced that is compared with or looked up by.
        """
        if isinstance(node, nodes.Concat):
            return self._joined(node)
        if isinstance(node, nodes.Const):
            english = (
                self.look_up(node.value, node.lineno) if isinstance(node.value, str) and is_text(node.value) else None
            )
            return node if english is None else nodes.Const(english, lineno=node.lineno)
        if not isinstance(node, nodes.Compare | nodes.Test):
            self._descend(node, self.expression)
        return node

    def _descend(self, node: nodes.Node, change: Callable[[Any], Any]) -> None:
        for key, value in node.iter_fields(exclude=_kept(node)):
            if isinstance(value, list):
                setattr(node, key, [change(each) if isinstance(each, nodes.Node) else each for each in value])
            elif isinstance(value, nodes.Node):
                setattr(node, key, change(value))

    def _joined(self, node: nodes.Concat) -> nodes.Node:
        names, message = Names(), ""
        known: dict[str, nodes.Expr] = {}
        for part in node.nodes:
            if isinstance(part, nodes.Const) and isinstance(part.value, str):
                message += part.value
            else:
                name = names(name_of(part))
                known[name] = self.expression(part)
                message += f"{{{name}}}"
        english = self.look_up(message, node.lineno) if is_text(message) else None
        return node if english is None else nodes.Concat(_pieces(english, known, node.lineno), lineno=node.lineno)


def _kept(node: nodes.Node) -> tuple[str, ...]:
    """The fields of a node that are no words: names of attributes, keys."""
    match node:
        case nodes.Filter(name=name) if name in KEYS:
            return ("args", "kwargs")
        case nodes.Getitem():
            return ("arg",)
        case nodes.Pair():
            return ("key",)
    return ()


def _pieces(english: str, known: dict[str, nodes.Expr], line: int) -> list[nodes.Expr]:
    found: list[nodes.Expr] = []
    at = 0
    for place in PLACEHOLDER.finditer(english):
        if place["name"] in known:
            found += [nodes.Const(english[at : place.start()], lineno=line), known[place["name"]]]
            at = place.end()
    return [*found, nodes.Const(english[at:], lineno=line)]

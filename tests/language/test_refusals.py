"""Every refusal says in Chinese what happened and what to do, and says it again in English on the line below."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from string import Formatter

import pytest

import reports
import webapp
import workflows
from webapp.language.texts import CHINESE, HAN
from workflows.rules.errors import Refusal

STARTS_THE_SITE = {"webapp.wsgi"}
"""A module that does something when it is imported."""

SAYS_MORE_IN_ENGLISH = {
    "reports.refusals.FontsMissing": "the directory, which only whoever runs the site can use",
    "workflows.plans.exchange.rows.Unwritable": "the key of the field, in place of its Chinese name",
}


def refusals() -> list[type[Refusal]]:
    """Every kind of refusal there is, wherever it is defined."""
    for room in (workflows, reports, webapp):
        for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            if module.name not in STARTS_THE_SITE and not module.name.endswith("__main__"):
                importlib.import_module(module.name)
    return sorted({Refusal, *_below(Refusal)}, key=lambda each: (each.__module__, each.__qualname__))


def _below(kind: type[Refusal]) -> Iterator[type[Refusal]]:
    for each in kind.__subclasses__():
        if not each.__module__.startswith("tests."):
            yield each
            yield from _below(each)


def fields(line: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(line) if name is not None}


@pytest.fixture(scope="module")
def lines() -> dict[str, list[str]]:
    """The lines of each refusal, by its name."""
    return {
        f"{each.__module__}.{each.__qualname__}": [
            line.strip() for line in (each.__doc__ or "").splitlines() if line.strip()
        ]
        for each in refusals()
    }


def test_a_refusal_is_one_line_of_chinese_and_one_of_english(lines: dict[str, list[str]]) -> None:
    assert len(lines) > 80
    wrong = {name: said for name, said in lines.items() if not (is_handed_on(said) or is_in_both(said))}

    assert wrong == {}, "only the second line is shown as English: it may not be wrapped"


def test_the_english_fills_in_nothing_that_the_chinese_does_not(lines: dict[str, list[str]]) -> None:
    wrong = {
        name: left
        for name, said in lines.items()
        if (left := {each for each in fields(said[-1]) - fields(said[0]) if "english" not in each})
        and name not in SAYS_MORE_IN_ENGLISH
    }

    assert wrong == {}


def is_in_both(said: list[str]) -> bool:
    """Chinese first, English second, nothing more."""
    return len(said) == 2 and bool(HAN.search(said[0])) and not CHINESE.search(said[1]) and len(said[1].split()) > 2


def is_handed_on(said: list[str]) -> bool:
    """A refusal that carries a finished sentence of somebody else has none of its own."""
    return len(said) == 1 and re.fullmatch(r"\{\w+\}", said[0]) is not None


@pytest.mark.parametrize(
    ("said", "good"),
    [
        (["没有保存。", "Nothing was saved."], True),
        (["Nothing was saved.", "没有保存。"], False),
        (["没有保存。"], False),
        (["没有保存。", "Nothing was", "saved."], False),
        (["没有保存。", "Nothing 没有 was saved."], False),
    ],
)
def test_a_line_that_is_missing_wrapped_or_in_the_wrong_place_is_seen(said: list[str], good: bool) -> None:
    assert is_in_both(said) is good

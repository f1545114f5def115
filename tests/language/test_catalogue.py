"""Nothing is left untranslated: every text of the site has its English, and the English fits."""

from __future__ import annotations

import pytest

from webapp.language.__main__ import wanted
from webapp.language.catalogue import FILE, missing, read
from webapp.language.texts import CHINESE, PLACEHOLDER, elements, placeholders


@pytest.fixture(scope="module")
def entries() -> dict[str, str]:
    return read()


@pytest.fixture(scope="module")
def texts() -> dict[str, list[str]]:
    """Every text of the site with the files it stands in."""
    return wanted()


def test_every_text_has_its_english(entries: dict[str, str], texts: dict[str, list[str]]) -> None:
    left = missing(texts, entries)

    assert not left, "\n".join(f"{message}  ({', '.join(texts[message])})" for message in left)


def test_nothing_is_kept_that_no_page_says_any_more(entries: dict[str, str], texts: dict[str, list[str]]) -> None:
    assert sorted(entries.keys() - texts.keys()) == [], "./run words drops them"


def test_the_english_fills_in_what_the_chinese_does(entries: dict[str, str]) -> None:
    wrong = {
        message: english
        for message, english in entries.items()
        if english and (placeholders(message) != placeholders(english) or elements(message) != elements(english))
    }

    assert wrong == {}


def test_a_number_that_turns_a_word_is_told_too(entries: dict[str, str]) -> None:
    def untold(english: str) -> set[str]:
        places = list(PLACEHOLDER.finditer(english))
        return {each["name"] for each in places if each["one"]} - {each["name"] for each in places if not each["one"]}

    assert untold("{count|problem|problems}") == {"count"}
    assert {message: english for message, english in entries.items() if untold(english)} == {}


def test_the_english_holds_no_chinese_but_what_it_explains(entries: dict[str, str]) -> None:
    assert {message: english for message, english in entries.items() if CHINESE.search(english)} == {}


def test_nothing_waits_to_be_looked_at_again() -> None:
    assert "fuzzy" not in FILE.read_text(encoding="utf-8")

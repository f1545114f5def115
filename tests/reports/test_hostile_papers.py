"""Every kind of paper with the worst that people and files can put into it: markup, control characters, nothing at all, far too much."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pdfminer.high_level import extract_pages
from pdfminer.layout import LTChar

from reports.dossiers import PAPERS, Dossier, from_json
from reports.paper import html_of
from reports.render import html_for, render
from tests.reports.every_paper import EVERY_PAPER, PHOTOGRAPHS

KEPT = frozenset(
    {"kind", "verify_url", "sha256", "media_type", "hash", "finding", "step", "record", "dossier", "side", "due_before"}
)
POINTS_PER_MM = 72 / 25.4


def spoilt(kind: str, change: Callable[[str], str]) -> Dossier:
    """The example of a kind with every word of it changed; days, digests and our own keys stay."""
    plain = json.loads(EVERY_PAPER[kind]().to_json())
    return from_json(json.dumps(_walked(plain, change)))


def _walked(value: Any, change: Callable[[str], str], key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _walked(each, change, name) for name, each in value.items()}
    if isinstance(value, list):
        return [_walked(each, change, key) for each in value]
    is_word = isinstance(value, str) and key not in KEPT and not key.endswith(("_on", "_at", "at", "on"))
    return change(value) if is_word and value else value


@pytest.mark.parametrize("kind", sorted(PAPERS))
@pytest.mark.parametrize("evil", ["<script>alert(1)</script>", "{{ 7*7 }}</td></tr>", "'\"><img src=x onerror=y>"])
def test_markup_in_any_word_of_any_paper_is_only_words(kind: str, evil: str) -> None:
    html = html_of(spoilt(kind, lambda _: evil), unprinted=False, photographs=PHOTOGRAPHS)

    assert evil not in html
    assert "<script" not in html
    assert "<img src=x" not in html
    assert ">49<" not in html


@pytest.mark.parametrize("kind", sorted(PAPERS))
def test_a_paper_of_empty_lists_and_missing_words_is_still_a_paper(kind: str) -> None:
    plain = json.loads(EVERY_PAPER[kind]().to_json())
    plain |= {name: [] for name, value in plain.items() if isinstance(value, list)}
    if "problem" in plain:
        plain["problem"] |= {"number": None, "area": None, "target": None, "deadline_raw": None, "due_on": None}
        plain["units"] = {part: [] for part in plain["units"]}

    html = html_of(from_json(json.dumps(plain)), unprinted=False)

    assert "None" not in html
    assert "[]" not in html


def test_control_characters_and_unknown_ones_never_reach_the_page(fonts: Path) -> None:
    for kind in sorted(PAPERS):
        typed = spoilt(kind, lambda words: f"{words}\x00\x07\u202e\u200b👍")
        html = html_for(typed, fonts=fonts, photographs=PHOTOGRAPHS)
        assert not set(html) & set("\x00\x07\u202e\u200b👍"), kind


@pytest.mark.parametrize("kind", ["closure_form", "reminder_letter", "weekly_table", "draw_record", "notice_text"])
def test_names_without_end_stay_on_the_page(kind: str, fonts: Path) -> None:
    long = spoilt(kind, lambda words: (words * 20)[:160])

    for page in extract_pages(io.BytesIO(render(long, fonts=fonts).pdf)):
        edge = page.width / POINTS_PER_MM - 19
        assert max((c.x1 for c in _characters(page)), default=0) / POINTS_PER_MM <= edge


def _characters(node: object) -> list[LTChar]:
    if isinstance(node, LTChar):
        return [node]
    return [c for child in node for c in _characters(child)] if hasattr(node, "__iter__") else []


@pytest.mark.slow
def test_a_case_file_of_three_hundred_pages_is_bound(fonts: Path) -> None:
    file = EVERY_PAPER["case_file"]()
    many = json.loads(file.to_json())
    many["papers"] = many["papers"][1:2] * 80

    made = render(from_json(json.dumps(many)), fonts=fonts)

    assert made.pages > 300
    assert len(made.signature_boxes) == 1

"""Papers issued under the first schema are read, written and printed as they were then."""

from __future__ import annotations

from pathlib import Path

import pytest

from reports.dossiers import from_json
from reports.paper import html_of

KEPT = Path(__file__).parent / "first_schema"


@pytest.mark.parametrize("name", ["acceptance", "bare", "closure", "long"])
def test_an_old_paper_prints_word_for_word_as_it_was_issued(name: str) -> None:
    text = (KEPT / f"{name}.json").read_text(encoding="utf-8").strip()
    dossier = from_json(text)

    assert dossier.schema == 1
    assert dossier.to_json() == text
    assert html_of(dossier, unprinted=False) == (KEPT / f"{name}.html").read_text(encoding="utf-8")

"""Every paper of the catalogue, printed from a plausible dossier: word for word as agreed, and the same bytes again.

The agreed texts lie in `golden/`. After a deliberate change: XIAOHAO_GOLDEN=write ./run test tests/reports/test_every_paper.py, then read
the difference, and look at the pages as pictures.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from reports.dossiers import PAPERS, from_json
from reports.render import render
from tests.reports.every_paper import EVERY_PAPER, PHOTOGRAPHS

GOLDEN = Path(__file__).parent / "golden"


def text_of(pdf: bytes, tmp_path: Path) -> str:
    path = tmp_path / "paper.pdf"
    path.write_bytes(pdf)
    said = subprocess.run(["pdftotext", "-enc", "UTF-8", path, "-"], capture_output=True, text=True, check=True)
    return "\n".join(line.rstrip() for line in said.stdout.splitlines()) + "\n"


def fonts_embedded(tmp_path: Path) -> list[bool]:
    """For each font of the paper: embedded, a subset, with its Unicode table."""
    lines = subprocess.run(["pdffonts", tmp_path / "paper.pdf"], capture_output=True, text=True, check=True).stdout
    return [line.split()[-5:-2] == ["yes", "yes", "yes"] for line in lines.splitlines()[2:]]


def test_every_paper_has_an_example() -> None:
    assert set(EVERY_PAPER) == set(PAPERS)


@pytest.mark.parametrize("kind", sorted(PAPERS))
def test_a_dossier_of_every_kind_survives_its_json(kind: str) -> None:
    dossier = EVERY_PAPER[kind]()

    assert from_json(dossier.to_json()) == dossier


@pytest.mark.parametrize(
    "kind", [pytest.param(kind, marks=pytest.mark.slow) if kind == "case_file" else kind for kind in sorted(PAPERS)]
)
def test_a_paper_says_what_was_agreed_and_its_bytes_are_a_function_of_its_dossier(
    kind: str, fonts: Path, tmp_path: Path
) -> None:
    dossier, golden = EVERY_PAPER[kind](), GOLDEN / f"{kind}.txt"
    master = render(dossier, fonts=fonts, photographs=PHOTOGRAPHS)
    said = text_of(master.pdf, tmp_path)
    if os.environ.get("XIAOHAO_GOLDEN") == "write":
        golden.write_text(said, encoding="utf-8")

    assert said == golden.read_text(encoding="utf-8")
    assert render(from_json(dossier.to_json()), fonts=fonts, photographs=PHOTOGRAPHS).digest == master.digest
    assert all(fonts_embedded(tmp_path))

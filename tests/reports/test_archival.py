"""The archival drill: veraPDF looks at every kind of paper, before and after all its signatures, and finds no fault.

`./run test --all` installs what it needs (scripts/drill.sh). Where that cannot be had the drill is skipped with the reason;
where XIAOHAO_DRILLS is "required", as in .ci/run, it fails.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from reports.copies import marker
from reports.dossiers import PAPERS, Dossier
from reports.levels import Level
from reports.render import Rendered, render, render_copy
from reports.sign import sign
from tests.reports.builders import AT, closure
from tests.reports.conftest import acceptance_attachment
from tests.reports.every_paper import EVERY_PAPER, PHOTOGRAPHS
from tests.reports.papers import plain_pdf
from tests.reports.signing_city import SigningCity

pytestmark = pytest.mark.slow
PROGRAM = Path(__file__).parent / "PdfaCheck.java"


@pytest.fixture(scope="module")
def class_path() -> str:
    """Where veraPDF and what it needs lie."""
    found = os.environ.get("XIAOHAO_VERAPDF", "")
    if not found:
        why = "veraPDF and Java are not installed here; ./run test --all installs them"
        if os.environ.get("XIAOHAO_DRILLS") == "required":
            pytest.fail(why)
        pytest.skip(why)
    return found


def every_dossier() -> dict[str, Dossier]:
    """One of every kind the registry knows, from the examples of the papers' own tests."""
    return {kind: EVERY_PAPER[kind]() for kind in sorted(PAPERS)}


def test_every_paper_is_pdf_a_and_pdf_ua_before_and_after_its_signatures(
    class_path: str, signing_city: SigningCity, fonts: Path, tmp_path: Path
) -> None:
    for kind, dossier in every_dossier().items():
        master = render(dossier, fonts=fonts, photographs=PHOTOGRAPHS)
        (tmp_path / f"{kind}-unsigned.pdf").write_bytes(master.pdf)
        (tmp_path / f"{kind}-signed.pdf").write_bytes(signed(master, signing_city, Level.BASIC, fonts))
    inner = (tmp_path / "acceptance_report-signed.pdf").read_bytes()
    whole = render(closure(), fonts=fonts, attachments=[acceptance_attachment(inner)])
    (tmp_path / "with-a-paper-inside-for-the-archive.pdf").write_bytes(
        signed(whole, signing_city, Level.ARCHIVE, fonts)
    )
    marked = marker(by="周敏<\"'\\", at=AT, original="0" * 64, fonts=fonts)
    (tmp_path / "copy.pdf").write_bytes(render_copy(closure(), fonts=fonts, marked=marked))

    said = checked(class_path, sorted(tmp_path.glob("*.pdf")))

    assert [line for line in said if not line.startswith("PASS")] == []
    assert len(said) == 2 * len(list(tmp_path.glob("*.pdf")))


def test_the_drill_can_fail(class_path: str, tmp_path: Path) -> None:
    plain = tmp_path / "plain.pdf"
    plain.write_bytes(plain_pdf("office"))
    assert [line[:4] for line in checked(class_path, [plain]) if not line.startswith(" ")] == ["FAIL", "FAIL"]


def signed(master: Rendered, city: SigningCity, level: Level, fonts: Path) -> bytes:
    """Every field of the paper signed, in order, with the blocks people see."""
    pdf = master.pdf
    for box in master.signature_boxes:
        pdf = sign(
            pdf, key=city.office.file_key, field=box.field, name="领导小组办公室", capacity="出具单位", at=city.at,
            fonts=fonts, assurance=city.assurance(level),
        )  # fmt: skip
    return pdf


def checked(class_path: str, files: list[Path]) -> list[str]:
    """What veraPDF says, all files in one Java process; lines of a fault begin with a space."""
    command = ["java", "-cp", class_path, str(PROGRAM), *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=900)
    assert done.stdout, done.stderr
    return done.stdout.splitlines()

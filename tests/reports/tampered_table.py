"""`python -m tests.reports.tampered_table`: file × pdfsig × pyHanko × ours, written into docs/verification.md."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from asn1crypto import pem, x509

from reports.verify_apart import verify_apart
from tests.reports.originals import Originals
from tests.reports.other_verifiers import pdfsig, pyhanko
from tests.reports.pki import Pki
from tests.reports.signing_city import founded, now
from tests.reports.tampering import CORPUS, expected_of
from tests.reports.time_server import time_server

PAGE = Path(__file__).parents[2] / "docs" / "verification.md"
START, END = "<!-- table -->\n", "<!-- end of table -->\n"
HEAD = "| 文件 | pdfsig | pyHanko（逐个签名） | 本产品 | 本产品的理由 |\n|---|---|---|---|---|\n"


def rows(originals: Originals, room: Path) -> Iterator[str]:
    """A line per file: three genuine ones, then the corpus."""
    city = originals.city
    root = x509.Certificate.load(pem.unarmor(city.pki.root_file.read_bytes())[2])
    files = [
        ("真文书（B-B，两人签名）", originals.paper, None),
        ("真文书（B-LTA，两人签名）", originals.archived, None),
    ]
    files += [(each.name, each.make(originals), expected_of(originals) if each.known else None) for each in CORPUS]
    for name, pdf, expected in files:
        ours = verify_apart(pdf, roots=[city.pki.root_file], at=city.at, expected=expected)
        reason = re.sub(r"\d+字节", "若干字节", ours.reasons[0].reason)
        large = len(pdf) > 10**8
        others = ("没有试", "没有试") if large else (pdfsig(pdf, room), pyhanko(pdf, root, city.at))
        yield f"| {name} | {others[0]} | {others[1]} | {ours.overall.value} | {reason} |\n"


def main() -> None:
    """Replace the table in the page."""
    with TemporaryDirectory() as name:
        room = Path(name)
        pki = Pki(room, now())
        (room / "stranger").mkdir()
        with time_server(pki.holder("时间戳中心", stamps=True), room) as address:
            stranger = Pki(room / "stranger", pki.at, name=pki.name)
            table = HEAD + "".join(rows(Originals(city=founded(room, address, pki), stranger=stranger), room))
    before, rest = PAGE.read_text(encoding="utf-8").split(START)
    PAGE.write_text(before + START + table + END + rest.split(END)[1], encoding="utf-8")
    sys.stdout.write(table)


if __name__ == "__main__":
    main()

"""What one signature costs at each of the four levels, on a real closure report with its visible block.

CPU milliseconds of this process: what the time-stamp server (OpenSSL on the loopback interface) needs is its own affair, and
waiting costs nothing. The look of the block is laid out anew for every signature, because it shows the time.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.report import Report, Row
from reports.levels import Assurance, Level
from reports.render import render
from reports.sign import sign
from reports.trust import Trust
from reports.verify import verify
from tests.reports.builders import OFFICE, closure
from tests.reports.pki import Holder, Pki
from tests.reports.signing_city import now
from tests.reports.time_server import time_server

ROUNDS = 10
_FIRST = "B-B，P-256"


def run(fonts: Path | None = None) -> Report:
    """Signing at each level with both kinds of keys, and verifying what came out."""
    directory = fonts or Path(os.environ.get("XIAOHAO_FONTS_DIR", "~/.cache/xiaohao/fonts")).expanduser()
    master = render(closure(), fonts=directory).pdf
    with tempfile.TemporaryDirectory() as name:
        pki = Pki(Path(name), now())
        with time_server(pki.holder("时间戳中心", stamps=True), Path(name)) as address:
            rows = [
                _row(
                    f"{level}，{words}", master, pki, pki.holder("领导小组办公室", kind=kind), level, address, directory
                )
                for kind, words in (("ec", "P-256"), ("rsa", "RSA 2048"))
                for level in Level
            ]
    notes = ("每行为 10 次的中位数，一个可见签名；时间戳服务器为回环地址上的 openssl ts，它自己的耗时不计。",)
    return Report(title="一次签名", unit="CPU 毫秒", beside=_FIRST, rows=tuple(rows), notes=notes)


def _row(name: str, master: bytes, pki: Pki, holder: Holder, level: Level, address: str, fonts: Path) -> Row:
    trust = Trust(roots=(pki.root_file,), crls=(pki.revocation_list(),))
    assurance = Assurance(level=level, time_server=address, trust=trust)
    key = holder.file_key

    def signed(block: Path | None = fonts) -> bytes:
        return sign(
            master,
            key=key,
            field="office",
            name=OFFICE,
            capacity="出具单位",
            at=pki.at,
            fonts=block,
            assurance=assurance,
        )

    paper = signed()
    whole, bare = _median(signed), _median(lambda: signed(None))
    checked = _median(lambda: verify(paper, roots=[pki.root_file], at=pki.at))
    return Row(name=name, value=whole, parts=(("不含可见签名块", bare), ("核验", checked)))


def _median(work: Callable[[], object]) -> float:
    taken = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        taken.append((time.process_time() - start) * 1000)
    return round(statistics.median(taken), 1)

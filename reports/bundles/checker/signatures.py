"""电子签名：交给 openssl 核验；没有 openssl 就如实说明。"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from reports.bundles.checker.reading import DAMAGED, LARGEST_PDF, LARGEST_TEXT, Bundle, Report

ROOTS = "certificates/roots.pem"
UNKNOWN = ("issuer certificate", "self-signed certificate", "self signed certificate")


def check_signatures(bundle: Bundle, manifest: dict[str, Any], report: Report) -> None:
    """每份文书的每个签名：覆盖了什么，内容有没有变，证书是不是包内根证书签发的。"""
    report.title("六、电子签名（openssl）")
    papers = [each for each in manifest["files"] if each["kind"] == "paper"]
    openssl = shutil.which("openssl")
    if openssl is None:
        report.unchecked = len(papers)
        report.note("电子签名", f"这台电脑没有 openssl，{len(papers)} 份文书的签名没有核验；其他各项不受影响")
        return
    for paper in papers:
        try:
            with tempfile.TemporaryDirectory() as room:
                _put(room, "roots.pem", bundle.read(ROOTS, LARGEST_TEXT))
                _check_paper(Openssl(openssl, room, paper["signed_at"]), bundle, paper["path"], report)
        except DAMAGED as problem:
            report.wrong(paper["path"], f"签名核验不了（{problem}）")


class Openssl:
    """在一个临时文件夹里运行 openssl；证书是否有效按签署的时间判断，多年以后核验也一样。"""

    def __init__(self, program: str, room: str, at: str) -> None:
        self.program, self.room = program, room
        self.at = str(int(datetime.fromisoformat(at).timestamp()))

    def verify(self, content: bytes, seal: bytes, stamp: bool) -> tuple[bool, str]:
        """是否相符，以及 openssl 怎么说。"""
        _put(self.room, "content", content)
        _put(self.room, "seal", seal)
        trust = ["-CAfile", "roots.pem", "-attime", self.at]
        if stamp:
            return self._run("ts", "-verify", "-token_in", "-in", "seal", "-data", "content", *trust)
        return self._run(
            *("cms", "-verify", "-binary", "-inform", "DER", "-in", "seal", "-content", "content"),
            *("-out", os.devnull, "-signer", "signer.pem", "-purpose", "any", *trust),
        )

    def signer(self) -> str:
        """证书上的名称。"""
        options = ("-noout", "-subject", "-nameopt", "utf8,sep_comma_plus_space")
        return self._run("x509", "-in", "signer.pem", *options)[1].partition("=")[2].strip()

    def _run(self, *arguments: str) -> tuple[bool, str]:
        done = subprocess.run(  # noqa: S603 (openssl, with files of our own)
            [self.program, *arguments],
            cwd=self.room,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=120,
            check=False,
        )
        return done.returncode == 0, done.stdout.decode("utf-8", "replace").strip()


def _check_paper(openssl: Openssl, bundle: Bundle, name: str, report: Report) -> None:
    pdf = bundle.read(name, LARGEST_PDF)
    found = sorted(signatures(pdf), key=lambda each: each[0])
    if not found:
        report.wrong(name, "没有电子签名")
        return
    report.hold(found[-1][0] == len(pdf), name, "最后一个签名覆盖整个文件", "最后一个签名以后又添加了内容")
    for number, (_, content, seal, stamp) in enumerate(found, 1):
        what = f"{name} 第 {number} 个{'时间戳' if stamp else '签名'}"
        holds, said = openssl.verify(content, seal, stamp)
        if not holds and any(words in said for words in UNKNOWN):
            report.unchecked += 1
            report.note(what, "证书的签发机构不在包内的根证书里，能不能信任没有核验")
        elif not holds:
            report.wrong(what, f"签名与内容不符，或证书无效（{said[-200:]}）")
        else:
            report.good(what, "完好，时间由根证书认可" if stamp else f"完好，签名证书：{openssl.signer()}")


def signatures(pdf: bytes) -> Iterator[tuple[int, bytes, bytes, bool]]:
    """每个签名：覆盖到哪里、被签的内容、签名本身、是不是时间戳。范围写得不对的按损坏论。"""
    for match in re.finditer(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]", pdf):
        start, length, again, rest = (int(each) for each in match.groups())
        gap = pdf[length:again]
        if start or again + rest > len(pdf) or not re.match(rb"<[0-9A-Fa-f]+>$", gap):
            raise ValueError("签名覆盖的范围不对")
        whole = pdf[pdf.rfind(b" obj", 0, match.start()) : pdf.find(b"endobj", again)]
        seal = _without_padding(bytes.fromhex(gap[1:-1].decode("ascii")))
        yield again + rest, pdf[:length] + pdf[again : again + rest], seal, b"/ETSI.RFC3161" in whole


def _without_padding(padded: bytes) -> bytes:
    """去掉签名后面补的零：DER 的头部写明了长度。"""
    if len(padded) < 6 or padded[1] < 0x81:
        return padded
    count = padded[1] & 0x7F
    return padded[: 2 + count + int.from_bytes(padded[2 : 2 + count], "big")]


def _put(room: str, name: str, data: bytes) -> None:
    with open(os.path.join(room, name), "wb") as file:
        file.write(data)

"""What other verifiers say of a file, in a word: `pdfsig` of poppler, and pyHanko with its own defaults."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

_BROKEN = Exception  # a parser handed a forged file raises what it likes


def pdfsig(pdf: bytes, room: Path) -> str:
    """`Valid` when every signature is called valid, else what is wrong."""
    file = room / "file.pdf"
    file.write_bytes(pdf)
    done = subprocess.run(["pdfsig", "-nocert", file], capture_output=True, text=True, errors="replace", check=False)
    said = [line.split(":", 1)[1].strip() for line in done.stdout.splitlines() if "Signature Validation" in line]
    if not said:
        return "没有签名" if "not contain any signatures" in done.stdout + done.stderr else "读不了"
    own = [each for each in said if "not yet been verified" not in each]  # it knows no time stamps over a file
    return "Valid" if own and all(each == "Signature is Valid." for each in own) else "不通过"


def pyhanko(pdf: bytes, root: Any, at: Any) -> str:
    """`Valid` when every signature's bottom line is good."""
    try:
        reader = PdfFileReader(io.BytesIO(pdf))
        signatures = list(reader.embedded_regular_signatures)
        if not signatures:
            return "没有签名"
        context = [
            ValidationContext(trust_roots=[root], moment=at, allow_fetching=False, revocation_mode="soft-fail")
            for _ in signatures
        ]
        status = [validate_pdf_signature(each, one) for each, one in zip(signatures, context, strict=True)]
        return "Valid" if all(each.bottom_line for each in status) else "不通过"
    except _BROKEN:
        return "读不了"

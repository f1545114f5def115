"""Files from strangers are read by a child process that cannot take longer than it may."""

from __future__ import annotations

import zlib

from reports.authority import Authority
from reports.verdict import Overall
from reports.verify import verify
from reports.verify_apart import verify_apart
from tests.reports.builders import AT


def test_the_child_says_what_the_verifier_says(signed: bytes, authority: Authority) -> None:
    assert verify_apart(signed, roots=[authority.root], at=AT) == verify(signed, roots=[authority.root], at=AT)


def test_what_takes_too_long_cannot_be_decided(signed: bytes, authority: Authority) -> None:
    verdict = verify_apart(signed, roots=[authority.root], at=AT, seconds=0.01)

    assert verdict.overall is Overall.UNDECIDED
    assert "已停止" in verdict.reasons[0].reason


def test_a_file_that_unpacks_to_gigabytes_does_not_take_the_machine_down(authority: Authority) -> None:
    bomb = _xref_bomb()

    assert verify_apart(bomb, roots=[authority.root], at=AT).overall is Overall.UNDECIDED


def _xref_bomb() -> bytes:
    """A cross-reference stream of 3 GB in 3 MB."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    piece = packer.compress(bytes(1 << 24)) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = b"\x78\xda" + piece * 192 + packer.flush()
    head = b"%PDF-1.7\n"
    dictionary = f"<</Type/XRef/W[1 4 2]/Size 400000000/Root 2 0 R/Filter/FlateDecode/Length {len(packed)}>>"
    body = f"1 0 obj\n{dictionary}\nstream\n".encode() + packed + b"\nendstream\nendobj\n"
    return head + body + b"startxref\n9\n%%EOF\n"

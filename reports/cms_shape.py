"""The signature's own bytes: the one part of a PDF that a signature cannot cover, looked at byte by byte.

Between the two halves of the byte range lies the signature in hexadecimal, padded with zeros. Whatever is hidden there
(other padding, other spelling, attributes nobody signed) changes the file without changing what was signed, so a strict
verifier accepts exactly one shape. The same functions tell a changed file from a foreign one when it cannot be parsed.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

from asn1crypto import cms, parser

_BYTE_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*\]")
_HEXADECIMAL = re.compile(rb"<(?:[0-9a-f]*|[0-9A-F]*)>")
_DEPTH = 24
_TRACES = (b"/ByteRange", b"ETSI.CAdES.detached", b"adbe.pkcs7.detached")
_TIME_STAMP = "signature_time_stamp_token"


def oddity(pdf: bytes, byte_range: Sequence[int], *, stamp: bool = False) -> str | None:
    """What is unusual about a signature's own bytes, in Chinese; None when they have the one accepted shape.

    `stamp`: it is a time stamp over the whole file and not somebody's signature.
    """
    start, before, after, _ = byte_range
    hole = pdf[before:after]
    if start != 0 or not _HEXADECIMAL.fullmatch(hole):
        return "签名数据的位置或写法不合规范"
    try:
        data = bytes.fromhex(hole[1:-1].decode("ascii"))
        length = parser.peek(data)
        signed = cms.ContentInfo.load(data[:length])["content"]
        fine = _plain_stamp(signed) if stamp else _plain(signed)
        if data[length:].strip(b"\0") or not _filled(data[:length], 0) or not fine:
            return "签名数据之后或之中夹有未受签名保护的内容"
    except (ValueError, TypeError, KeyError):
        return "签名数据已损坏"
    return None


def is_plain_stamp(token: cms.ContentInfo) -> bool:
    """Whether a time stamp has the shape that is accepted: nothing in it that its server did not sign, but certificates."""
    try:
        return _filled(token.dump(), 0) and _plain_stamp(token["content"])
    except (ValueError, TypeError, KeyError):
        return False


def _plain(signed: cms.SignedData) -> bool:
    """One signer, the digest named once, no revocation data, and no unsigned attribute but one time stamp of the accepted shape."""
    unsigned = [(each["type"].native, each["values"]) for each in _only_signer(signed)["unsigned_attrs"] or ()]
    if [name for name, _ in unsigned] not in ([], [_TIME_STAMP]) or not _plain_signer(signed, version="v1"):
        return False
    return all(len(values) == 1 and _plain_stamp(values[0]["content"]) for _, values in unsigned)


def _plain_stamp(signed: cms.SignedData) -> bool:
    return not _only_signer(signed)["unsigned_attrs"].native and _plain_signer(signed, version="v3")


def _plain_signer(signed: cms.SignedData, *, version: str) -> bool:
    """The version follows from what is signed (RFC 5652, 5.1): a time stamp carries its content, a signature does not."""
    info = _only_signer(signed)
    digests = [algorithm.dump() for algorithm in signed["digest_algorithms"]]
    return (
        signed["version"].native == version
        and info["version"].native == "v1"
        and not signed["crls"].native
        and digests == [info["digest_algorithm"].dump()]
        and _names_its_certificate(signed, info)
    )


def _only_signer(signed: cms.SignedData) -> cms.SignerInfo:
    (info,) = signed["signer_infos"]
    return info


def _names_its_certificate(signed: cms.SignedData, info: cms.SignerInfo) -> bool:
    """Whether the signer is named exactly as in a certificate beside it.

    Names are compared without regard to case (RFC 5280, 7.1), so C=cN would find the certificate of C=CN: a byte that nobody signed.
    """
    sid = info["sid"]
    if sid.name != "issuer_and_serial_number":
        return False
    wanted = (sid.chosen["issuer"].dump(), sid.chosen["serial_number"].dump())
    beside = (choice.chosen for choice in signed["certificates"])
    return any((each.issuer.dump(), each["tbs_certificate"]["serial_number"].dump()) == wanted for each in beside)


def _filled(data: bytes, depth: int) -> bool:
    """Whether every constructed value is filled by its parts to the last byte; a lenient reader would skip what is left."""
    while data:
        length = parser.peek(data)
        family, constructed, tag, _, content, _ = parser.parse(data[:length])
        if (family, tag) == (0, 0):
            return False  # zeros, which read as ends of contents: padding that a forged length has drawn in
        if constructed and (depth >= _DEPTH or not _filled(content, depth + 1)):
            return False
        data = data[length:]
    return True


def looks_signed(pdf: bytes) -> bool:
    """Whether some signature was ever put into these bytes; works on files too broken to be parsed."""
    return any(trace in pdf for trace in _TRACES)


def matches_some_signature(pdf: bytes) -> bool:
    """Whether the bytes still agree with the last signature in them, without trusting the file's structure."""
    ranges = [tuple(int(part) for part in found.groups()) for found in _BYTE_RANGE.finditer(pdf)]
    return bool(ranges) and _agrees(pdf, ranges[-1])


def last_hole(pdf: bytes) -> tuple[int, int]:
    """Where the last signature of a file written by this house has its place: from `<` to behind `>`. Raises ValueError."""
    *_, found = [None, *_BYTE_RANGE.finditer(pdf)]
    if found is None:
        raise ValueError("no signature")
    return int(found[2]), int(found[3])


def _agrees(pdf: bytes, byte_range: Sequence[int]) -> bool:
    start, before, after, rest = byte_range
    if start != 0 or before > after or after + rest != len(pdf):
        return False
    try:
        signed = cms.ContentInfo.load(bytes.fromhex(pdf[before + 1 : after - 1].decode("ascii")))["content"]
        info = signed["signer_infos"][0]
        name = info["digest_algorithm"]["algorithm"].native
        digest = hashlib.new(name, pdf[:before] + pdf[after:]).digest()
        return any(
            a["type"].native == "message_digest" and a["values"][0].native == digest for a in info["signed_attrs"]
        )
    except (ValueError, TypeError, KeyError, IndexError):
        return False

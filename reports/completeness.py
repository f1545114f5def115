"""What the final version of a document would have and this file has not: signatures, time stamps, the file on record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields

from reports import dossiers
from reports.attached_files import content_of
from reports.levels import Level
from reports.signing_parts import SOFTWARE
from reports.verdict import Answer, Expected, SignatureVerdict, no
from workflows.rules.errors import Refusal

_LARGEST_FACTS = 4 * 1024 * 1024
_FAILURES = Exception  # a forged file may hold anything where a name should be


def missing(
    reader: PdfFileReader, signatures: Sequence[SignatureVerdict], *, expected: Expected, digest: str, archived: bool
) -> list[Answer]:
    """Everything that is missing. `archived`: there is a time stamp over the whole file behind the last signature."""
    return [
        *_empty(reader),
        *_stamps(reader, signatures, archived=archived),
        *_signers(reader, signatures, expected),
        *_record(expected, digest),
    ]


def _empty(reader: PdfFileReader) -> Iterator[Answer]:
    for name, value, _ in enumerate_sig_fields(reader):
        if value is None:
            yield no(f"签名位置“{name}”还没有签名，这不是最终版本。", f"The field {name} is not signed.")


def _stamps(reader: PdfFileReader, signatures: Sequence[SignatureVerdict], *, archived: bool) -> Iterator[Answer]:
    """Each signature of ours states its level: a stamp that was taken away leaves the statement behind."""
    levels = {name: _level(value) for name, value, _ in enumerate_sig_fields(reader) if value is not None}
    for each in signatures:
        level = levels.get(each.field)
        if level and level.stamped and not each.stamped:
            yield no(
                f"“{each.name or each.who}”的签名写明带有时间戳，文件里却没有：时间戳被去掉了。",
                "A signature states that it has a time stamp, which is missing.",
            )
    if Level.ARCHIVE in levels.values() and not archived:
        yield no(
            "签名写明文件末尾有存档时间戳，文件里却没有：最后的时间戳被去掉了。",
            "The signatures state that the file ends with a time stamp, which is missing.",
        )


def _level(value: Any) -> Level | None:
    try:
        software = value.get_object()["/Prop_Build"]["/App"]
        return Level(str(software["/REx"])) if software["/Name"] == f"/{SOFTWARE}" else None
    except _FAILURES:
        return None


def _signers(reader: PdfFileReader, signatures: Sequence[SignatureVerdict], expected: Expected) -> Iterator[Answer]:
    """Against the register where the paper is known, else against the facts it carries."""
    fields, signers = {each.field for each in signatures}, sorted(each.fingerprint for each in signatures)
    lacking = fields != set(expected.fields) if expected.fields else not fields.issuperset(_fields_of_facts(reader))
    if lacking:
        yield no("签名与应有的签名位置不符，签名可能被去掉或增加。", "Not the signature fields on record.")
    if expected.signers and signers != sorted(expected.signers):
        yield no("签名人与登记的签名人不符。", "Not the signers on record.")


def facts_of(reader: PdfFileReader) -> dossiers.Dossier | None:
    """The facts embedded in a paper; None when it carries none of ours."""
    text = content_of(reader, "facts.json", _LARGEST_FACTS)
    try:
        return dossiers.from_json(text.decode()) if text is not None else None
    except (Refusal, ValueError):
        return None


def _fields_of_facts(reader: PdfFileReader) -> tuple[str, ...]:
    """The signature fields a paper of this kind has at least; empty when that is not known."""
    facts = facts_of(reader)
    return (facts.signature_field,) if facts is not None and facts.signature_field else ()


def _record(expected: Expected, digest: str) -> Iterator[Answer]:
    if expected.digest and expected.digest != digest:
        yield no("文件与登记的版本不是同一份。", "Not the file on record.")

"""Sign a master: PAdES, certifying, in the field the master already holds, as one of several signers in their order.

The first signature certifies the document (DocMDP): nothing but the remaining fields may be filled. Each locks its own field
(FieldMDP), the last one everything. What is shown in the field (who, in what capacity, when) is a small page of its own,
because text written by a signing library needs fonts the paper does not have.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from pyhanko.pdf_utils.layout import AxisAlignment, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.signers.pdf_signer import TimestampDSSContentSettings
from pyhanko.stamp import StaticStampStyle

from reports import trust
from reports.coverage import printable
from reports.keys import SigningKey
from reports.levels import PLAIN, Assurance, Level
from reports.paper import stamp_html
from reports.press import press
from reports.refusals import CannotSign
from reports.signing_parts import SignerAt, WriterAt, is_last, metadata_for
from reports.time_stamps import TimeServer, time_server
from reports.wording import chinese_instant

_WHOLE_BOX = SimpleBoxLayoutRule(
    x_align=AxisAlignment.ALIGN_MID, y_align=AxisAlignment.ALIGN_MID, margins=Margins(0, 0, 0, 0)
)
ARCHIVE_FIELD = "archive"


def sign(
    pdf: bytes,
    *,
    key: SigningKey,
    field: str,
    name: str,
    capacity: str,
    at: datetime,
    fonts: Path | None = None,
    assurance: Assurance = PLAIN,
) -> bytes:
    """The PDF signed in `field` by `name` as `capacity` at the instant `at`; the bytes before stay its beginning.

    With `fonts` the field shows who signed and when; without, it stays blank and only the certificate tells. Raises
    KeyUnusable, CertificateRefused (expired, revoked), NoTimeStamp, CannotSign (no such empty field, not this one's turn,
    broken PDF), FontsMissing.
    """
    server = time_server(assurance)
    with key.opened() as signer, visible(fonts, name=name, capacity=capacity, at=at) as look, understandable():
        if signer.signing_cert is None:
            raise CannotSign(why="签名密钥没有附带证书")
        trust.require_in_force(signer.signing_cert, trust=assurance.trust, at=at)
        writer = WriterAt(pdf, at)
        last = is_last(writer, field)
        metadata = metadata_for(writer, field=field, name=name, capacity=capacity, at=at, assurance=assurance)
        out = io.BytesIO()
        SignerAt(metadata, signer, look, at, server).sign_pdf(writer, existing_fields_only=True, output=out)
        return finished(out.getvalue(), assurance=assurance, server=server, at=at, last=last)


def finished(pdf: bytes, *, assurance: Assurance, server: TimeServer | None, at: datetime, last: bool) -> bytes:
    """The PDF with the time stamp for the archive behind its last signature, where the level asks for one.

    The validation data go in before the stamp, so that it covers the file to its last byte.
    """
    if not last or server is None or assurance.level is not Level.ARCHIVE:
        return pdf
    out = io.BytesIO()
    PdfTimeStamper(server, field_name=ARCHIVE_FIELD).timestamp_pdf(
        WriterAt(pdf, at),
        "sha256",
        validation_context=assurance.trust.context(at),
        dss_settings=TimestampDSSContentSettings(include_vri=False, update_before_ts=True),
        output=out,
    )
    return out.getvalue()


def fields_of(pdf: bytes) -> tuple[str, ...]:
    """The names of the signature fields, in the order in which they are to be signed. Raises CannotSign."""
    with understandable():
        return tuple(str(name) for name, _, _ in enumerate_sig_fields(PdfFileReader(io.BytesIO(pdf))))


def fingerprint_of(pdf: bytes, field: str) -> str:
    """SHA-256 of the certificate a field was signed with. Raises CannotSign when it is not signed."""
    with understandable():
        for signature in PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures:
            if signature.field_name == field:
                return str(signature.signer_cert.sha256.hex())
    raise CannotSign(why=f"签名域 {field} 没有签名")


@contextmanager
def understandable() -> Iterator[None]:
    """Turn what the library raises into a sentence."""
    try:
        yield
    except (SigningError, PdfError, ValueError) as problem:
        raise CannotSign(why=f"文件或签名域不可用（{problem}）") from problem


@contextmanager
def visible(fonts: Path | None, *, name: str, capacity: str, at: datetime) -> Iterator[StaticStampStyle | None]:
    """The look of the field, for as long as it is needed."""
    if fonts is None:
        yield None
        return
    with tempfile.TemporaryDirectory() as room:
        yield _look(Path(room), fonts, name=name, capacity=capacity, at=at)


def _look(room: Path, fonts: Path, *, name: str, capacity: str, at: datetime) -> StaticStampStyle:
    html = stamp_html([("签名人", name), ("身　份", capacity), ("北京时间", chinese_instant(at))])
    machine = press(fonts)
    page = room / "stamp.pdf"
    page.write_bytes(machine.write(machine.lay_out(printable(html, fonts)[0], "stamp.css")))
    return StaticStampStyle.from_pdf_file(
        str(page), background_layout=_WHOLE_BOX, background_opacity=1.0, border_width=0
    )

"""Sign a master: PAdES B-B by default, certifying, in the field the master already holds.

The first signature certifies the document (DocMDP). When it fills the last empty field nothing at all may be added
afterwards; otherwise only the remaining fields may be signed. What is shown in the field (who, in what capacity, when)
is a small page of its own, because text written by a signing library needs fonts the paper does not have.
"""

from __future__ import annotations

import io
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.metadata.model import DocumentMetadata
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.stamp import StaticStampStyle

from reports.coverage import printable
from reports.keys import SigningKey
from reports.paper import stamp_html
from reports.press import press
from reports.refusals import CannotSign
from reports.wording import chinese_instant

_WHOLE_BOX = SimpleBoxLayoutRule(
    x_align=AxisAlignment.ALIGN_MID, y_align=AxisAlignment.ALIGN_MID, margins=Margins(0, 0, 0, 0)
)


def sign(
    pdf: bytes, *, key: SigningKey, field: str, name: str, capacity: str, at: datetime, fonts: Path | None = None
) -> bytes:
    """The PDF signed in `field` by `name` as `capacity` at the instant `at`; the master's bytes stay its beginning.

    With `fonts` the field shows who signed and when; without, it stays blank and only the certificate tells. Raises
    KeyUnusable, CannotSign (no such empty field, certificate not valid at `at`, broken PDF), FontsMissing.
    """
    with key.opened() as signer, tempfile.TemporaryDirectory() as room:
        _refuse_outside_validity(signer.signing_cert, at)
        try:
            writer = _WriterAt(pdf, at)
            metadata = _metadata(writer, field=field, name=name, capacity=capacity)
            look = _look(Path(room), fonts, name=name, capacity=capacity, at=at) if fonts else None
            return _sign(writer, _SignerAt(metadata, signer, look, at))
        except (SigningError, PdfError, ValueError) as problem:
            raise CannotSign(why=f"文件或签名域不可用（{problem}）") from problem


class _WriterAt(IncrementalPdfFileWriter):
    """A writer whose clock is an argument: pyHanko would put the system's time into the date of change."""

    def __init__(self, pdf: bytes, at: datetime) -> None:
        super().__init__(io.BytesIO(pdf))
        self._meta = _ChangedAt()
        object.__setattr__(self._meta, "last_modified", at)


class _ChangedAt(DocumentMetadata):
    """Metadata that keep their date of change when pyHanko sets it to "now"."""

    def __setattr__(self, name: str, value: object) -> None:
        if name != "last_modified":
            super().__setattr__(name, value)


class _SignerAt(PdfSigner):
    """A signer whose clock is an argument."""

    def __init__(
        self, metadata: PdfSignatureMetadata, signer: Any, look: StaticStampStyle | None, at: datetime
    ) -> None:
        super().__init__(metadata, signer=signer, stamp_style=look)
        self._at = at

    def init_signing_session(self, pdf_out: Any, existing_fields_only: bool = False) -> Any:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self._at
        return session


def _sign(writer: IncrementalPdfFileWriter, signer: PdfSigner) -> bytes:
    out = io.BytesIO()
    signer.sign_pdf(writer, existing_fields_only=True, output=out)
    return out.getvalue()


def _metadata(writer: IncrementalPdfFileWriter, *, field: str, name: str, capacity: str) -> PdfSignatureMetadata:
    states = {found: value is not None for found, value, _ in enumerate_sig_fields(writer)}
    if states.get(field, True):
        raise CannotSign(why=f"签名域 {field} 不存在或已经签过")
    last = sum(not signed for signed in states.values()) == 1
    return PdfSignatureMetadata(
        field_name=field,
        name=name,
        reason=capacity,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=not any(states.values()),
        docmdp_permissions=MDPPerm.NO_CHANGES if last else MDPPerm.FILL_FORMS,
    )


def _look(room: Path, fonts: Path, *, name: str, capacity: str, at: datetime) -> StaticStampStyle:
    html = stamp_html([("签名人", name), ("身　份", capacity), ("北京时间", chinese_instant(at))])
    machine = press(fonts)
    page = room / "stamp.pdf"
    page.write_bytes(machine.write(machine.lay_out(printable(html, fonts)[0], "stamp.css")))
    return StaticStampStyle.from_pdf_file(
        str(page), background_layout=_WHOLE_BOX, background_opacity=1.0, border_width=0
    )


def _refuse_outside_validity(certificate: Any, at: datetime) -> None:
    if certificate is None:
        raise CannotSign(why="签名密钥没有附带证书")
    if not certificate.not_valid_before <= at <= certificate.not_valid_after:
        until = chinese_instant(certificate.not_valid_after)
        raise CannotSign(why=f"签名证书在签署时间不在有效期内（有效期至{until}）")

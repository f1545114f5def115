"""pyHanko's parts as this house uses them: their clock is an argument, their metadata those of a paper that is signed in order."""

from __future__ import annotations

import io
import logging
from datetime import datetime
from typing import Any

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.metadata.model import DocumentMetadata
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.signers.pdf_byterange import BuildProps
from pyhanko.sign.signers.pdf_signer import DSSContentSettings, SigDSSPlacementPreference
from pyhanko.stamp import StaticStampStyle

from reports.levels import Assurance
from reports.refusals import CannotSign
from reports.time_stamps import TimeServer

logging.getLogger("pyhanko.sign").setLevel(logging.ERROR)  # it warns whenever the network is not to be asked

SOFTWARE = "xiaohao"
"""Named in every signature with the level, so that a file from which a time stamp was taken away tells that it had one."""


class WriterAt(IncrementalPdfFileWriter):
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


class SignerAt(PdfSigner):
    """A signer whose clock is an argument."""

    def __init__(
        self,
        metadata: PdfSignatureMetadata,
        signer: Any,
        look: StaticStampStyle | None,
        at: datetime,
        server: TimeServer | None,
    ) -> None:
        super().__init__(metadata, signer=signer, stamp_style=look, timestamper=server)
        self._at = at

    def init_signing_session(self, pdf_out: Any, existing_fields_only: bool = False) -> Any:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self._at
        return session


def metadata_for(
    writer: IncrementalPdfFileWriter, *, field: str, name: str, capacity: str, at: datetime, assurance: Assurance
) -> PdfSignatureMetadata:
    """What the signature states and permits. Raises CannotSign when the field is not the next one to be signed.

    The first signature certifies: only the remaining fields may still be signed. The last locks everything.
    """
    states = _states(writer)
    if states.get(field, True):
        raise CannotSign(why=f"签名域 {field} 不存在或已经签过")
    last = is_last(writer, field)
    if last and not all(signed for other, signed in states.items() if other != field):
        raise CannotSign(why=f"签名域 {field} 应最后签，前面还有没签的")
    level = assurance.level
    return PdfSignatureMetadata(
        field_name=field,
        name=name,
        reason=capacity,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=not any(states.values()),
        docmdp_permissions=MDPPerm.NO_CHANGES if last else MDPPerm.FILL_FORMS,
        app_build_props=BuildProps(name=SOFTWARE, revision=level.value),
        embed_validation_info=level.with_validation_data,
        validation_context=assurance.trust.context(at) if level.with_validation_data else None,
        # VRI dictionaries would force the data behind the signature, where nothing covers them
        dss_settings=DSSContentSettings(include_vri=False, placement=SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE),
    )


def is_last(writer: IncrementalPdfFileWriter, field: str) -> bool:
    """Whether this is the field that locks the paper, or the only one that is left."""
    found = {str(name): reference.get_object() for name, _, reference in enumerate_sig_fields(writer)}
    if field in found and "/Lock" in found[field] and found[field]["/Lock"]["/Action"] == "/All":
        return True
    return sum(not signed for signed in _states(writer).values()) == 1


def _states(writer: IncrementalPdfFileWriter) -> dict[str, bool]:
    return {str(found): value is not None for found, value, _ in enumerate_sig_fields(writer)}

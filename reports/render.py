"""A dossier in, the master PDF out: PDF/A-3a and PDF/UA-1, byte for byte the same whenever and wherever it is made.

The master is not signed yet. Its digest can be registered before signing, and anybody who has the dossier and the fonts
can make it again and compare.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reports.coverage import printable
from reports.dossiers import CaseDossier, Dossier, DrawRecord
from reports.paper import html_of
from reports.photographs import NONE, Photograph, with_pictures
from reports.plain import to_plain
from reports.press import Press, press
from reports.signature_fields import SignatureBox, box_of, with_fields
from reports.wording import BEIJING
from workflows.rules.canonical import canonical
from workflows.rules.roles import ROLES

if TYPE_CHECKING:
    from weasyprint import Document

_VARIANT = "pdf/a-3a"
_ANCHOR = "sig-"
_MM_PER_PIXEL = 25.4 / 96
_UA = (Path(__file__).parent / "styles" / "pdfua.xmp").read_bytes()


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """A file to embed. `created` is printed into the PDF, so it must come from the dossier, not from a clock."""

    name: str
    data: bytes
    media_type: str
    description: str
    created: datetime
    relationship: str = "Supplement"  # PDF/A-3 wants to know: Source, Data, Alternative, Supplement


@dataclass(frozen=True, kw_only=True)
class Rendered:
    """A master: the PDF with its empty signature fields, its SHA-256, and where the fields are."""

    pdf: bytes
    digest: str
    signature_boxes: tuple[SignatureBox, ...]
    pages: int


def render(
    dossier: Dossier,
    *,
    fonts: Path,
    attachments: Sequence[Attachment] = (),
    templates: Path | None = None,
    photographs: Mapping[str, Photograph] = NONE,
) -> Rendered:
    """Print a dossier; `facts.json` and `evidence.json` are embedded beside `attachments`.

    `templates` is a city's own folder.

    Raises FontsMissing while the fonts are being built, TemplateRefused, LayoutFailed when WeasyPrint reports broken output.
    """
    machine = press(fonts)
    html = html_for(dossier, fonts=fonts, templates=templates, photographs=photographs)
    document = machine.lay_out(html, "paper.css", pdf_variant=_VARIANT)
    boxes = _boxes(document, dossier)
    plain = _write(machine, document, html, [*_own(dossier), *attachments])
    pdf = with_fields(plain, boxes)
    return Rendered(pdf=pdf, digest=hashlib.sha256(pdf).hexdigest(), signature_boxes=boxes, pages=len(document.pages))


def render_copy(
    dossier: Dossier,
    *,
    fonts: Path,
    marked: Callable[[str], str],
    templates: Path | None = None,
    photographs: Mapping[str, Photograph] = NONE,
) -> bytes:
    """The same pages marked by `marked` (`reports.copies.marker`), without signature fields and without other papers inside.

    Raises as `render`.
    """
    machine = press(fonts)
    html = marked(html_for(dossier, fonts=fonts, templates=templates, photographs=photographs))
    document = machine.lay_out(html, "paper.css", pdf_variant=_VARIANT)
    return _write(machine, document, html, _own(dossier))


def html_for(
    dossier: Dossier, *, fonts: Path, templates: Path | None = None, photographs: Mapping[str, Photograph] = NONE
) -> str:
    """The HTML that is printed: characters no face has are replaced, invisible ones left out, pictures put in."""
    _, unprinted = printable(dossier.to_json(), fonts)
    html = html_of(dossier, unprinted=unprinted, templates=templates, photographs=photographs)
    return with_pictures(printable(html, fonts)[0], photographs)


def _own(dossier: Dossier) -> list[Attachment]:
    issued = datetime.combine(dossier.issued_on, time(), tzinfo=BEIJING)
    own = [_json("facts.json", dossier.to_json(), "案卷数据：本文件由此生成", issued, "Source")]
    if isinstance(dossier, CaseDossier):
        evidence = to_plain(dossier.evidence, schema=dossier.schema)
        manifest = canonical({"document": dossier.number, "algorithm": "sha256", "evidence": evidence})
        own.append(_json("evidence.json", manifest, "佐证材料索引：名称、大小与校验值", issued, "Data"))
    if isinstance(dossier, DrawRecord):
        own.append(_json("draw.json", dossier.record, "抽查文件：冻结的名单、规则、种子和结果，供重算", issued, "Data"))
    return own


def _json(name: str, text: str, description: str, created: datetime, relationship: str) -> Attachment:
    readable = json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True, indent=1)
    data = (text if name == "facts.json" else readable).encode()
    return Attachment(
        name=name, data=data, media_type="application/json", description=description, created=created,
        relationship=relationship,
    )  # fmt: skip


def _boxes(document: Document, dossier: Dossier) -> tuple[SignatureBox, ...]:
    """The boxes in the order in which they are signed: as they stand on the pages, the issuer's last."""
    found = [
        box_of(
            name.removeprefix(_ANCHOR),
            f"电子签名：{_signer(name.removeprefix(_ANCHOR), dossier)}",
            page=number,
            anchor=anchor,
            height_mm=page.height * _MM_PER_PIXEL,
        )
        for number, page in enumerate(document.pages)
        for name, anchor in sorted(page.anchors.items())
        if name.startswith(_ANCHOR)
    ]
    own = dossier.signature_field
    return tuple(sorted(found, key=lambda box: (box.field == own, box.page, -box.rectangle[3], box.rectangle[0])))


def _signer(field: str, dossier: Dossier) -> str:
    """Who signs there, for those who cannot see the page: the issuer, or the post a field is named after."""
    return ROLES[field].name if field != dossier.signature_field and field in ROLES else dossier.issuer


def _write(machine: Press, document: Document, html: str, attachments: Sequence[Attachment]) -> bytes:
    document.metadata.attachments = [_embedded(a) for a in sorted(attachments, key=lambda a: a.name)]
    return machine.write(
        document,
        pdf_variant=_VARIANT,
        pdf_identifier=hashlib.sha256(html.encode()).digest()[:16],
        finisher=_finish,
    )


def _embedded(attachment: Attachment) -> Any:
    from weasyprint import Attachment as Embedded  # Pango is loaded by the press, after it has chosen the fonts

    content = base64.b64encode(attachment.data).decode("ascii")
    return Embedded(
        url=f"data:{attachment.media_type};base64,{content}",  # the only way WeasyPrint takes a media type
        name=attachment.name,
        description=attachment.description,
        created=attachment.created,
        modified=attachment.created,
        relationship=attachment.relationship,
    )


def _finish(_: object, pdf: Any) -> None:
    """Declare PDF/UA-1 in the metadata (with the extension schema PDF/A asks for) and show the title in the window.

    WeasyPrint lists every associated file twice; once is enough.
    """
    stream = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    stream.stream = [part.replace(b"</rdf:RDF>", _UA + b"</rdf:RDF>") for part in stream.stream]
    pdf.catalog["AF"] = type(pdf.catalog["AF"])(dict.fromkeys(pdf.catalog["AF"]))
    pdf.catalog["ViewerPreferences"] = "<< /DisplayDocTitle true >>"

"""Small PDFs that need no fonts."""

from __future__ import annotations

import io

import pikepdf

from reports.signature_fields import SignatureBox, with_fields


def plain_pdf(*fields: str, attachment: bytes = b'{"measures":3}') -> bytes:
    """A small PDF that needs no fonts: one blank page, one attachment, empty signature fields."""
    document = pikepdf.new()
    document.add_blank_page()
    document.attachments["facts.json"] = pikepdf.AttachedFileSpec(
        document, attachment, filename="facts.json", mime_type="application/json"
    )
    out = io.BytesIO()
    document.save(out)
    boxes = [
        SignatureBox(field=name, title=name, page=0, rectangle=(72, 72 + 60 * i, 200, 120 + 60 * i))
        for i, name in enumerate(fields)
    ]
    return with_fields(out.getvalue(), boxes) if boxes else out.getvalue()

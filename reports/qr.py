"""A QR code as an element of a page: no address of its own, no script, so that what it says is fetched from nowhere."""

from __future__ import annotations

import io

import segno


def qr_svg(text: str, *, title: str) -> str:
    """Inline SVG, dark on white in every theme, because a reader needs the contrast. Nothing of `text` is left to a screen reader but `title`."""
    made = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        made, kind="svg", border=4, scale=4, dark="#000", light="#fff", xmldecl=False, svgns=False, title=title,
        svgclass="qr", omitsize=False,
    )  # fmt: skip
    return made.getvalue().decode()

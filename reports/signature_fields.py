"""Empty signature fields, put into the PDF before anything is signed.

The fields are part of the master, so that its digest covers where signatures may go, and the first signature can
certify that nothing else is added. Each field hangs in the structure tree under a Form element (ISO 14289-1, 7.18.4).
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name, String

_PRINTED_AND_LOCKED = 132  # annotation flags: print, and not movable by a viewer
_SIGNATURES_EXIST = 1
_NO_CHANGES = 1
_POINTS_PER_PIXEL = 0.75
_POINTS_PER_MM = 72 / 25.4


@dataclass(frozen=True, kw_only=True)
class SignatureBox:
    """Where a signature goes: page from 0, rectangle in PDF points from the lower left corner."""

    field: str
    title: str
    page: int
    rectangle: tuple[float, float, float, float]


def box_of(field: str, title: str, *, page: int, anchor: tuple[float, ...], height_mm: float = 297) -> SignatureBox:
    """The box of a WeasyPrint anchor, which is given in CSS pixels from the upper left corner."""
    left, top, right, bottom = (value * _POINTS_PER_PIXEL for value in anchor)
    height = height_mm * _POINTS_PER_MM
    rectangle = (round(left, 1), round(height - bottom, 1), round(right, 1), round(height - top, 1))
    return SignatureBox(field=field, title=title, page=page, rectangle=rectangle)


def with_fields(pdf: bytes, boxes: Sequence[SignatureBox]) -> bytes:
    """The PDF with an empty signature field per box, to be signed in this order; the same input gives the same bytes.

    Raises ValueError for a name that begins another one: a lock on the first would lock the second.
    """
    _refuse_prefixes([box.field for box in boxes])
    with pikepdf.open(io.BytesIO(pdf)) as document:
        widgets = Array([_add(document, box, last=box is boxes[-1]) for box in boxes])
        document.Root.AcroForm = Dictionary(Fields=widgets, SigFlags=_SIGNATURES_EXIST)
        out = io.BytesIO()
        document.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


def _refuse_prefixes(names: Sequence[str]) -> None:
    for name in names:
        if any(other != name and other.startswith(f"{name}.") for other in names) or names.count(name) > 1:
            raise ValueError(f"signature fields must not contain each other: {name}")


def _add(document: pikepdf.Pdf, box: SignatureBox, *, last: bool) -> pikepdf.Object:
    page = document.pages[box.page]
    widget = document.make_indirect(
        Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, T=String(box.field), TU=String(box.title),
            Rect=Array(box.rectangle), F=_PRINTED_AND_LOCKED, P=page.obj, AP=Dictionary(N=_blank(document, box)),
            Lock=_lock(document, box, last=last),
        )
    )  # fmt: skip
    page.obj.Annots = Array([*page.obj.get("/Annots", []), widget])
    if "/StructTreeRoot" in document.Root:
        _hang(document, page, widget, box)
    return widget


def _lock(document: pikepdf.Pdf, box: SignatureBox, *, last: bool) -> pikepdf.Object:
    """What the signature locks (ISO 32000-1, 12.7.4.5): its own field, the last one the whole paper."""
    lock = Dictionary(Type=Name.SigFieldLock, Action=Name.Include, Fields=Array([String(box.field)]))
    if last:
        lock = Dictionary(Type=Name.SigFieldLock, Action=Name.All, P=_NO_CHANGES)
    return document.make_indirect(lock)


def _blank(document: pikepdf.Pdf, box: SignatureBox) -> pikepdf.Object:
    """An appearance that shows nothing: PDF/A wants one (ISO 19005-3, 6.3.3) even before anybody signs."""
    left, bottom, right, top = box.rectangle
    return document.make_stream(
        b"", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, round(right - left, 1), round(top - bottom, 1)])
    )


def _hang(document: pikepdf.Pdf, page: pikepdf.Page, widget: pikepdf.Object, box: SignatureBox) -> None:
    tree = document.Root.StructTreeRoot
    top = tree.K[0] if isinstance(tree.K, Array) else tree.K
    form = document.make_indirect(
        Dictionary(Type=Name.StructElem, S=Name.Form, P=top, Pg=page.obj, Alt=String(box.title))
    )
    form.K = Dictionary(Type=Name.OBJR, Obj=widget, Pg=page.obj)
    top.K = Array([*(top.K if isinstance(top.K, Array) else [top.K]), form])
    numbers = tree.ParentTree.Nums
    key = max((int(numbers[i]) for i in range(0, len(numbers), 2)), default=-1) + 1
    tree.ParentTree.Nums = Array([*numbers, key, form])
    widget.StructParent, page.obj.Tabs, tree.ParentTreeNextKey = key, Name.S, key + 1

"""Papers that were changed behind their signatures: incremental updates, as an editor or an attacker would save them."""

from __future__ import annotations

import pikepdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from tests.reports.originals import HOLE, Change, N, Originals, numbers, page_of, resaved, stream, update
from tests.reports.signing_city import SigningCity


def appended_page(o: Originals) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        pages = writer.root["/Pages"]
        page = generic.DictionaryObject({N("/Type"): N("/Page"), N("/Parent"): writer.root.raw_get("/Pages")})
        page[N("/MediaBox")] = numbers(0, 0, 595, 842)
        pages["/Kids"].append(writer.add_object(page))
        pages[N("/Count")] = generic.NumberObject(2)
        writer.update_container(pages)

    return update(o.paper, change)


def overlay(o: Originals) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        page = page_of(writer)
        page.get_object()["/Contents"] = stream(writer, b"q 1 0 0 rg 100 400 200 50 re f Q")
        writer.mark_update(page)

    return update(o.paper, change)


def annotated(kind: str) -> Change:
    def make(o: Originals) -> bytes:
        def change(writer: IncrementalPdfFileWriter) -> None:
            page = page_of(writer)
            note = generic.DictionaryObject(
                {N("/Type"): N("/Annot"), N("/Subtype"): N(kind), N("/Rect"): numbers(100, 400, 300, 450)}
            )
            note[N("/F")] = generic.NumberObject(4)
            note[N("/Contents")] = generic.pdf_string("不同意")
            page.get_object()["/Annots"] = generic.ArrayObject([*page.get_object()["/Annots"], writer.add_object(note)])
            writer.mark_update(page)

        return update(o.paper, change)

    return make


def swapped_attachment(o: Originals) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        names = writer.root["/Names"]["/EmbeddedFiles"]
        leaf = names["/Kids"][0].get_object() if "/Kids" in names else names
        files = leaf["/Names"][1].get_object()["/EF"]
        files["/F"] = stream(writer, b'{"measures":99}', Type=N("/EmbeddedFile"))
        writer.update_container(files)

    return update(o.paper, change)


def replaced_appearance(o: Originals) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        reference = writer.root["/AcroForm"]["/Fields"].raw_get(0)
        look = stream(
            writer, b"1 0 0 rg 0 0 9 9 re f", Type=N("/XObject"), Subtype=N("/Form"), BBox=numbers(0, 0, 9, 9)
        )
        reference.get_object()[N("/AP")] = generic.DictionaryObject({N("/N"): look})
        writer.mark_update(reference)

    return update(o.paper, change)


def changed_information(o: Originals) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        information = generic.DictionaryObject({N("/Title"): generic.pdf_string("另一份文书")})
        writer.set_info(writer.add_object(information))

    return update(o.paper, change)


def changed_xmp(o: Originals) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        packet = b'<?xpacket begin=""?><x:xmpmeta xmlns:x="adobe:ns:meta/"/><?xpacket end="w"?>'
        writer.root["/Metadata"] = stream(writer, packet, Type=N("/Metadata"), Subtype=N("/XML"))
        writer.update_root()

    return update(o.paper, change)


def added_field(o: Originals) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        form = writer.root["/AcroForm"]
        text = generic.DictionaryObject({N("/FT"): N("/Tx"), N("/T"): generic.pdf_string("remark")})
        text[N("/V")] = generic.pdf_string("已核准")
        form["/Fields"].append(writer.add_object(text))
        writer.update_container(form)

    return update(o.paper, change)


def swapped_font(o: Originals) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        page = page_of(writer)
        font = generic.DictionaryObject(
            {N("/Type"): N("/Font"), N("/Subtype"): N("/Type1"), N("/BaseFont"): N("/Symbol")}
        )
        fonts = generic.DictionaryObject({N("/F1"): writer.add_object(font)})
        page.get_object()["/Resources"] = generic.DictionaryObject({N("/Font"): fonts})
        writer.mark_update(page)

    return update(o.paper, change)


def weaker_docmdp(o: Originals) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        signature = writer.root["/Perms"]["/DocMDP"]
        signature["/Reference"][0]["/TransformParams"][N("/P")] = generic.NumberObject(3)
        writer.update_container(signature)

    return update(o.paper, change)


def removed_certification(o: Originals) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        del writer.root["/Perms"]
        writer.update_root()

    return update(o.paper, change)


def removed_validation_data(o: Originals) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        del writer.root["/DSS"]
        writer.update_root()

    return update(o.archived, change)


def emptied_signature(o: Originals) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        reference = writer.root["/AcroForm"]["/Fields"].raw_get(1)
        del reference.get_object()["/V"]
        writer.mark_update(reference)

    return update(o.paper, change)


def same_signature_twice(o: Originals) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        fields = writer.root["/AcroForm"]["/Fields"]
        fields.raw_get(1).get_object()[N("/V")] = fields.raw_get(0).get_object().raw_get("/V")
        writer.mark_update(fields.raw_get(1))

    return update(o.paper, change)


def pasted_signature(o: Originals) -> bytes:
    """The last signature's value is taken from another paper of the same signers."""
    theirs, mine = list(HOLE.finditer(o.other))[-1], list(HOLE.finditer(o.paper))[-1]
    value = theirs[1][: len(mine[1])].ljust(len(mine[1]), b"0")
    return o.paper[: mine.start(1)] + value + o.paper[mine.end(1) :]


# --- shadow attacks (Mainka et al., 2021) -------------------------------------------------------------------------------


def shadow(pdf: bytes, *, kind: str, city: SigningCity) -> bytes:
    """Content is put in before signing, and shown or hidden by a harmless-looking update afterwards."""
    hidden = {
        "hide": b"q 0 0 1 rg 50 50 100 100 re f Q",
        "replace": b"q 0 1 0 rg 60 60 90 90 re f Q",
        "hide-and-replace": b"q 1 1 0 rg 70 70 80 80 re f Q",
    }[kind]

    def plant(document: pikepdf.Pdf) -> None:
        page = document.pages[0].obj
        page.Contents = document.make_stream(hidden)
        page.Shadow = document.make_indirect(document.make_stream(b"q 1 0 0 rg 100 400 200 50 re f Q"))

    planted = resaved(pdf, plant)
    signed = city.signs(city.signs(planted, "lead_unit"), "office")

    def reveal(writer: IncrementalPdfFileWriter) -> None:
        page = page_of(writer)
        if kind == "hide":
            page.get_object()["/Contents"] = generic.ArrayObject()
        else:
            page.get_object()["/Contents"] = page.get_object().raw_get("/Shadow")
        writer.mark_update(page)
        if kind == "hide-and-replace":
            writer.update_root()

    return update(signed, reveal)

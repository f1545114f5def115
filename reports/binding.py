"""Many papers in one file: a zip of the single files, or one PDF to print from.

The merged PDF is a convenience: putting files together breaks their signatures, so the visible blocks are drawn flat, and
its first page says that only the single files are signed. Files are read one at a time, and merged in small stacks, so
that memory does not grow with their number.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, BinaryIO, cast

import pikepdf
from jinja2 import Environment

from reports.coverage import printable
from reports.press import press

_STACK = 40
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_CHUNK = 1 << 20
_A4 = (595.28, 841.89)
_COVER = """<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>文书合订打印件</title>
<style>@page{ @bottom-right{content:none} @bottom-left{content:none} } h1{margin:10mm 0 8mm} p.small{font-size:12pt;line-height:7mm}
col.no{width:14mm} col.number{width:48mm} col.page{width:20mm}</style></head><body>
<h1>文书合订打印件</h1>
<p>本件把 {{ good }} 份文书接在一起，只为便于打印。<b>合订件没有电子签名</b>，不能用来核验；{{ kind }}</p>
<p class="small">每份文书从奇数页开始，双面打印时不会印在同一张纸上。</p>
<table class="list"><colgroup><col class="no"><col class="number"><col></colgroup>
<thead><tr><th scope="col">序号</th><th scope="col">文号</th><th scope="col">文书</th></tr></thead><tbody>
{% for part in parts %}<tr><td class="mid">{{ loop.index }}</td><td>{{ part.number }}</td>
<td>{{ part.title }}{% if part.trouble %}<br>（未收入：{{ part.trouble }}）{% endif %}</td></tr>{% endfor %}
</tbody></table></body></html>"""
_ORIGINALS = "需要核验时，请使用每份文书单独的 PDF 文件。"
_COPIES = "收入的都是副本，效力以带电子签名的原件为准。"


@dataclass(frozen=True, kw_only=True)
class Part:
    """One paper; `trouble` says why it is missing, and is empty where it is there."""

    number: str
    title: str
    trouble: str
    open: Callable[[], IO[bytes]]


def zip_together(parts: Sequence[Part], out: IO[bytes]) -> None:
    """The single files, byte for byte, and a list of what is in and what is missing. The same parts give the same bytes."""
    width = max(3, len(str(len(parts))))
    lines = [f"{number}. {part.number} {part.title}{_missing(part)}" for number, part in enumerate(parts, 1)]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(_entry("目录.txt"), ("\r\n".join(lines) + "\r\n").encode("utf-8-sig"))
        for number, part in enumerate(parts, 1):
            if part.trouble:
                continue
            name = _file_name(f"{number:0{width}d} {part.number} {part.title}")
            with part.open() as source, archive.open(_entry(f"{name}.pdf"), "w") as target:
                while piece := source.read(_CHUNK):
                    target.write(piece)


def alone(part: Part, out: IO[bytes]) -> None:
    """The one file of a batch of one, byte for byte."""
    with part.open() as source:
        while piece := source.read(_CHUNK):
            out.write(piece)


def merge(parts: Sequence[Part], out: IO[bytes], *, copies: bool, fonts: Path) -> None:
    """One PDF with a first page and a bookmark per paper. Raises FontsMissing, LayoutFailed."""
    there = [part for part in parts if not part.trouble]
    stacks = [there[at : at + _STACK] for at in range(0, len(there), _STACK)]
    with ExitStack() as rooms:
        cover = cast(BinaryIO, rooms.enter_context(TemporaryFile()))
        cover.write(_cover(parts, copies=copies, fonts=fonts))
        cover.seek(0)
        bound = [_stack(stack, cast(BinaryIO, rooms.enter_context(TemporaryFile()))) for stack in stacks]
        _concatenate([cover, *bound], out)


def _cover(parts: Sequence[Part], *, copies: bool, fonts: Path) -> bytes:
    template = Environment(autoescape=True).from_string(_COVER)
    good = sum(not part.trouble for part in parts)
    html = template.render(parts=parts, good=good, kind=_COPIES if copies else _ORIGINALS)
    machine = press(fonts)
    return machine.write(machine.lay_out(printable(html, fonts)[0], "paper.css"))


def _stack(parts: Sequence[Part], room: BinaryIO) -> BinaryIO:
    """A few papers one behind the other, flat, each on a sheet of its own; written to `room`."""
    with ExitStack() as opened:
        stack = opened.enter_context(pikepdf.new())
        for part in parts:
            source = opened.enter_context(pikepdf.open(cast(BinaryIO, opened.enter_context(part.open()))))
            source.flatten_annotations("all")
            _append(stack, source, [pikepdf.OutlineItem(f"{part.number} {part.title}", len(stack.pages))])
        stack.save(room, deterministic_id=True)
    room.seek(0)
    return room


def _concatenate(files: Sequence[BinaryIO], out: IO[bytes]) -> None:
    with ExitStack() as opened:
        whole = opened.enter_context(pikepdf.new())
        for file in files:
            source = opened.enter_context(pikepdf.open(file))
            _append(whole, source, list(_moved(source, len(whole.pages))))
        whole.docinfo["/Title"] = "文书合订打印件（没有电子签名）"
        whole.Root.Lang = pikepdf.String("zh-CN")
        whole.Root.PageMode = pikepdf.Name.UseOutlines
        whole.save(cast(BinaryIO, out), deterministic_id=True)


def _append(whole: pikepdf.Pdf, source: pikepdf.Pdf, bookmarks: list[pikepdf.OutlineItem]) -> None:
    """Add pages, a blank one where their number is odd, and their bookmarks."""
    whole.pages.extend(source.pages)
    if len(whole.pages) % 2:
        whole.add_blank_page(page_size=_A4)
    with whole.open_outline() as outline:
        outline.root.extend(bookmarks)


def _moved(source: pikepdf.Pdf, first: int) -> Iterator[pikepdf.OutlineItem]:
    """The bookmarks of a stack, pointing where its pages stand now."""
    pages = {page.obj.objgen: number for number, page in enumerate(source.pages)}
    with source.open_outline() as outline:
        for item in outline.root:
            target = item.destination
            if isinstance(target, pikepdf.Array) and target[0].objgen in pages:
                yield pikepdf.OutlineItem(item.title, first + pages[target[0].objgen])


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, date_time=_LONG_AGO)
    entry.external_attr, entry.create_system = 0o100644 << 16, 3
    return entry


def _missing(part: Part) -> str:
    return f"（没有收入：{part.trouble}）" if part.trouble else ""


def _file_name(text: str) -> str:
    return "".join("_" if char in '<>:"/\\|?*' or not char.isprintable() else char for char in text)[:80].rstrip(". ")

"""Files that cannot be plans: each is refused in a Chinese sentence, in bounded time and memory."""

from __future__ import annotations

import io
import time
import tracemalloc
import zipfile
from collections.abc import Callable

import pytest

from tests.plans.corpus.files import Grid, Sheet, Sheetlet, excel, pdf, word
from workflows.plans import MOST_BYTES, read_file
from workflows.rules.errors import Unreadable

ROWS = [["序号", "整改问题", "责任单位", "整改时限"], [1, "河道淤积。", "市水务局", "2026年底"]]
GOOD = excel({"清单": Sheet(rows=ROWS)})


def repacked(data: bytes, **changed: bytes) -> bytes:
    """The package with parts added or replaced; `__` stands for / and `_dot_` for a point in a name."""
    out = io.BytesIO()
    names = {name.replace("__", "/").replace("_dot_", "."): content for name, content in changed.items()}
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename not in names:
                new.writestr(part.filename, old.read(part))
        for name, content in names.items():
            new.writestr(name, content)
    return out.getvalue()


def with_macros() -> bytes:
    with zipfile.ZipFile(io.BytesIO(word("整改方案"))) as package:
        types = package.read("[Content_Types].xml")
    types = types.replace(
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    return repacked(word("整改方案"), **{"[Content_Types].xml": types, "word__vbaProject_dot_bin": b"macro"})


def bomb() -> bytes:
    return repacked(word("整改方案"), word__document_dot_xml=b"<w>" + b" " * 60_000_000 + b"</w>")


def laughs() -> bytes:
    lol = b'<!DOCTYPE d [<!ENTITY a "ha">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + step, b"&%c;" % (97 + step) * 10) for step in range(9)
    )
    return repacked(word("整改方案"), word__document_dot_xml=lol + b"]><d>&j;</d>")


def reaching_out() -> bytes:
    hostile = b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><sst><si><t>&x;</t></si></sst>'
    return repacked(GOOD, xl__sharedStrings_dot_xml=hostile)


def encrypted_office() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(2000)


def encrypted_pdf() -> bytes:
    import pikepdf

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf(Sheetlet(words=[(80, 700, "整改")])))) as document:
        document.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    return out.getvalue()


def nested(depth: int) -> bytes:
    grid = Grid(rows=[["最里面"]])
    for _ in range(depth):
        grid = Grid(rows=[[grid]])
    return word("没有问题的文件", grid)


BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "空文件": (lambda: b"", "空的"),
    "空的表格": (lambda: excel({"清单": Sheet(rows=[])}), "没有文字"),
    "空的文档": (lambda: word(), "没有文字"),
    "加密的文档": (encrypted_office, "加了密码"),
    "加密的PDF": (encrypted_pdf, "加了密码"),
    "带宏的文档": (with_macros, "带有宏"),
    "压缩炸弹": (bomb, "大得不正常"),
    "实体炸弹": (laughs, "实体"),
    "外部实体": (reaching_out, "实体"),
    "截断的文档": (lambda: word("整改方案", "1.甲。")[:900], "损坏"),
    "改名的压缩包": (lambda: repacked(b"PK\x05\x06" + bytes(18), a_dot_txt=b"x"), "压缩文件"),
    "坏的表格": (lambda: repacked(GOOD, xl__workbook_dot_xml=b"<workbook"), "损坏"),
    "扫描件": (lambda: pdf(Sheetlet(words=[])), "扫描"),
    "坏的PDF": (lambda: b"%PDF-1.7\n" + b"x" * 500, "损坏"),
    "旧版文档": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000), r"另存为 \.docx|LibreOffice"),
    "旧版表格": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "Workbook".encode("utf-16-le") + bytes(3000),
        r"另存为 \.xlsx|LibreOffice",
    ),
    "RTF": (lambda: b"{\\rtf1 x}", "另存为|没有找到"),
    "图片": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(50), "图片"),
    "控制字符": (lambda: b"1.\x01\n", "不能显示"),
    "深层嵌套": (lambda: nested(50), "没有找到任何问题|嵌套"),
    "更深的嵌套": (lambda: nested(90), "嵌套"),
    "空网页": (lambda: b"<html><body><script>1</script></body></html>", "没有文字"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_plan_is_refused_in_words(name: str) -> None:
    build, sentence = BAD[name]
    started = time.process_time()

    with pytest.raises(Unreadable, match=sentence) as refused:
        read_file(build(), name=name)

    assert refused.value.english.isascii()
    assert time.process_time() - started < 10


def test_a_file_over_the_limit_is_refused_unread() -> None:
    with pytest.raises(Unreadable, match="64 MB"):
        read_file(bytes(MOST_BYTES + 1), name="大.docx")


def test_a_bomb_is_not_unpacked() -> None:
    data = bomb()
    tracemalloc.start()
    with pytest.raises(Unreadable):
        read_file(data, name="炸弹.docx")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert peak < 5_000_000


def test_a_renamed_csv_is_read_as_what_it_is() -> None:
    text = "序号,整改问题,责任单位,整改时限\n1,河道淤积。,市水务局,2026年底\n"

    reading = read_file(text.encode("gb18030"), name="清单.xlsx")

    assert [problem.text for problem in reading.problems] == ["河道淤积。"]


def test_a_page_saved_as_a_spreadsheet_is_read_as_what_it_is() -> None:
    head = "<html><body><table><tr><td>序号</td><td>整改问题</td><td>责任单位</td></tr>"
    page = head + "<tr><td>1</td><td>河道淤积。</td><td>市水务局</td></tr></table>"

    assert read_file(page.encode(), name="清单.xls").problems[0].responsible_units == ("市水务局",)


def test_a_table_nested_fifty_deep_is_read_or_refused_and_its_words_kept() -> None:
    grid = Grid(rows=[["1.整治河道。（责任单位：市水务局）"]])
    for _ in range(40):
        grid = Grid(rows=[[grid]])

    assert read_file(word("整改清单", grid), name="嵌套.docx").problems[0].text == "整治河道。"


def test_a_sheet_that_claims_a_million_rows_is_read_for_what_it_holds() -> None:
    with zipfile.ZipFile(io.BytesIO(GOOD)) as package:
        sheet = package.read("xl/worksheets/sheet1.xml")
    far = sheet.replace(
        b"</sheetData>", b'<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    )

    reading = read_file(repacked(GOOD, xl__worksheets__sheet1_dot_xml=far), name="远.xlsx")

    assert len(reading.problems) == 1
    assert [lines.why for lines in reading.left_out] == ["连续 5000 行空白，其后没有再读"]


@pytest.mark.slow  # builds and streams 70,000 rows
def test_a_sheet_of_too_many_rows_is_refused_before_all_of_it_is_held() -> None:
    row = b'<row><c t="inlineStr"><is><t>%s</t></is></c></row>' % "河道淤积。".encode()
    with zipfile.ZipFile(io.BytesIO(GOOD)) as package:
        sheet = package.read("xl/worksheets/sheet1.xml")
    many = sheet.replace(b"</sheetData>", row * 70_000 + b"</sheetData>")

    with pytest.raises(Unreadable, match="60000 行"):
        read_file(repacked(GOOD, xl__worksheets__sheet1_dot_xml=many), name="多.xlsx")

"""GB/T 9704-2012 with a ruler: what is printed is read back from the PDF and compared with the clauses, in millimetres."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from reports.render import render
from tests.reports import builders as b
from tests.reports.measuring import MM, Line, Page, pages

LONG = "为进一步做好督察反馈问题整改销号工作，按照“回头看”要求（含附件），现将整改情况报告如下：请予审核！" * 30
PITCH = 225 / 22
CHARACTER = 16 / MM
NEVER_FIRST = "，。、；：！？）》〉」』】〕”’…—％"
FIGURES = re.compile("[0-9A-Za-z]")
HEADING = re.compile(r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）)")


@pytest.fixture(scope="module")
def report(fonts: Path) -> list[Page]:
    """A closure report long enough to fill pages, with tables over several pages."""
    dossier = b.closure(problem=b.problem(text=LONG), measures=b.measures(40), evidence=b.evidence(60), approver=None)
    return pages(render(dossier, fonts=fonts).pdf)


@pytest.fixture(scope="module")
def short(fonts: Path) -> list[Page]:
    """An acceptance report of an issuer whose name fits the seal's place."""
    return pages(render(b.acceptance(), fonts=fonts).pdf)


def full(report: list[Page]) -> list[Page]:
    """Pages filled to the foot with nothing but body text of 16 points."""
    texts = [page for page in report if page.body() and not page.rules and all(each.size == 16 for each in page.body())]
    return [page for page in texts if page.body()[-1].baseline > 262 - PITCH]


def upright(line: Line, share: float = 0.88) -> float:
    """The upper edge of a line's characters: a Chinese glyph reaches about 0.88 of its size above the baseline."""
    return line.baseline - share * line.size / MM


def digest(line: Line) -> int:
    """How many digits of a digest of the evidence table stand on a line."""
    digits = [mark for mark in line.marks if mark.size == 7.5 and mark.left > 130]
    return len(digits) if all(mark.text in "0123456789abcdef" for mark in digits) else 0


def test_paper_is_a4_and_margins_are_kept_within_half_a_millimetre(report: list[Page]) -> None:
    """5.1, 5.2.1: 210 × 297 mm; top 37 mm, binding edge 28 mm, type area 156 × 225 mm."""
    for page in report:
        assert (page.width, page.height) == (pytest.approx(210, abs=0.5), pytest.approx(297, abs=0.5))
        for line in page.body():
            assert line.left >= page.inner - 0.5, (page.number, line.text)
            assert line.right <= page.inner + 156.5, (page.number, line.text)
            assert upright(line) >= 37, (page.number, line.text)
    for page in full(report):
        assert min(line.left for line in page.body()) == pytest.approx(page.inner, abs=0.5)
        assert max(line.right for line in page.body()) == pytest.approx(page.inner + 156, abs=0.5)


def test_a_full_page_has_22_lines_of_28_characters(report: list[Page]) -> None:
    """5.2.2: 22 lines of 28 characters, size 3 (16 pt), filling the type area."""
    assert len(full(report)) >= 2
    for page in full(report):
        body = page.body()
        assert len(body) == 22
        assert {round(below.baseline - above.baseline, 1) for above, below in pairwise(body)} == {round(PITCH, 1)}
    lengths = [len(line.text) for page in full(report) for line in page.body() if not FIGURES.search(line.text)]
    flush = [length for length in lengths if length > 25]
    assert max(flush) == 28, "a line may be stretched where a mark must not begin the next, never squeezed"
    assert flush.count(28) > 0.7 * len(flush)


def test_the_issuers_mark_is_red_centred_and_35_millimetres_down(report: list[Page]) -> None:
    """7.2.4: 小标宋, red, 35 mm below the upper edge of the type area."""
    marks = [line for line in report[0].body() if line.marks[0].red]
    assert marks
    for line in marks:
        assert "XiaoBiaoSong" in line.face
        assert (line.left + line.right) / 2 == pytest.approx(106, abs=0.5)
        assert line.left >= 28
    assert 72 <= upright(marks[0]) <= 73.8


def test_the_number_stands_under_the_mark_and_four_millimetres_above_the_red_rule(report: list[Page]) -> None:
    """7.2.5, 7.2.7: two lines below the mark, no 第 and no padding; the rule is as wide as the type area."""
    first = report[0]
    [number] = [line for line in first.body() if re.search(r"〔\d{4}〕[1-9]\d*号$", line.text)]
    mark = max((line for line in first.body() if line.marks[0].red), key=lambda line: line.baseline)
    assert not number.text.startswith("第")
    assert (number.left + number.right) / 2 == pytest.approx(106, abs=0.5)
    assert 2 * PITCH <= upright(number) - mark.baseline <= 3.2 * PITCH
    rule = min((each for each in first.rules if each.red and each.across), key=lambda each: each.top)
    assert (rule.left, rule.right) == (pytest.approx(28, abs=0.5), pytest.approx(184, abs=0.5))
    assert rule.top - (number.baseline + 0.12 * CHARACTER) == pytest.approx(4, abs=0.5)


def test_an_upward_paper_has_its_number_left_and_the_approver_right(fonts: Path) -> None:
    """7.2.5: one character from the left edge; 7.2.6: 签发人 one character from the right edge, the name in 楷体."""
    first = pages(render(b.closure(issuer=b.LEAD, number="潍建督〔2026〕1号", approver="王昇"), fonts=fonts).pdf)[0]
    [line] = [each for each in first.body() if "签发人：" in each.text]
    assert line.left == pytest.approx(28 + CHARACTER, abs=0.6)
    assert line.right == pytest.approx(184 - CHARACTER, abs=0.6)
    assert "KaiTi" in line.marks[-2].face


def test_the_title_is_size_2_centred_and_its_upper_line_is_not_the_shorter_one(report: list[Page]) -> None:
    """7.3.1: 小标宋 22 pt, two lines below the rule, centred, broken between words."""
    first = report[0]
    title = [line for line in first.body() if line.size == 22 and not line.marks[0].red]
    rule = next(each for each in first.rules if each.red)
    assert title
    assert all("XiaoBiaoSong" in line.face for line in title)
    assert all((line.left + line.right) / 2 == pytest.approx(106, abs=0.6) for line in title)
    assert 2 * PITCH <= upright(title[0]) - rule.bottom <= 2.6 * PITCH


def test_body_levels_have_their_faces_and_no_heading_ends_a_page(report: list[Page]) -> None:
    """7.3.3: 一、黑体, （一）楷体, text 仿宋, indented by two characters."""
    for page in report:
        headings = [line for line in page.body() if line.size == 16 and HEADING.match(line.text)]
        for line in headings:
            assert ("HeiTi" if line.text.startswith(tuple("一二三四五六七八九十")) else "KaiTi") in line.face, line.text
            assert line.left == pytest.approx(page.inner + 2 * CHARACTER, abs=0.5)
            assert line is not page.body()[-1], (page.number, line.text)


def test_no_line_begins_with_a_mark_that_closes(report: list[Page], short: list[Page]) -> None:
    """Line-start prohibition (GB/T 15834-2011, 5.1.10): no comma, full stop or closing bracket begins a line."""
    for page in (*report, *short):
        for line in page.body():
            if line.size == 16:
                assert line.text[0] not in NEVER_FIRST, (page.number, line.text)
                assert line.text[-1] not in "“‘（《〈「『【〔", (page.number, line.text)


def test_tables_repeat_their_heads_and_keep_their_rows_whole(report: list[Page]) -> None:
    spread = [page for page in report if any(digest(line) for line in page.body())]
    assert len(spread) >= 3
    for page in spread:
        assert any("校验值" in line.text for line in page.body()), page.number
        digits = sum(digest(line) for line in page.body())
        assert digits % 64 == 0, f"a row is cut on page {page.number}"


def test_the_date_stands_four_characters_from_the_right_with_the_name_centred_over_it(short: list[Page]) -> None:
    """7.3.5.1, with a seal; the place for it is left free, no seal is drawn."""
    lines = [line for page in short for line in page.body()]
    place = max(n for n, line in enumerate(lines) if re.fullmatch(r"\d{4}年[1-9]\d?月[1-9]\d?日", line.text))
    page = next(each for each in short if lines[place] in each.body())
    day = lines[place]
    name = next(line for line in reversed(lines[:place]) if line.text == b.LEAD)
    assert day.right == pytest.approx(page.inner + 156 - 4 * CHARACTER, abs=1)
    assert (name.left + name.right) / 2 == pytest.approx((day.left + day.right) / 2, abs=0.6)
    assert day.baseline - name.baseline == pytest.approx(PITCH, abs=0.3)


def test_page_numbers_stand_on_the_outer_side_seven_millimetres_below(report: list[Page]) -> None:
    """7.5: 14 pt 宋体 between dashes, one character from the outer edge."""
    one = 14 / MM
    for page in report:
        [number] = [line for line in page.lines if line.baseline > 262.5]
        assert number.text.replace(" ", "") == f"—{page.number}—"
        assert (number.size, "SongTi" in number.face) == (14, True)
        assert upright(number) - 262 == pytest.approx(7, abs=0.5)
        if page.odd:
            assert number.right == pytest.approx(184 - one, abs=0.5)
        else:
            assert number.left == pytest.approx(26 + one, abs=0.5)


def test_the_version_block_ends_on_the_last_line_of_the_last_page(report: list[Page]) -> None:
    """7.4: rules as wide as the type area, the outer ones 0.35 mm, the inner one 0.25 mm; 14 pt."""
    last = report[-1]
    wide = [rule for rule in last.rules if rule.across and rule.right - rule.left > 155]
    edges = sorted({round(edge, 2) for rule in wide for edge in (rule.top, rule.bottom) if edge > 200})
    assert edges[-1] == pytest.approx(262, abs=0.5)
    assert [round(edges[n + 1] - edges[n], 2) for n in (0, 2, 4)] == [0.35, 0.25, 0.35]
    issued = next(line for line in last.body() if line.text.endswith("印发"))
    assert issued.size == 14
    assert issued.right == pytest.approx(last.inner + 156 - 14 / MM, abs=0.8)
    assert not any("印发" in line.text for page in report[:-1] for line in page.body() if line.size == 14)


def test_dates_have_no_padding(report: list[Page]) -> None:
    """7.3.5.4: Arabic figures, no leading zero."""
    said = "".join(line.text for page in report for line in page.body() if line.size == 16)
    assert not re.search(r"年0\d月|月0\d日", said)
    assert f"{date(2026, 1, 1).year}年" in said

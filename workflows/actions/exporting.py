"""Taking a list out of the system, which is put on record: who took how many lines, narrowed how."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from workflows.actions import who
from workflows.plans import sheet_writing
from workflows.plans.sheet_writing import Cell
from workflows.queries import ageing, ages, comparing, timetable
from workflows.queries.exported import HEAD, WIDTHS, exported_rows
from workflows.queries.list_values import Filters
from workflows.queries.timetable_values import Asked
from workflows.rules.errors import NotFound

ENDINGS = ("xlsx", "csv")
AGE_HEAD = ("按", "名称", *(ages.bucket_words(each) for each in ages.BUCKETS), "合计")
AGE_WIDTHS = (8, 32, *(12 for _ in ages.BUCKETS), 10)
UNIT_HEAD = (
    "单位",
    "问题",
    "未销号",
    "超期",
    "被退回过",
    "退回占比（%）",
    "已销号",
    "销号用时中位数（天）",
    "抽查不合格",
)
DUE_HEAD = ("编号", "问题", "责任单位", "列入清单", "整改时限", "时限原文", "时限情况", "完成整改日期", "措施时限")
DUE_WIDTHS = (10, 36, 24, 12, 12, 20, 18, 12, 48)
UNIT_WIDTHS = (32, 10, 10, 10, 12, 14, 10, 20, 12)


def export_list(session: Session, *, filters: Filters, ending: str, by: UUID, at: datetime) -> bytes:
    """What this person sees in the list under these filters, as a file. Raises NotFound for another kind of file."""
    if ending not in ENDINGS:
        raise NotFound(what="这种格式")
    rows = exported_rows(session, person_id=by, filters=filters, at=at)
    chosen = "、".join(f"{key}={value}" for key, value in asdict(filters).items() if value)
    _note(session, rows, ending, chosen or "全部", by, at)
    return _written("问题清单", HEAD, WIDTHS, rows, ending)


def export_ageing(session: Session, *, list_id: str, of: str, ending: str, by: UUID, at: datetime) -> bytes:
    """How long things have stood, as a file. Raises NotFound for another kind of file, NotVisible outside the whole city."""
    if ending not in ENDINGS:
        raise NotFound(what="这种格式")
    page = ageing.ageing(session, person_id=by, list_id=list_id, of=of, at=at)
    rows: list[tuple[Cell, ...]] = [
        (kind, row.name, *row.counts, row.total)
        for kind, those in (("环节", page.boxes), ("单位", page.units))
        for row in those
    ]
    since = "在现环节" if page.of == "box" else "列入清单以来"
    _note(session, rows, ending, f"停留时间（{since}），{page.lists.name}", by, at)
    return _written("停留时间", AGE_HEAD, AGE_WIDTHS, rows, ending)


def export_comparison(
    session: Session, *, list_id: str, sort: str, down: bool, ending: str, by: UUID, at: datetime
) -> bytes:
    """The units side by side, as a file. Raises as `export_ageing`."""
    if ending not in ENDINGS:
        raise NotFound(what="这种格式")
    page = comparing.comparison(session, person_id=by, list_id=list_id, sort=sort, down=down, at=at)
    rows = [
        (
            *(row.name, row.total, row.unclosed, row.late, row.returned, f"{row.share:.0f}", row.closed),
            "" if row.days is None else f"{row.days:g}",
            row.audit_failed,
        )
        for row in page.rows
    ]
    _note(session, rows, ending, f"单位对比，{page.lists.name}", by, at)
    return _written("单位对比", UNIT_HEAD, UNIT_WIDTHS, rows, ending)


def export_deadlines(session: Session, *, asked: Asked, ending: str, by: UUID, at: datetime) -> bytes:
    """The chart of deadlines as a file, all pages of it, with the days of the measures where they were asked for. Raises as `export_ageing`."""
    if ending not in ENDINGS:
        raise NotFound(what="这种格式")
    lists, found = timetable.whole_timetable(session, person_id=by, asked=asked, at=at)
    rows: list[tuple[Cell, ...]] = [
        (
            *(row.number, row.title, row.unit, row.opened_on, row.due_on, row.raw, row.lamp.words, row.rectified_on),
            "\n".join(f"{each.due_on.isoformat()} {each.text}" for each in row.measures),
        )
        for row in found
    ]
    said = "、".join(f"{key}={value}" for key, value in asdict(asked).items() if value and key in ("unit_id", "state"))
    _note(session, rows, ending, "，".join(each for each in ("时限图", lists.name, said) if each), by, at)
    return _written("时限", DUE_HEAD, DUE_WIDTHS, rows, ending)


def _note(session: Session, rows: Sequence[object], ending: str, filters: str, by: UUID, at: datetime) -> None:
    facts = {"count": len(rows), "ending": ending, "filters": filters}
    who.note(session, "list:exported", case=None, by=who.actor(session, by, at), at=at, **facts)


def _written(
    title: str, head: Sequence[str], widths: Sequence[int], rows: Sequence[Sequence[Cell]], ending: str
) -> bytes:
    if ending == "csv":
        return sheet_writing.comma_separated(head, rows)
    return sheet_writing.spreadsheet(title, head, widths, rows)

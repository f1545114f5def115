"""The header of a register: which column holds which field, told by the words above it, over one row or two."""

from __future__ import annotations

import re
from dataclasses import dataclass

from workflows.plans.han import both, simplified
from workflows.plans.labels import LABELS
from workflows.plans.sources import Cell
from workflows.plans.tables.grid import Grid

_ONLY_IN_TABLES: dict[str, str] = {
    "text": "问题表述 问题清单 问题简述 问题概述 督察问题 反馈问题内容 工作任务 重点任务 主要任务 任务 任务名称 任务清单 事项 整改事项"
    " 主要内容 内容 工作内容 整改内容",
    "responsible_units": "责任 承办部门 责任处室 落实单位 负责单位 负责部门",
    "lead_units": "牵头",
    "participating_units": "配合 参与 协同部门 协办部门",
    "supervising_units": "督导 督办 监管单位",
    "responsible_persons": "负责人 主要负责人 包保责任人",
    "lead_persons": "牵头领导 分管领导",
    "deadline": "期限 时间 时间节点 完成时间节点 截止时间 截止日期 完成日期 整改时间节点 办理时限 整改完成期限",
    "target": "预期目标 整改标准 验收标准 销号标准 验收销号标准 目标要求",
    "measures": "整改举措 工作举措 举措 推进措施 整改任务及措施 落实措施 任务措施",
    "progress": "进展 整改进度 进度 工作进度 目前进展 整改结果 整改现状 最新进展 完成进度",
}
_FIELD_OF = {name: field for field, names in LABELS.items() for name in names} | {
    name: field for field, names in _ONLY_IN_TABLES.items() for name in names.split()
}
_ENDINGS = sorted((name for name in _FIELD_OF if len(name) >= 3), key=len, reverse=True)
_NUMBER = both(
    r"(?P<level>中央|[国省市县区镇])?(?:级|督察|整改)?(?P<kind>问题|任务|整改任务|反馈问题|事项)?(?:序号|编号|代码|顺序号)$|^(?P<bare>号|序|No\.?)$"
)
_CODE = both(r"(?:受理|交办|转办|信访|举报|投诉|案件|来件|案卷|台账|清单)(?:件)?(?:编号|序号|号码|号)$")
_REPORTED = both(
    r"(?:群众|来电|来信|环境)*(?:信访|举报|投诉|反映|交办|转办|来访)(?:信访|举报|投诉|反映|的)*(?:主要|环境)?(?:问题|事项|诉求|内容|情况)?(?:基本|主要|简要)?(?:情况|内容|摘要|描述)?$"
)
_AREA = both(r"(?:问题|整改|任务|所属)?(?:类别|领域|方面|分类|门类)$")
_LAST_WORD = {
    "问题": "text",
    "进展": "progress",
    "措施": "measures",
    "目标": "target",
    "时限": "deadline",
    "期限": "deadline",
}
_OTHERWISE = both(r"(?:是否|有无|其他|其它|同类|问责|追责|处罚|惩处|应急|监管|公示|上报|报送|验收|销号)")
_JOINT = both(r"(?P<first>.{2,8}?)[及和与、](?P<also>.{2,6})")
_STANDARD = both(r"标准$")
_BRACKETED = re.compile(r"[（(\[【][^）)\]】]*[）)\]】]")
_QUALIFIER = both(r"^(?:省级|市级|县级|区级|市直|县区级|具体|主要|整改|拟|计划|最终|现)+")
_LONGEST = 20  # characters of a column's heading
_LOOKED_AT = 40  # rows: a title, a note and the header stand at the top
NUMBER, AREA = "number", "area"
_HEAD = frozenset({"text", "measures", "target"})
_BESIDE = frozenset(LABELS) - {"text"}


@dataclass(frozen=True)
class Header:
    """Rows `first` to `last` of a grid are the header. `fields` maps a column to its field: one of LABELS, `number`, `number:市`, `area`."""

    first: int
    last: int
    fields: dict[int, str]
    labels: dict[int, str]  # column → the words above it
    dated: frozenset[int] = frozenset()  # columns of measures whose heading promises days too: 整改措施及时限

    def columns(self, field: str) -> list[int]:
        return [column for column, name in self.fields.items() if name == field]


def field_of(words: str) -> str | None:
    """The field a column's heading names; None for other words."""
    printed = simplified("".join(_BRACKETED.sub("", "".join(words.split())).split())).strip("*＊：:、")
    if not 0 < len(printed) <= _LONGEST:
        return None
    if match := _NUMBER.match(printed):
        return f"{NUMBER}:{match['level']}" if match["level"] else f"{NUMBER}!" if match["kind"] else NUMBER
    if match := _CODE.match(printed):
        return f"{NUMBER}:{printed}"
    if _AREA.match(printed):
        return AREA
    for name in (printed, _QUALIFIER.sub("", printed)):
        if name in _FIELD_OF:
            return _FIELD_OF[name]
    if joint := _joint(printed):
        return joint[0]
    if _REPORTED.match(printed):
        return "text"
    named = next((name for name in _ENDINGS if printed.endswith(name) and len(printed) <= len(name) + 6), None)
    return _FIELD_OF[named] if named else _by_last_word(printed)


def _by_last_word(printed: str) -> str | None:
    """一季度进展, 突出环境问题: the last word alone, where what stands before it only narrows it."""
    return _LAST_WORD.get(printed[-2:]) if len(printed) <= 10 and not _OTHERWISE.match(printed) else None


def _joint(printed: str) -> tuple[str, str] | None:
    """The two fields of a heading that names two: 整改措施及时限. The first one's words are what the column holds."""
    match = _JOINT.fullmatch(printed)
    first, also = (field_of(match["first"]), field_of(match["also"])) if match else (None, None)
    return (first, also) if first and also and first != also else None


def header_of(grid: Grid) -> Header | None:
    """The first rows that name a register's columns; None when the table is no register."""
    for row in sorted(grid.rows)[:_LOOKED_AT]:
        if (header := _header_at(grid, row)) and _is_register(header):
            return header
    return None


def repeats(header: Header, cells: tuple[Cell, ...]) -> bool:
    """Whether a row only says the header again, as at the top of a new page."""
    again = [cell for cell in cells if header.labels.get(cell.column) == _words(cell)]
    return len(again) >= 2 and len(again) * 2 > len(cells)


def _header_at(grid: Grid, row: int) -> Header | None:
    cells = grid.rows.get(row, ())
    if len(cells) < 3 and grid.width >= 3 and sum(cell.columns for cell in cells) < 3:
        return None
    last = _last_row(grid, row, cells)
    fields: dict[int, str] = {}
    labels: dict[int, str] = {}
    for column in range(grid.width):
        stacked = [cell for each in range(last, row - 1, -1) if (cell := grid.at(each, column)) and cell.row >= row]
        named = [(_words(cell), field_of(cell.text)) for cell in dict.fromkeys(stacked) if cell.text]
        if named:
            labels[column] = named[0][0]
        if field := next((field for _, field in named if field), None):
            fields[column] = field
    dated = frozenset(
        column for column, words in labels.items() if _joint(simplified(words)) == ("measures", "deadline")
    )
    return Header(row, last, _one_target(_one_number(fields), labels), labels, dated)


def _last_row(grid: Grid, row: int, cells: tuple[Cell, ...]) -> int:
    """A heading over several columns has its own headings below it."""
    tall = max((cell.rows for cell in cells), default=1)
    below = grid.rows.get(row + 1, ())
    wide = [cell for cell in cells if 1 < cell.columns < grid.width]
    if tall == 1 and wide and any(field_of(cell.text) for cell in below if any(_under(cell, over) for over in wide)):
        return row + 1
    return row + min(tall, 3) - 1


def _under(cell: Cell, over: Cell) -> bool:
    return over.column <= cell.column < over.column + over.columns


def _words(cell: Cell) -> str:
    return "".join(cell.text.split())


def _one_number(fields: dict[int, str]) -> dict[int, str]:
    """Of several numbers the problem's own is the number (问题编号 before 序号, both before 市序号); the others are numbers at their levels."""
    numbered = [column for column, field in fields.items() if field.startswith(NUMBER)]
    if not numbered:
        return fields
    ranked = sorted(numbered, key=lambda column: (fields[column] != f"{NUMBER}!", ":" in fields[column], column))
    return fields | {ranked[0]: NUMBER} | {column: fields[column].replace("!", "") for column in ranked[1:]}


def _one_target(fields: dict[int, str], labels: dict[int, str]) -> dict[int, str]:
    """Beside a column of targets, how their being met is judged (验收标准) is no target."""
    targets = [column for column, field in fields.items() if field == "target"]
    standards = {column for column in targets if _STANDARD.search(labels[column])}
    if len(standards) == len(targets):
        return fields
    return {column: field for column, field in fields.items() if column not in standards}


def _is_register(header: Header) -> bool:
    found = set(header.fields.values())
    return bool(found & _HEAD) and len(found & (_HEAD | _BESIDE)) >= 2

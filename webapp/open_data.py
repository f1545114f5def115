"""Published lists for machines: CSV, JSON and an Atom feed. The same columns in both, named once."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from xml.etree import ElementTree

from workflows.plans.sheet_writing import comma_separated
from workflows.queries.published_values import Happening, PublishedList, PublishedProblem
from workflows.rules.deadlines import CITY_ZONE

COLUMNS = (
    ("number", "编号", "方案中印的编号"),
    ("title", "问题", "问题的标题"),
    ("area", "领域", "方案中的分类"),
    ("units", "责任单位", "多个单位用顿号隔开"),
    ("due_on", "整改时限", "年-月-日；方案没有写明日期的为空"),
    ("deadline", "时限原文", "方案的原话"),
    (
        "state",
        "状态代码",
        "open 整改中，rectified 已完成整改，closed 已销号，reopened 重新整改，suspended 暂停办理，cancelled 已撤销或并案",
    ),
    ("state_words", "状态", "中文"),
    ("rectified_on", "完成整改日期", "责任单位整改完成并经自查的日期；不等于销号"),
    ("closed_on", "销号日期", "从清单上划掉的日期"),
)
"""Name in JSON, heading in CSV, what it means."""
ATOM = "http://www.w3.org/2005/Atom"
SCHEMA = 1


def as_csv(about: PublishedList, rows: Sequence[PublishedProblem]) -> bytes:
    """UTF-8 with a byte-order mark; the list's name in the first column."""
    head = ["清单", *(heading for _, heading, _ in COLUMNS)]
    return comma_separated(head, [[about.name, *(getattr(row, name) for name, _, _ in COLUMNS)] for row in rows])


def as_json(about: PublishedList, rows: Sequence[PublishedProblem], *, at: datetime) -> bytes:
    """One object with `schema`, `made_at`, `list` and `problems`; dates as ISO 8601."""
    said = {
        "schema": SCHEMA,
        "made_at": at.astimezone(CITY_ZONE).isoformat(timespec="seconds"),
        "list": {"id": str(about.id), "name": about.name, "inspection": about.inspection, "withheld": about.withheld},
        "problems": [
            {"id": str(row.id), **{name: _plain(getattr(row, name)) for name, _, _ in COLUMNS}} for row in rows
        ],
    }
    return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()


def as_atom(happenings: Sequence[Happening], *, base: str, office: str, at: datetime) -> bytes:
    """A feed (RFC 4287) whose entries keep their ids for ever. `base` is the address of the site."""
    ElementTree.register_namespace("", ATOM)
    feed = ElementTree.Element(_tag("feed"), {"{http://www.w3.org/XML/1998/namespace}lang": "zh-CN"})
    _add(feed, "title", "公示和销号")
    _add(feed, "id", f"{base}/public/feed.atom")
    _add(feed, "updated", _moment(happenings[0].at if happenings else at))
    _link(feed, f"{base}/public/feed.atom", rel="self", type="application/atom+xml")
    _link(feed, f"{base}/public", rel="alternate", type="text/html")
    _add(ElementTree.SubElement(feed, _tag("author")), "name", office)
    for each in happenings:
        _entry(feed, each, base)
    return bytes(ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True))


def _entry(feed: ElementTree.Element, each: Happening, base: str) -> None:
    entry = ElementTree.SubElement(feed, _tag("entry"))
    _add(entry, "title", each.title)
    _add(entry, "id", each.id)
    _add(entry, "updated", _moment(each.at))
    _add(entry, "published", _moment(each.at))
    path = f"notices/{each.notice_id}" if each.notice_id else f"problems/{each.problem_id}"
    _link(entry, f"{base}/public/{path}", rel="alternate", type="text/html")
    for category in each.categories:
        ElementTree.SubElement(entry, _tag("category"), {"term": category})
    _add(entry, "summary", each.summary)


def _tag(name: str) -> str:
    return f"{{{ATOM}}}{name}"


def _add(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, _tag(name)).text = "".join(each for each in text if each >= " " or each in "\n\t")


def _link(parent: ElementTree.Element, href: str, **attributes: str) -> None:
    ElementTree.SubElement(parent, _tag("link"), {**attributes, "href": href})


def _moment(at: datetime) -> str:
    return at.astimezone(CITY_ZONE).isoformat(timespec="seconds")


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value

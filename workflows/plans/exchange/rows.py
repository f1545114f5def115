"""Problems to rows: the first row of a problem holds what is its own and its first measure, each further measure has a row."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence

from workflows.plans.decode import HARMLESS_CONTROLS
from workflows.plans.exchange.layout import COLUMNS, EXPLANATION, HEADING_OF, IMMEDIATE, LONG_TERM, OF_MEASURE, UNITS
from workflows.plans.lines import stripped_line
from workflows.plans.reading import Deadline, MeasureReading, ProblemReading
from workflows.rules.errors import Refusal

Entry = Mapping[str, str]
"""Column's key → its words; lines are divided by a line feed, an empty field is absent."""


class Unwritable(Refusal):
    """编号 {number} 的“{field}”{why}，没有写出文件。请先更正这一处。
    The field {key} of problem {number} cannot be written ({english}); no file was made.
    """

    code = "unwritable"


def entries_of(problem: ProblemReading) -> Iterator[Entry]:
    """The rows of one problem. Raises Unwritable for characters no file can hold."""
    whole = {
        "number": problem.number,
        "area": problem.area or "",
        "text": problem.text,
        "target": problem.target or "",
        **{part: "\n".join(getattr(problem, part)) for part in UNITS},
        "responsible_persons": problem.responsible_persons or "",
        **_deadline(problem.deadline),
        "progress": problem.progress or "",
        "number_raw": problem.number_raw or "",
        "numbers": "\n".join(f"{each.level}：{each.value}" for each in problem.numbers),
    }
    first, *rest = [_measure(each) for each in problem.measures] or [{}]
    for entry in ({**whole, **first}, *rest):
        yield {key: words for key, raw in entry.items() if (words := _words(raw, key, problem.number))}


def table_of(title: str | None, problems: Iterable[ProblemReading]) -> Iterator[Sequence[str]]:
    """The whole register as rows of a table: its title, the explanation, the headings, then the problems."""
    if title:
        yield [_words(title, "title", "—")]
    yield [EXPLANATION]
    yield [column.heading for column in COLUMNS]
    for problem in problems:
        for entry in entries_of(problem):
            yield [entry.get(column.key, "") for column in COLUMNS]


def _measure(measure: MeasureReading) -> dict[str, str]:
    own = {"text": measure.text, **_deadline(measure.deadline), "units": "\n".join(measure.units)}
    return {f"{OF_MEASURE}{key}": words for key, words in own.items()}


def _deadline(deadline: Deadline | None) -> dict[str, str]:
    if deadline is None:
        return {}
    day = deadline.date.isoformat() if deadline.date else ""
    nature = [name for name, holds in ((LONG_TERM, deadline.long_term), (IMMEDIATE, deadline.immediate)) if holds]
    return {"deadline": deadline.raw or day, "date": day, "nature": "\n".join(nature)}


def _words(raw: str, key: str, number: str) -> str:
    """As the reader gives words back: lines without blanks around them, none empty."""
    broken = raw.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n")
    if not broken.replace("\n", "").isprintable():
        _check(broken, key, number)
    return "\n".join(line for each in broken.split("\n") if (line := stripped_line(each)))


def _check(words: str, key: str, number: str) -> None:
    for character in words:
        if unicodedata.category(character) in ("Cc", "Cs", "Cn") and character not in HARMLESS_CONTROLS:
            code = f"U+{ord(character):04X}"
            raise Unwritable(
                number=number,
                field=HEADING_OF.get(key, "标题"),
                key=key,
                why=f"里有不能写进文件的字符 {code}",
                english=f"character {code}",
            )

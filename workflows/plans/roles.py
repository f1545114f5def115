"""A segment: one field's words on one line; and the lists of units whose words say themselves who leads and who helps."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from workflows.plans.day_clauses import split_day
from workflows.plans.han import both, simplified

_BETWEEN = " \t\u3000；;，,、"
_ROLES = {
    "牵头": "lead_units",
    "责任": "responsible_units",
    "配合": "participating_units",
    "参与": "participating_units",
    "协办": "participating_units",
    "督导": "supervising_units",
}
_ROLE = both(r"(?:^|(?<=[；;，,、。\s]))(?P<role>牵头|责任|配合|参与|协办|督导)[：:]\s*")
_PERSON = re.compile(r"[ \t\u3000]+(?P<name>[\u4e00-\u9fa5]{2,4})$")


@dataclass(frozen=True, kw_only=True)
class Segment:
    """Words of one field on one line. `field` is None for words no field takes, with the reason in `why`.

    `group` joins a measure with the units and the day that are its own (a bracket behind it, cells of its row); 0 is the problem as a whole.
    """

    field: str | None
    line: int
    text: str
    opens: bool = False  # a label stands before it
    in_brackets: bool = False
    why: str = ""
    group: int = 0
    also: str | None = None  # the other field its label names: 整改措施及时限, 责任单位及责任人


def roles_in(segment: Segment) -> list[Segment]:
    """牵头：市水务局；配合：市财政局 among the units, and the person behind a unit where the label names both."""
    if not (segment.field or "").endswith("_units"):
        return [segment]
    units, day = split_day(segment.text)
    if units and day:
        return [*roles_in(replace(segment, text=units)), replace(segment, field="deadline", text=day)]
    if segment.also == "responsible_persons" and (match := _PERSON.search(segment.text)):
        unit = replace(segment, text=segment.text[: match.start()].strip(_BETWEEN))
        return [*roles_in(replace(unit, also=None)), replace(segment, field="responsible_persons", text=match["name"])]
    roles = list(_ROLE.finditer(segment.text))
    if not roles:
        return [segment]
    before = segment.text[: roles[0].start()].strip(_BETWEEN)
    ends = [match.start() for match in roles[1:]] + [len(segment.text)]
    named = [
        replace(
            segment,
            field=_ROLES[simplified(match["role"])],
            text=segment.text[match.end() : end].strip(_BETWEEN),
            opens=True,
        )
        for match, end in zip(roles, ends, strict=True)
    ]
    return [*([replace(segment, text=before)] if before else []), *named]

"""Sign-offs as people read them: who decided what, in which capacity, in their own words."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from workflows.forms import Form, Option
from workflows.queries import diagrams
from workflows.queries.values import Opinion
from workflows.records import Case, CaseMove, SignOff, Withdrawal
from workflows.rules.roles import ROLES

VERDICTS = ("confirmed", "not_confirmed")
"""What somebody found who looked; the unit's own *done* is a claim, not a finding."""


@dataclass(frozen=True, kw_only=True)
class Signed:
    """A sign-off with its form: the values as submitted, the words of the decision, whether it sent the case back."""

    row: SignOff
    box_name: str
    form: Form
    values: Mapping[str, Any]

    @property
    def decision(self) -> str:
        """The chosen option in Chinese; the box's own name where nothing was to be chosen."""
        return decision_words(self.form, self.values) or self.box_name

    @property
    def passed(self) -> bool | None:
        """None where the box decides nothing, False where the case was sent back."""
        return None if "decision" not in self.values else not is_return(self.form, self.values)

    @property
    def text(self) -> str:
        """What the person wrote."""
        return main_text(self.form, self.values)


def is_return(form: Form, values: Mapping[str, Any]) -> bool:
    """Whether the chosen option sends the case back: the form says so of it."""
    option = form.decision(values)
    return option is not None and option.returns


def decision_words(form: Form, values: Mapping[str, Any]) -> str:
    """The chosen option in Chinese, with the box a return goes to where the form asks for it; empty when it asks for no decision."""
    option = form.decision(values)
    if option is None:
        return ""
    target = returned_to(form, values)
    return f"{option.label}：{target.label}" if target else option.label


def returned_to(form: Form, values: Mapping[str, Any]) -> Option | None:
    """The box somebody chose to send the case back to; None where nothing is sent back, or the diagram alone says where to."""
    if not is_return(form, values):
        return None
    asked = next((field for field in form.fields if field.widget == "return_to"), None)
    return asked.option(values.get(asked.name)) if asked else None


def main_text(form: Form, values: Mapping[str, Any]) -> str:
    """What the person wrote: the reason of a return, else the first paragraphs of the form that are filled."""
    if is_return(form, values):
        return str(values["reason"])
    texts = (values.get(field.name) for field in form.fields if field.widget == "paragraphs" and field.name != "reason")
    return str(next((text for text in texts if text), ""))


def written(signed: Signed) -> str:
    """What the person wrote of what they found, also where `text` is the reason of a return."""
    texts = (
        signed.values.get(field.name)
        for field in signed.form.fields
        if field.widget == "paragraphs" and field.name != "reason"
    )
    return str(next((text for text in texts if text), ""))


def choice_words(signed: Signed, name: str) -> str:
    """The chosen option of a field in Chinese; empty when the form has no such field or nothing was chosen."""
    options = next((field.options for field in signed.form.fields if field.name == name), ())
    return next((option.label for option in options if option.value == signed.values.get(name)), "")


def day_on_site(signed: Signed) -> date | None:
    """The day the form asks for besides a new deadline: when it was checked, inspected, audited."""
    for field in signed.form.fields:
        if field.widget == "date" and field.name != "due_on" and signed.values.get(field.name):
            return date.fromisoformat(str(signed.values[field.name]))
    return None


def taking_part(signed: Signed) -> tuple[str, ...]:
    """The people the form names, as they are printed: name, then unit and post in brackets."""
    rows = [
        row for field in signed.form.fields if field.widget == "people" for row in signed.values.get(field.name) or ()
    ]
    return tuple(_printed(row) for row in rows)


def _printed(row: Mapping[str, Any]) -> str:
    about = "，".join(str(row[key]) for key in ("unit", "title") if row.get(key))
    return f"{row['name']}（{about}）" if about else str(row["name"])


def of_case(session: Session, case: Case) -> list[Signed]:
    """Every sign-off of a case, oldest first."""
    rows = session.scalars(
        select(SignOff)
        .where(SignOff.case_id == case.id, SignOff.id.not_in(select(Withdrawal.sign_off_id)))
        .options(joinedload(SignOff.person), joinedload(SignOff.for_person), joinedload(SignOff.unit))
        .order_by(SignOff.at, SignOff.id)
    )
    moves = diagrams.moves_of(session, case)
    return [_signed(session, case, moves, row) for row in rows]


def signer_name(row: SignOff) -> str:
    """Who signed, and for whom where they stood in for somebody: 周敏（代马东）."""
    return f"{row.person.name}（代{row.for_person.name}）" if row.for_person else row.person.name


def shown(signed: Signed) -> Opinion:
    """The sign-off as a screen shows it."""
    row = signed.row
    return Opinion(
        at=row.at,
        person=signer_name(row),
        unit=row.unit.name if row.unit else "",
        capacity=ROLES[row.role].name,
        box_name=signed.box_name,
        decision=signed.decision,
        text=signed.text,
    )


class OnMeasure(NamedTuple):
    """What somebody found of a measure: confirmed or not_confirmed (empty: nobody looked), their note, and at which box."""

    verdict: str = ""
    note: str = ""
    box: str = ""


def values_of(row: SignOff) -> Mapping[str, Any]:
    """The form of a sign-off as it was submitted."""
    values: dict[str, Any] = json.loads(row.values)
    return values


def findings(signed: list[Signed]) -> dict[str, OnMeasure]:
    """The last finding on each measure, by measure id. Later sign-offs outweigh earlier ones."""
    found: dict[str, OnMeasure] = {}
    for each in signed:
        for field in each.form.fields:
            if field.widget == "measure_checks":
                for check in each.values.get(field.name) or ():
                    if check["finding"] in VERDICTS:
                        note = str(check.get("note") or "")
                        found[str(check["measure"])] = OnMeasure(str(check["finding"]), note, each.row.box)
    return found


def _signed(session: Session, case: Case, moves: Sequence[CaseMove], row: SignOff) -> Signed:
    diagram_id, node = diagrams.node_then(session, case, moves, row.box, row.at)
    form = diagrams.form(session, diagram_id, node.properties.get("form", ""))
    return Signed(row=row, box_name=node.name, form=form, values=values_of(row))

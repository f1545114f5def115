"""Fields in which some of the problem's own units are chosen: whose answer is refused, who must do a box again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from workflows.forms import Field, Form
from workflows.queries import people
from workflows.rules.errors import FieldProblem


def asked_again(form: Form, values: Mapping[str, Any]) -> frozenset[UUID]:
    """The units that must do a box again, as a form names them; empty where it names none, or does not ask for them now."""
    return frozenset(UUID(str(value)) for field in _fields(form, values) for value in values.get(field.name) or ())


def strangers(session: Session, problem_id: UUID, form: Form, values: Mapping[str, Any]) -> list[FieldProblem]:
    """Each field in which a unit was chosen that has no such part in the problem."""
    fields = [field for field in _fields(form, values) if values.get(field.name)]
    involved = people.involvement(session, problem_id) if fields else {}
    known = {part: {str(unit) for unit in units} for part, units in involved.items()}
    return [
        FieldProblem(
            field=field.name,
            label=field.label,
            message=f"“{field.label}”里有一个单位不承担本问题的这项工作，请重新选择。",
        )
        for field in fields
        if not {str(value) for value in values[field.name]} <= known.get(field.part or "", set())
    ]


def _fields(form: Form, values: Mapping[str, Any]) -> list[Field]:
    chosen = (field for field in form.fields if field.widget == "problem_units")
    return [field for field in chosen if field.asked_when is None or field.asked_when.holds(values)]

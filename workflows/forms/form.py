"""A form that can be shown, read, checked and turned into facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.protocols import Validator

from workflows.forms.days import misplaced
from workflows.forms.fields import Field, Option
from workflows.forms.formats import FORMATS
from workflows.forms.given import facts_decided, facts_given
from workflows.forms.reading import read_fields
from workflows.forms.sentences import problems_of
from workflows.rules.errors import FieldProblem

Values = dict[str, Any]


@dataclass(frozen=True, kw_only=True, eq=False)
class Form:
    """One page of questions. `facts` names every fact that some way of filling the form can give."""

    key: str
    title: str
    description: str
    fields: tuple[Field, ...]
    schema: Mapping[str, Any]
    facts: frozenset[str]

    def field(self, name: str) -> Field | None:
        """The field with this name; None when the form does not ask for it."""
        return next((field for field in self.fields if field.name == name), None)

    def read(self, items: Mapping[str, list[str]]) -> Values:
        """The values of a submitted HTML form; blank fields and blank rows are left out. Only the shape is judged here.

        Rows are named `measures-0-text`. Raises InvalidInput for a name the form does not have, a single field sent
        twice, or more than 200 rows.
        """
        return read_fields(self.fields, items)

    def validate(self, values: Mapping[str, Any]) -> list[FieldProblem]:
        """Everything that must be corrected, in the order of the fields; empty when the values can be accepted."""
        return problems_of(self.fields, self._validator.iter_errors(values), values)

    def misplaced_days(self, values: Mapping[str, Any], today: date) -> list[FieldProblem]:
        """Days of valid values that cannot be: work done on a day to come, a new deadline that is over already."""
        return misplaced(self.fields, values, today)

    def facts_of(self, values: Mapping[str, Any]) -> dict[str, bool | str]:
        """What the diagram learns from accepted values.

        A date asked for only on a return is ignored when nothing is returned.
        """
        return facts_given(self.fields, values)

    def decision(self, values: Mapping[str, Any]) -> Option | None:
        """The option chosen in the field `decision`; None where the form asks for no decision."""
        field = self.field("decision")
        return field.option(values.get("decision")) if field else None

    @property
    def decided(self) -> frozenset[str]:
        """Of its facts, those that are yes or no: what several answers can be put together to."""
        return facts_decided(self.fields)

    @cached_property
    def _validator(self) -> Validator:
        return Draft202012Validator(dict(self.schema), format_checker=FORMATS)

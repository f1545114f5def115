"""Loading a form definition: from the text of a schema to a form, or to everything that is wrong with it."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any, NoReturn

from workflows.forms.checking import findings_of
from workflows.forms.errors import FormRefused
from workflows.forms.fields import fields_of
from workflows.forms.findings import finding
from workflows.forms.form import Form
from workflows.forms.given import facts_possible

_MAX_CHARACTERS = 200_000


@lru_cache(maxsize=256)
def load_form(text: str) -> Form:
    """The form a JSON Schema describes, read once per process. Raises FormRefused with every finding when it cannot be used."""
    schema = _parsed(text)
    findings = findings_of(schema)
    if findings:
        raise FormRefused(findings)
    fields = fields_of(schema)
    return Form(
        key=schema["$id"],
        title=schema["title"],
        description=schema.get("description", ""),
        fields=fields,
        schema=schema,
        facts=facts_possible(fields),
    )


def _parsed(text: str) -> dict[str, Any]:
    if len(text) > _MAX_CHARACTERS:
        _refuse("too-big", limit=_MAX_CHARACTERS)
    try:
        schema = json.loads(text, object_pairs_hook=_without_doubles)
    except json.JSONDecodeError as error:
        _refuse("not-json", line=error.lineno, why=error.msg)
    except RecursionError:
        _refuse("too-deep")
    if not isinstance(schema, dict):
        _refuse("not-an-object")
    return schema


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose keys are told apart: JSON would silently keep the last of two fields with one name."""
    seen: set[str] = set()
    for key, _ in pairs:
        if key in seen:
            _refuse("written-twice", name=key)
        seen.add(key)
    return dict(pairs)


def _refuse(code: str, **words: object) -> NoReturn:
    raise FormRefused([finding(code, "", **words)])

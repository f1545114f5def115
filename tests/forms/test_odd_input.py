"""Whatever arrives, the answer is a sentence and never a trace."""

from __future__ import annotations

import copy
import json
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.forms.building import SHIPPED, shipped, shipped_keys
from workflows.forms import FormRefused, load_form
from workflows.rules.errors import InvalidInput

SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=6)
JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
)
BRIEFLY = settings(deadline=None, max_examples=40)
KEYS = st.sampled_from(shipped_keys())


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every container of a definition with each of its keys."""
    if not isinstance(value, dict | list):
        return []
    keys = list(value) if isinstance(value, dict) else list(range(len(value)))
    return [(value, key) for key in keys] + [place for key in keys for place in places(value[key])]


@BRIEFLY
@given(key=KEYS, where=st.integers(min_value=0), odd=JSON)
@example(key="handle_objection", where=241, odd=[])  # the decision of an option
@example(key="handle_objection", where=73, odd=[None])  # the part whose units are offered
def test_a_definition_with_anything_in_any_place_is_accepted_or_refused(key: str, where: int, odd: Any) -> None:
    schema = copy.deepcopy(json.loads((SHIPPED / f"{key}.json").read_text(encoding="utf-8")))
    spots = places(schema)
    container, name = spots[where % len(spots)]
    container[name] = odd
    refused: FormRefused | None = None
    try:
        load_form(json.dumps(schema)).validate({})
    except FormRefused as said:
        refused = said
    assert refused is None or (str(refused) and refused.english)


@BRIEFLY
@given(key=KEYS, values=st.dictionaries(st.text(max_size=6), JSON, max_size=4), data=st.data())
def test_any_values_are_judged_with_sentences(key: str, values: dict[str, Any], data: st.DataObject) -> None:
    form = shipped(key)
    for field in form.fields:
        values[field.name] = data.draw(JSON)

    assert all(problem.message.endswith("。") for problem in form.validate(values))


@BRIEFLY
@given(
    key=KEYS,
    items=st.dictionaries(
        st.sampled_from(["decision", "measures-0-text", "people-1-name", "measure_checks-0-finding", "due_on"])
        | st.text(max_size=8),
        st.lists(st.text(max_size=5), max_size=3),
        max_size=6,
    ),
)
def test_anything_a_browser_sends_is_read_or_refused(key: str, items: dict[str, list[str]]) -> None:
    form = shipped(key)
    refused: InvalidInput | None = None
    try:
        form.validate(form.read(items))
    except InvalidInput as said:
        refused = said
    assert refused is None or refused.problems

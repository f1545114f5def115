"""The keywords a form definition may use, and where.

Only what pages can show and sentences can explain is allowed. `$ref` and `pattern` are left out on purpose: the first
reaches outside the file, the second can be written so that checking a field takes for ever.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

#: keys of forms, fields and facts; the engine has the same rule for facts
KEY: Final = r"[a-z][a-z0-9_]{0,63}"
OBJECT: Final = frozenset({"type", "properties", "required", "allOf", "additionalProperties"})
TOP: Final = OBJECT | {"$schema", "$id", "title", "description"}
OPTION: Final = frozenset({"const", "title", "description", "x-facts", "x-returns"})
CONSEQUENCE: Final = frozenset({"properties", "required", "items", "const", "x-message"})

_SHOWN: Final = frozenset({"title", "description", "type", "x-widget"})
_LIST: Final = _SHOWN | {"items", "minItems", "maxItems", "uniqueItems"}
BY_WIDGET: Final[Mapping[str, frozenset[str]]] = {
    "text": _SHOWN | {"minLength", "maxLength", "x-fact"},
    "paragraphs": _SHOWN | {"minLength", "maxLength"},
    "date": _SHOWN | {"format", "x-fact", "x-instant", "x-day"},
    "choice": _SHOWN | {"oneOf"},
    "checkbox": _SHOWN | {"x-fact"},
    "return_to": _SHOWN | {"oneOf", "x-fact"},
    "person": _SHOWN | {"minLength", "maxLength"},
    "units": _LIST,
    "problem_units": _LIST | {"x-part", "x-when"},
    "evidence": _LIST,
    "measures": _LIST,
    "measure_checks": _LIST,
    "people": _LIST,
    "findings": _LIST,
    "progress": _LIST,
}

"""A register in a layout of our own: written as a spreadsheet, a Word file or JSON for people to read, and read back without a doubt.

`layout` says what stands where, `rows` turns problems into rows, `reading_back` turns rows into problems; the `as_*` modules know one
format each. A format's library is loaded when the first file of its kind is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import cast

from workflows.plans.reading import ProblemReading

_WRITERS = {"xlsx": "as_sheet", "docx": "as_word", "json": "as_json"}


def write_register(ending: str, title: str | None, problems: Sequence[ProblemReading]) -> bytes:
    """A register as a file of one of the `layout.ENDINGS`. Raises Unwritable, with the place, for what the format cannot hold."""
    name = _WRITERS[ending]
    return cast(bytes, getattr(import_module(f"{__name__}.{name}"), name)(title, problems))


def write_template(units: Sequence[str]) -> bytes:
    """The empty spreadsheet to fill in, with the city's units to choose from."""
    return cast(bytes, import_module(f"{__name__}.template").template(units))

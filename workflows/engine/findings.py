"""What is wrong with a diagram, said to the person who drew it.

A finding is a sentence about one box. `check()` returns every finding at once, so that a modeller mends a
diagram in one go instead of meeting the next mistake after each upload.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing to mend: `code` for programs, `message` (Chinese) and `english` for people.

    `box` is the id of the box or connection and `name` its Chinese name, both None when the whole file is
    meant; `line` counts from 1 and is None where the file could not be read that far. A diagram with an `error`
    is not deployed; a `warning` does not stop it.
    """

    code: str
    message: str
    english: str
    box: str | None = None
    name: str | None = None
    line: int | None = None
    severity: Severity = "error"


@dataclass(frozen=True, kw_only=True)
class ServiceKind:
    """What a service box of one kind needs and gives.

    `required` and `optional` are the names of parameters it must or may carry, `gives` the facts the application returns for
    it. `accepts` limits the value of a parameter: a range means a whole number in it, any other collection one of its texts.
    """

    required: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()
    gives: frozenset[str] = frozenset()
    accepts: Mapping[str, range | Collection[str]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class FormKind:
    """What the check must know of a form besides the facts it yields.

    `booleans` and `others` are the facts the form itself yields, by whether they are yes or no; `alone` says in words why its answers cannot
    stand side by side (it writes something there is only one of), empty when they can.
    """

    booleans: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    alone: str = ""
    returns: Mapping[str, str] = field(default_factory=dict)
    """The boxes among which whoever sends a case back may choose, by id, with the names the form gives them."""
    return_fact: str = ""
    """The fact that says which was chosen."""


@dataclass(frozen=True, kw_only=True)
class Known:
    """What a diagram may refer to; everything else it names is a finding.

    `services`: catalogue key → kind; `forms`: form key → facts it yields; `roles`: role keys; `start_facts`:
    facts given at the start; `answers`: form key → what several answers are worth, and where a form lets a case be sent back to.
    """

    services: Mapping[str, ServiceKind]
    forms: Mapping[str, Collection[str]]
    roles: Collection[str]
    start_facts: Collection[str]
    answers: Mapping[str, FormKind] = field(default_factory=dict)

    def answer_kind(self, form: str) -> FormKind:
        """The kind of a form; one of which nothing was told gives facts of an unknown sort."""
        return self.answers.get(form) or FormKind(others=frozenset(self.forms.get(form, ())))

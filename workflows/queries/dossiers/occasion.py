"""What a paper is issued on: the case as it stands now, and the one thing in it that the paper tells of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.queries import matters, opinions, settings
from workflows.queries.dossiers import case_parts
from workflows.queries.opinions import Signed
from workflows.records import Case, Document, Problem, Unit
from workflows.rules.deadlines import city_day
from workflows.rules.matters import PROBLEM, Kind


@dataclass(frozen=True, kw_only=True)
class Issuer:
    """Who issues a paper: the full name and the code its numbers begin with (机关代字)."""

    name: str
    code: str


@dataclass(frozen=True, kw_only=True)
class Request:
    """A paper to be made: its kind and identity, whose it is, and the journal's head before the issuing entry."""

    kind: str
    issuer: Issuer
    number: str
    verify_code: str
    issued_on: date
    head: tuple[int, str]


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """The case (None for papers about the whole city), what in it the paper tells of (`about`: a sign-off, an extension, a step, a draw),
    and what only the action knows that issues it (`said`: the deadline before it was moved).
    """

    session: Session
    at: datetime
    case: Case | None = None
    problem: Problem | None = None
    about: Any = None
    said: Mapping[str, Any] = field(default_factory=dict)

    @property
    def of_case(self) -> Case:
        """The case. Raises ValueError for a paper about the whole city, whose maker must not ask."""
        if self.case is None:
            raise ValueError("this paper tells of no single case")
        return self.case

    @property
    def of_problem(self) -> Problem:
        """The problem, as `of_case`."""
        if self.problem is None:
            raise ValueError("this paper tells of no single problem")
        return self.problem

    @cached_property
    def kind(self) -> Kind:
        """What runs here: a problem, a petition, an order."""
        return matters.kind(self.session, self.of_problem)

    @property
    def today(self) -> date:
        return city_day(self.at)

    @cached_property
    def office(self) -> settings.Office:
        return settings.office(self.session)

    @cached_property
    def signed(self) -> list[Signed]:
        """Every sign-off of the case, oldest first."""
        return opinions.of_case(self.session, self.of_case)

    @cached_property
    def units(self) -> Mapping[str, list[Unit]]:
        """The units by their part in the problem."""
        return case_parts.units_of(self.session, self.of_problem.id)

    def since_rectified(self) -> list[Signed]:
        """The sign-offs of the present round: since the unit last reported its rectification."""
        newest = max((each.row.at for each in self.signed if each.row.box == "rectify"), default=None)
        return [each for each in self.signed if newest is None or each.row.at >= newest]

    def last(self, *boxes: str) -> Signed | None:
        """The last sign-off at one of the boxes in the present round that did not send the case back."""
        found = (
            each for each in reversed(self.since_rectified()) if each.row.box in boxes and each.passed is not False
        )
        return next(found, None)

    def last_document(self, kind: str) -> Document | None:
        """The paper of this kind issued last for the case and not void."""
        query = select(Document).where(Document.case_id == self.of_case.id, Document.kind == kind)
        query = query.where(Document.cancelled_at.is_(None))
        return self.session.scalar(query.order_by(Document.issued_at.desc()).limit(1))

    def short_title(self) -> str:
        """How the problem is called in titles."""
        return self.of_problem.title.rstrip("…")


@dataclass(frozen=True, kw_only=True)
class Maker:
    """How papers of one kind come about.

    `fill` gives title, addressee and what only this paper says; `of` are the kinds of things (`rules.matters`) that have such a paper. `unit` is
    whose paper it is, None: the office's. `missing` says why it cannot be made now, empty when it can. `basis` is the sign-off (or other row) it
    rests on: one paper each, while it is not void.
    """

    fill: Callable[[Occasion], dict[str, Any]]
    of: frozenset[str] = frozenset({PROBLEM.key})
    unit: Callable[[Occasion], Unit | None] = lambda _: None
    missing: Callable[[Occasion], str] = lambda _: ""
    basis: Callable[[Occasion], UUID | None] = lambda _: None

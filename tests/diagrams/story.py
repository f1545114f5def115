"""A case on its way through a shipped diagram, told as a meeting would: who decided what, and where the case stands then.

People's decisions go through the shipped forms, so that a form whose option forgets a fact stops the story. Service boxes are done at
once, as the application does them; the case is saved and loaded after every step.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Self

from workflows.actions.case_facts import START_FACTS
from workflows.actions.diagrams import answer_kinds
from workflows.boxes.catalogue import service_kinds
from workflows.engine import Diagram, Fact, Run, compile_diagram, restore_diagram
from workflows.forms import Form, load_form
from workflows.rules.deadlines import deadline_instant, end_of_day
from workflows.rules.roles import ROLES

DIAGRAMS = Path(__file__).parents[2] / "workflows" / "diagrams"
PROCESSES = tuple(sorted(path.stem for path in DIAGRAMS.glob("*.bpmn")))
MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
NOTICE_DAYS = 10


@cache
def texts() -> Mapping[str, str]:
    return {path.stem: path.read_text(encoding="utf-8") for path in (DIAGRAMS / "forms").glob("*.json")}


@cache
def forms() -> Mapping[str, Form]:
    return {key: load_form(text) for key, text in texts().items()}


def source(process: str) -> bytes:
    """The shipped file of a process."""
    return (DIAGRAMS / f"{process}.bpmn").read_bytes()


@cache
def diagram(process: str = "rectification") -> Diagram:
    """A shipped diagram as another process would get it: compiled, stored, restored."""
    facts = {key: form.facts for key, form in forms().items()}
    compiled = compile_diagram(
        source(process),
        services=service_kinds(),
        forms=facts,
        roles=frozenset(ROLES),
        start_facts=START_FACTS,
        answers=answer_kinds(texts()),
    )
    return restore_diagram(compiled.stored)


class Story:
    """One case. Every step returns the story, so that a path reads as one sentence."""

    process = "rectification"

    def __init__(
        self, *, units: bool = True, plan: bool = True, due_on: date | None = None, county: bool = False
    ) -> None:
        self.now = MONDAY
        self.services: list[str] = []
        facts: dict[str, Fact] = {"units_assigned": units, "plan_known": plan, "county_level": county}
        facts["deadline_at"] = deadline_instant(due_on).isoformat()
        self._rest(Run.start(diagram(self.process), facts, at=self.now))

    @property
    def run(self) -> Run:
        return Run.load(diagram(self.process), self.state)

    @property
    def stands_at(self) -> list[str]:
        return [box.box for box in self.run.open_boxes()]

    @property
    def waits_for(self) -> set[str]:
        return {wait.box for wait in self.run.waits()}

    def does(self, box: str, decision: str = "pass", *, due_on: date | None = None, to: str = "") -> Self:
        """Somebody completes a box with its form; a return needs its new deadline, and where it goes."""
        run = self.run
        opened = next(one for one in run.open_boxes() if one.box == box)
        form = forms()[opened.properties["form"]]
        given = {"decision": decision, "due_on": due_on.isoformat() if due_on else None, "return_to": to or None}
        run.complete(opened.token, form.facts_of({key: value for key, value in given.items() if value}), at=self.now)
        self._rest(run)
        return self

    def returns(self, box: str, *, until: date = date(2027, 3, 31), to: str = "") -> Self:
        """Somebody sends the case back; where the form asks, `to` the box they choose."""
        return self.does(box, "return", due_on=until, to=to)

    def hears(self, message: str, **facts: Fact) -> Self:
        run = self.run
        run.deliver(message, facts, at=self.now)
        self._rest(run)
        return self

    def reopens(self, *, until: date) -> Self:
        return self.hears("reopen", **forms()["reopen"].facts_of({"due_on": until.isoformat()}))

    def days_later(self, days: int) -> list[str]:
        """The clock moves on; returns what fired."""
        self.now += timedelta(days=days)
        run = self.run
        fired = run.pass_time(at=self.now)
        self._rest(run)
        return fired

    def to_self_check(self) -> Self:
        return self.does("rectify")

    def to_reinspection(self) -> Self:
        return self.to_self_check().does("self_check")

    def to_pool(self) -> Self:
        return self.to_reinspection().does("reinspect").does("confirm_reinspection")

    def to_notice(self) -> Self:
        return self.to_pool().hears("audit_drawn", audit_selected=False)

    def to_approval(self) -> Self:
        self.to_notice().days_later(NOTICE_DAYS + 1)
        return self

    def to_closed(self) -> Self:
        return self.to_approval().does("approve_closure")

    def _rest(self, run: Run) -> None:
        """Do service boxes until only people and events are left, and save."""
        while services := [box for box in run.open_boxes() if box.kind == "service"]:
            self.services.append(services[0].properties["service"])
            run.complete(services[0].token, self._given(services[0].properties["service"]), at=self.now)
        self.state = run.dump()

    def _given(self, service: str) -> dict[str, Fact]:
        if "notice_ends_at" not in service_kinds()[service].gives:
            return {}
        return {"notice_ends_at": end_of_day((self.now + timedelta(days=NOTICE_DAYS)).date()).isoformat()}

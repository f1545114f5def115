"""A case under test: it is saved and loaded after every step, as in the application."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta

from workflows.engine import Diagram, Fact, Finding, OpenBox, Run, ServiceKind, check, compile_diagram, restore_diagram

MORNING = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
"""A Monday, nine o'clock in Weifang."""

LIMITS: dict[str, range | Collection[str]] = {"copies": range(1, 10), "tone": ("polite", "firm")}
SERVICES = {
    "close": ServiceKind(),
    "notify": ServiceKind(required=frozenset({"template"}), optional=frozenset({"copies", "tone"}), accepts=LIMITS),
    "open_notice": ServiceKind(gives=frozenset({"notice_ends_at"})),
}
FORMS = {"decide": ["passed", "deadline_at"], "plain": [], "count": ["number"]}
ROLES = ["office", "responsible_unit", "lead_unit", "system"]
START_FACTS = ["deadline_at"]
NEVER = "9999-12-31T00:00:00+00:00"


def findings_of(source: bytes) -> list[Finding]:
    """What the check says with the catalogue of these tests."""
    return check(source, services=SERVICES, forms=FORMS, roles=ROLES, start_facts=START_FACTS)


def compiled(source: bytes) -> Diagram:
    """The diagram as another process would get it: compiled, stored, restored."""
    made = compile_diagram(source, services=SERVICES, forms=FORMS, roles=ROLES, start_facts=START_FACTS)
    return restore_diagram(made.stored)


class Case:
    """One case, spoken of in the words of a meeting."""

    def __init__(self, diagram: Diagram, *, at: datetime = MORNING, **facts: Fact) -> None:
        self.diagram = diagram
        self.now = at
        self.state = Run.start(diagram, {"deadline_at": NEVER, **facts}, at=at).dump()

    @property
    def run(self) -> Run:
        """The case, loaded afresh."""
        return Run.load(self.diagram, self.state)

    @property
    def stands_at(self) -> list[str]:
        """The boxes that are open."""
        return [box.box for box in self.run.open_boxes()]

    @property
    def waits_for(self) -> list[str]:
        """The events that are awaited."""
        return [wait.box for wait in self.run.waits()]

    def open(self, box: str) -> OpenBox:
        """The open box of this id."""
        return next(one for one in self.run.open_boxes() if one.box == box)

    def facts(self) -> Mapping[str, Fact]:
        """What is known at the first open box."""
        return self.run.open_boxes()[0].facts

    def does(self, box: str, **facts: Fact) -> Case:
        """Somebody completes a box."""
        run = self.run
        token = next(one.token for one in run.open_boxes() if one.box == box)
        run.complete(token, facts, at=self.now)
        self.state = run.dump()
        return self

    def hears(self, message: str, **facts: Fact) -> Case:
        """A message arrives."""
        run = self.run
        run.deliver(message, facts, at=self.now)
        self.state = run.dump()
        return self

    def waits_until(self, at: datetime) -> list[str]:
        """The clock moves on, and due timers fire."""
        self.now = at
        run = self.run
        fired = run.pass_time(at=at)
        self.state = run.dump()
        return fired

    def days_later(self, days: float) -> list[str]:
        """The clock moves on by days."""
        return self.waits_until(self.now + timedelta(days=days))

    def extends(self, box: str, to: datetime) -> int:
        """A granted extension moves the timers of a box."""
        run = self.run
        moved = run.move_timer(box, to)
        self.state = run.dump()
        return moved

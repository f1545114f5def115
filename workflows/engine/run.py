"""One case on its way through a diagram."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from workflows.engine.diagram import Diagram
from workflows.engine.values import Facts, OpenBox, Wait


class Run:
    """A case in memory. Load, do one thing, dump; never keep one across requests.

    Every method that moves the case ends with the case at rest: it stands at boxes and waits for events, nothing is half done.
    After a refusal the run must be thrown away.
    """

    diagram: Diagram

    @classmethod
    def start(cls, diagram: Diagram, facts: Facts, *, at: datetime) -> Self:
        """A new case at the start of the diagram. Raises FactRefused, NaiveInstant, TimerRefused, ExpressionFailed."""
        raise NotImplementedError

    @classmethod
    def load(cls, diagram: Diagram, state: bytes) -> Self:
        """The case that `dump` gave. Raises StateUnreadable when the bytes are damaged or belong to another diagram."""
        raise NotImplementedError

    def dump(self) -> bytes:
        """The state without the diagram, compressed. It does not grow with returns: finished steps are forgotten."""
        raise NotImplementedError

    def open_boxes(self) -> list[OpenBox]:
        """The user and service boxes that can be completed now, in the order they were opened."""
        raise NotImplementedError

    def waits(self) -> list[Wait]:
        """The messages and timers the case waits for."""
        raise NotImplementedError

    def complete(self, token: str, facts: Facts, *, at: datetime) -> list[str]:
        """Complete an open box with the facts it gives; returns the timer boxes that were due at once.

        Raises BoxNotOpen when no box with this token is open (completed before, cancelled, never there), FactRefused,
        NaiveInstant, TimerRefused, ExpressionFailed.
        """
        raise NotImplementedError

    def deliver(self, message: str, facts: Facts, *, at: datetime) -> list[str]:
        """Hand a message to the event that waits for it; returns the timer boxes that were due at once.

        Raises NobodyWaits when no event waits for it, and otherwise like `complete`.
        """
        raise NotImplementedError

    def pass_time(self, *, at: datetime) -> list[str]:
        """Fire every timer due at or before `at`; returns their box ids in the order they fired."""
        raise NotImplementedError

    def move_timer(self, box: str, to: datetime) -> int:
        """Give the waiting timers of this box another instant; returns how many were moved (0 when none waits)."""
        raise NotImplementedError

    @property
    def due_at(self) -> datetime | None:
        """The earliest instant at which `pass_time` can do something, UTC; None when no timer waits or all wait for ever."""
        raise NotImplementedError

    @property
    def completed(self) -> bool:
        """Whether the case has left the diagram by its ends."""
        raise NotImplementedError

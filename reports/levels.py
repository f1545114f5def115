"""How much proof travels with a signature (ETSI EN 319 142-1): the signature, its time, what is needed to check it, for how long."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from reports.trust import Trust


class Level(StrEnum):
    """The four levels; each holds what the one before it holds."""

    BASIC = "B-B"
    """Signature and certificate; the time is what the signer says."""
    TIME = "B-T"
    """With a time stamp of a third party."""
    LONG_TERM = "B-LT"
    """With the certificates and revocation lists that a later check needs."""
    ARCHIVE = "B-LTA"
    """With a last time stamp over everything, which can be renewed before its own certificate expires."""

    @property
    def stamped(self) -> bool:
        return self is not Level.BASIC

    @property
    def with_validation_data(self) -> bool:
        return self in (Level.LONG_TERM, Level.ARCHIVE)


@dataclass(frozen=True, kw_only=True)
class Assurance:
    """The level that was set, the time-stamp server (RFC 3161) it needs, and whom it trusts."""

    level: Level = Level.BASIC
    time_server: str = ""  # http or https address
    seconds: float = 10.0  # how long the server may take
    trust: Trust = field(default_factory=Trust)


PLAIN = Assurance()
"""B-B, trusting nobody: signing needs no more."""

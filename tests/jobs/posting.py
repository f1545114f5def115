"""A city whose worker sends mail, and mail servers on this machine that behave as a test says."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.city import City
from webapp.clock import Clock
from webapp.house import House, open_house
from webapp.settings import Settings
from workflows.actions import choosing, telling
from workflows.queries.message_choices import preference
from workflows.records.mails import Mail
from workflows.rules.message_times import clock_of

ADDRESS = "zhoumin@example.cn"


@dataclass
class Post:
    """What a mail server was handed, and what it answers: an SMTP reply for the recipient and for the mail, empty to take it."""

    recipient: str = ""
    data: str = ""
    taken: list[EmailMessage] = field(default_factory=list)
    envelopes: list[Envelope] = field(default_factory=list)
    signed_in: list[str] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 (named by the library)
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if self.recipient:
            return self.recipient
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 (named by the library)
        if self.data:
            return self.data
        self.envelopes.append(envelope)
        self.taken.append(message_from_bytes(envelope.original_content, policy=policy.default))
        return "250 OK"

    def lets_in(self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, said: Any) -> AuthResult:
        """The authenticator: one account, one password."""
        assert isinstance(said, LoginPassword)
        self.signed_in.append(said.login.decode())
        return AuthResult(success=said.password == b"geheim-2026", handled=False)


@contextmanager
def serving(post: Post, **options: Any) -> Iterator[int]:
    """A mail server on a port of its own."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    controller = Controller(post, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


def posting(city: City, directory: Path, port: int, **more: Any) -> House:
    """The parts of a worker that hands its mail to this port; its clock is the city's."""
    known = {"smtp_host": "127.0.0.1", "smtp_port": port, "smtp_security": "none", "mail_from": "xiaohao@example.cn"}
    settings = Settings(data_dir=directory, base_url="https://xiaohao.example.cn", **{**known, **more})
    return open_house(settings, city.engine, Clock(movable=False, system=lambda: city.now))


def chooses(city: City, name: str, **changed: str) -> None:
    """Somebody fills in the page of their choices; what is not given stays."""
    with city.transaction() as session:
        told = preference(session, city.people[name], at=city.now)
        values = {
            "address": told.address or ADDRESS,
            "mobile": told.mobile,
            "quiet_from": clock_of(told.hours.quiet_from),
            "quiet_until": clock_of(told.hours.quiet_until),
            "digest_at": clock_of(told.hours.digest_at),
            "digest_days": told.hours.digest_days,
        }
        for kind in told.kinds:
            chosen = told.of(kind.key)
            values[f"mail-{kind.key}"] = chosen.mail
            values[f"hook-{kind.key}"] = "yes" if chosen.hook else ""
        changed = {name.replace("__", "-"): value for name, value in changed.items()}
        choosing.choose(session, values={**values, **changed}, by=city.people[name], at=city.now)


def occurs(city: City, kind: str, name: str, **facts: str) -> None:
    """Something one person is told of."""
    with city.transaction() as session:
        telling.tell(session, kind, to=city.people[name], at=city.now, facts=facts)


def passes(city: City, **span: float) -> None:
    """Time goes by; nothing else looks at the clock."""
    city.now += timedelta(**span)


def mails(city: City) -> list[Mail]:
    """Every mail, oldest first."""
    with city.transaction() as session:
        return list(session.query(Mail).order_by(Mail.created_at, Mail.id))


def trusted(directory: Path) -> tuple[ssl.SSLContext, Path]:
    """A server's TLS with a certificate for this machine, and the file by which it can be trusted."""
    from tests.jobs.certificates import for_this_machine

    return for_this_machine(directory)

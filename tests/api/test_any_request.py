"""Requests nobody thought of, by schemathesis: no crash, nothing the document does not tell, nothing wrong that is accepted.

Its ids come out of earlier answers, so real tasks and problems are read and acted on. All its checks are on; of what it allows itself, two
things are widened: a form's values are judged by the form of the case, and a place in a list by who made it, which no document can say.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from threading import Thread

import pytest
import schemathesis
from flask import Flask
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import from_schema
from schemathesis.engine.events import FatalError, NonFatalError, ScenarioFinished
from werkzeug.serving import make_server

from tests.api.program import ROOT, Program
from webapp.allowance import Allowance

ACCEPTED = ["2xx", "3xx", "401", "403", "404", "409", "422", "429"]


@pytest.fixture
def served(app: Flask) -> Iterator[str]:
    """The site over HTTP, on a free port of this machine; asked inside the process, some of the checks could not send their requests."""
    app.extensions["api"] = app.extensions["verify"] = Allowance(10**9, timedelta(minutes=1))
    server = make_server("127.0.0.1", 0, app)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}{ROOT}"
    server.shutdown()
    thread.join()


def config_for(url: str, token: str, *, examples: int) -> SchemathesisConfig:
    """Every check, every phase, few examples, the same each time."""
    return SchemathesisConfig.from_dict(
        {
            "seed": 20261122,
            "base-url": url,
            "request-timeout": 60,
            "headers": {"Authorization": f"Bearer {token}"},
            "checks": {"enabled": True, "positive_data_acceptance": {"expected-statuses": ACCEPTED}},
            "generation": {"max-examples": examples, "database": "none"},
            "continue-on-failure": True,
        }
    )


def faults(url: str, token: str, *, examples: int) -> list[str]:
    """What it found, each once."""
    schema = schemathesis.openapi.from_url(f"{url}/openapi.json", config=config_for(url, token, examples=examples))
    found: dict[str, None] = {}
    for event in from_schema(schema).execute():
        if isinstance(event, FatalError):
            raise event.exception
        if isinstance(event, NonFatalError):
            found[f"{event.label}: {event.info}"] = None
        if isinstance(event, ScenarioFinished):
            found |= dict.fromkeys(_failures(event))
    return list(found)


def _failures(event: ScenarioFinished) -> list[str]:
    said = []
    for checks in event.recorder.checks.values():
        for check in checks:
            if check.failure_info is not None:
                code = check.failure_info.code_sample
                said.append(f"{event.phase.value} {check.name}: {check.failure_info.failure}\n  {code}")
    return said


@pytest.mark.slow
@pytest.mark.parametrize("login", ["zhoumin", "sunyue", "rizhi"])
def test_no_request_surprises_the_house(app: Flask, served: str, login: str) -> None:
    found = faults(served, Program(app, login).token, examples=4)
    assert not found, "\n".join(found)

"""A program with somebody's token: asks and acts through the WSGI application, and fails loudly where an answer is not what the document says."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import count
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from sqlalchemy import select
from werkzeug.test import TestResponse

from webapp.api.openapi import document
from webapp.house import KEY, House
from workflows.actions import tokens
from workflows.records import Person
from workflows.rules.tokens import SCOPES

ROOT = "/api/v1"
_KEYS = count(1)


def token_of(app: Flask, login: str, scopes: Sequence[str] = tuple(SCOPES), *, days: str = "90") -> str:
    """A new token of somebody's."""
    house: House = app.extensions[KEY]
    with house.sessions() as session:
        person_id = session.scalars(select(Person.id).where(Person.login == login)).one()
        at = house.clock.real()
        text = tokens.make_token(session, name="进展同步", scopes=scopes, days=days, by=person_id, at=at)
        session.commit()
    return text


class Program:
    """One program of one person."""

    def __init__(self, app: Flask, login: str, scopes: Sequence[str] = tuple(SCOPES)) -> None:
        self.app, self.login = app, login
        self.client: FlaskClient = app.test_client(use_cookies=False)
        self.token = token_of(app, login, scopes)

    def sends(self, method: str, address: str, *, key: str = "", **more: Any) -> TestResponse:
        """A request; the answer whatever it is."""
        headers = {"Authorization": f"Bearer {self.token}", **more.pop("headers", {})}
        if method == "POST":
            headers["Idempotency-Key"] = key or f"key-{next(_KEYS)}"
        path = address if address.startswith("/") and address.startswith(ROOT) else f"{ROOT}{address}"
        return self.client.open(path, method=method, headers=headers, **more)

    def gets(self, address: str, status: int = 200, **more: Any) -> Any:
        """What an address gives, held against the document."""
        answer = self.sends("GET", address, **more)
        return self.holds(answer, status)

    def posts(self, address: str, body: Any = None, status: int = 200, *, key: str = "", **more: Any) -> Any:
        """What became of an act."""
        sent = {"json": body} if body is not None else {}
        return self.holds(self.sends("POST", address, key=key, **sent, **more), status)

    def every(self, address: str, limit: int = 100) -> list[Any]:
        """All items of a list, page after page."""
        mark = "&" if "?" in address else "?"
        page = self.gets(f"{address}{mark}limit={limit}")
        items = list(page["items"])
        while page["next"]:
            page = self.gets(page["next"])
            items += page["items"]
        return items

    def holds(self, answer: TestResponse, status: int = 200) -> Any:
        """What an answer says, held against the document."""
        assert answer.status_code == status, (answer.request.path, answer.status_code, answer.text[:2000])
        described = _described(self.app, answer)
        assert str(status) in described["responses"], f"{answer.request.path} does not tell of {status}"
        [(kind, content)] = described["responses"][str(status)]["content"].items()
        assert answer.mimetype == kind
        _validator(content["schema"]["$ref"]).validate(answer.json)
        return answer.json


def _described(app: Flask, answer: TestResponse) -> dict[str, Any]:
    """What the document says of the operation that answered."""
    endpoint, _ = app.url_map.bind("").match(answer.request.path, method=answer.request.method)
    operations = (each for path in document()["paths"].values() for each in path.values())
    return next(each for each in operations if each["operationId"] == str(endpoint).partition(".")[2])


@cache
def _validator(ref: str) -> Draft202012Validator:
    return Draft202012Validator({"$ref": ref, "components": document()["components"]})

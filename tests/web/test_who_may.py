"""Every address × every kind of person × what is theirs and what is not. Nothing of another unit is told to exist, let alone changed.

The expectations are computed here from the bare tables, not by the functions under test: which units take part in a problem, which person sits
in which unit. The mistakes other workflow systems had to mend are each a test: acting on one case through the address of another, doing in bulk
what nobody signed in for, a row written beside an error.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import Engine, func, select, text
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

import migrations
from tests.web.browser import Visitor
from tests.web.conftest import START, Watch
from webapp.app import create_app
from webapp.clock import Clock
from webapp.demonstration import found_city
from webapp.settings import Settings
from workflows import jobs
from workflows.records import (
    Base,
    Case,
    Document,
    Evidence,
    Extension,
    Membership,
    Person,
    Problem,
    ProblemUnit,
    SeriousMatter,
    Task,
    make_engine,
    session_factory,
)
from workflows.records.evidence_store import LocalEvidenceStore

pytestmark = pytest.mark.slow

PEOPLE = {
    "zhoumin": "a unit of the case",
    "dingkai": "another unit",
    "chenjing": "a lead unit",
    "shenwen": "a post in a county",
    "wanglixin": "an inspector",
    "sunyue": "the office",
    "liguoqing": "its leader",
    "xitong": "the system administrator",
    "anquan": "the security administrator",
    "rizhi": "the journal administrator",
}
SEES_ALL = {"wanglixin", "sunyue", "liguoqing"}
UNCOUNTED = {"web_session", "sign_in_attempt", "heartbeat"}
"""What signing in and looking at pages writes by itself."""
REFUSED = {400, 403, 404, 409, 413, 422}


@dataclass(frozen=True)
class City:
    """The demonstration city with its past, and for every kind of object its problem."""

    app: Flask
    engine: Engine
    problem_of: Mapping[str, Mapping[UUID, UUID]]
    sees: Mapping[str, frozenset[UUID]]

    def person(self, login: str) -> Visitor:
        """A signed-in person."""
        return Visitor(self.app).signed_in(login)

    def foreign(self, login: str, kind: str) -> list[UUID]:
        """Up to three objects of a kind whose problem this person must not see."""
        return [each for each, problem in self.problem_of[kind].items() if problem not in self.sees[login]][:3]

    def own(self, login: str, kind: str) -> list[UUID]:
        """Up to three objects of a kind whose problem this person may see."""
        return [each for each, problem in self.problem_of[kind].items() if problem in self.sees[login]][:3]

    def counts(self) -> dict[str, int]:
        """How many rows each table has."""
        with self.engine.connect() as connection:
            tables = [each for each in Base.metadata.sorted_tables if each.name not in UNCOUNTED]
            return {
                each.name: connection.execute(select(func.count()).select_from(each)).scalar_one() for each in tables
            }


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    directory = tmp_path_factory.mktemp("who-may")
    engine = make_engine(f"sqlite:///{directory / 'xiaohao.db'}")
    migrations.upgrade(engine)
    jobs.prepare(engine)
    with session_factory(engine)() as session:
        found_city(session, at=START, store=LocalEvidenceStore(directory / "evidence"))
        session.commit()
        problem_of, sees = _objects(session), {login: _seen(session, login) for login in PEOPLE}
    settings = Settings(data_dir=Path(directory), demo=True, requests_per_minute=100_000, verify_per_minute=100_000)
    yield City(create_app(settings, engine=engine, clock=Clock(movable=True, system=Watch())), engine, problem_of, sees)
    engine.dispose()


def _objects(session: Session) -> dict[str, dict[UUID, UUID]]:
    of_case = {row.id: row.problem_id for row in session.execute(select(Case.id, Case.problem_id))}
    problems = {each: each for each in session.scalars(select(Problem.id))}
    found = {"problem_id": problems}
    for name, table in (("task_id", Task), ("evidence_id", Evidence), ("document_id", Document)):
        rows = session.execute(select(table.id, table.case_id)).all()
        found[name] = {each: of_case[case] for each, case in rows if case is not None}
    for name, other in (("extension_id", Extension), ("serious_id", SeriousMatter)):
        columns = other.__table__.columns
        rows = session.execute(
            select(columns["id"], columns["problem_id" if "problem_id" in columns else "case_id"])
        ).all()
        found[name] = {each: of_case.get(about, about) for each, about in rows}
    return found


def _seen(session: Session, login: str) -> frozenset[UUID]:
    if login in SEES_ALL:
        return frozenset(session.scalars(select(Problem.id)))
    query = (
        select(ProblemUnit.problem_id)
        .join(Membership, Membership.unit_id == ProblemUnit.unit_id)
        .join(Person, Person.id == Membership.person_id)
        .where(Person.login == login)
    )
    return frozenset(session.scalars(query))


def rules(app: Flask, method: str) -> list[Rule]:
    """The guarded addresses of pages."""
    views = app.view_functions
    found = (each for each in app.url_map.iter_rules() if method in (each.methods or ()))
    return [each for each in found if getattr(views[each.endpoint], "signed_in", False)]


def addresses(city: City, rule: Rule, **ids: UUID) -> list[str]:
    """A rule's addresses with these ids; one per word it offers (verbs)."""
    rest = {"hand": ["hand-over", "take-over"], "verb": VERBS}
    words = next((name for name in rest if name in rule.arguments), "")
    with city.app.test_request_context():
        if not words:
            return [city.app.url_for(rule.endpoint, **ids)]
        return [city.app.url_for(rule.endpoint, **{words: each}, **ids) for each in rest[words]]


VERBS = [
    "ask-extension",
    "register-objection",
    "reopen",
    "chase",
    "reassign",
    "start-order",
    "suspend",
    "correct",
    "cancel",
]


@pytest.mark.parametrize("login", PEOPLE)
def test_no_page_tells_of_what_somebody_may_not_see(city: City, login: str) -> None:
    person = city.person(login)
    for rule in rules(city.app, "GET"):
        if len(rule.arguments - {"verb", "hand"}) != 1 or not rule.arguments & city.problem_of.keys():
            continue
        name = next(iter(rule.arguments & city.problem_of.keys()))
        for each in city.foreign(login, name):
            for address in addresses(city, rule, **{name: each}):
                assert person.client.get(address).status_code == 404, (login, address)


@pytest.mark.parametrize("login", PEOPLE)
def test_no_button_works_on_what_somebody_may_not_see_and_nothing_is_left_of_trying(city: City, login: str) -> None:
    person, before = city.person(login), city.counts()
    data = {
        "csrf_token": person.token("/account"),
        "request_id": str(uuid4()),
        "reason": "试试",
        "words": "试试",
        "text": "试试看",
    }
    for rule in rules(city.app, "POST"):
        if len(rule.arguments - {"verb", "hand"}) != 1 or not rule.arguments & city.problem_of.keys():
            continue
        name = next(iter(rule.arguments & city.problem_of.keys()))
        for each in city.foreign(login, name):
            for address in addresses(city, rule, **{name: each}):
                status = person.client.post(address, data=data).status_code
                assert status in (403, 404), (login, address, status)
    assert city.counts() == before


@pytest.mark.parametrize("login", PEOPLE)
def test_what_is_ones_own_opens_or_says_why_not(city: City, login: str) -> None:
    person = city.person(login)
    for rule in rules(city.app, "GET"):
        if len(rule.arguments - {"verb", "hand"}) != 1 or not rule.arguments & city.problem_of.keys():
            continue
        name = next(iter(rule.arguments & city.problem_of.keys()))
        for each in city.own(login, name):
            for address in addresses(city, rule, **{name: each}):
                answer = person.client.get(address)
                assert answer.status_code in {200, 303} | REFUSED, (login, address, answer.status_code)
        if rule.endpoint == "problems.show":
            assert all(person.client.get(f"/problems/{each}").status_code == 200 for each in city.own(login, name))


@pytest.mark.parametrize("login", PEOPLE)
def test_a_refused_button_leaves_nothing_behind(city: City, login: str) -> None:
    """Every button without a form filled in, on what is one's own: whatever is refused has written no row anywhere."""
    person = city.person(login)
    token = person.token("/account")
    for rule in rules(city.app, "POST"):
        if rule.endpoint in HARMLESS or len(rule.arguments - {"verb", "hand"}) > 1:
            continue
        names = rule.arguments & city.problem_of.keys()
        if rule.arguments - {"verb", "hand"} and not names:
            continue
        for ids in [{name: each} for name in names for each in city.own(login, name)[:1]] or [{}]:
            if names and not ids:
                continue
            for address in addresses(city, rule, **ids):
                before = city.counts()
                status = person.client.post(address, data={"csrf_token": token, "request_id": str(uuid4())}).status_code
                assert status < 500, (login, address, status)
                if status >= 400:
                    assert city.counts() == before, (login, address, status)


HARMLESS = {"sign_in.leave", "clock.move"}
"""Signing out and moving the demonstration's clock would change what the rest of the walk meets."""


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_nothing_of_one_case_is_reached_through_the_address_of_another(city: City, method: str) -> None:
    person = city.person("zhoumin")
    token, before = person.token("/account"), city.counts()
    own = city.own("zhoumin", "problem_id")[0]
    walked = 0
    for rule in rules(city.app, method):
        others = rule.arguments & city.problem_of.keys() - {"problem_id"}
        if "problem_id" not in rule.arguments or not others:
            continue
        name = next(iter(others))
        for each in [*city.foreign("zhoumin", name), uuid4()]:
            for address in addresses(city, rule, problem_id=own, **{name: each}):
                walked += 1
                data = {"csrf_token": token, "request_id": str(uuid4()), "decision": "grant", "reason": "试试"}
                answer = person.client.get(address) if method == "GET" else person.client.post(address, data=data)
                assert answer.status_code in (403, 404), (address, answer.status_code)
    assert walked
    assert city.counts() == before


def test_a_closed_account_is_refused_on_the_next_request(city: City) -> None:
    person = city.person("madong")
    person.opens("/")
    with city.engine.begin() as connection:
        connection.execute(text("update person set active = 0 where login = 'madong'"))
    answer = person.client.get("/")
    assert (answer.status_code, answer.headers["Location"].partition("?")[0]) == (303, "/sign-in")
    with city.engine.begin() as connection:
        connection.execute(text("update person set active = 1 where login = 'madong'"))


EVERYBODY = frozenset(PEOPLE)
OFFICE = frozenset({"sunyue", "liguoqing"})
WHOLE_CITY = OFFICE | {"wanglixin"}
SYSTEM, SECURITY, JOURNAL = (frozenset({each}) for each in ("xitong", "anquan", "rizhi"))
DIRECTORY = OFFICE | SYSTEM | SECURITY | JOURNAL

#: pages without an object in their address → who may open them; everybody else is told no
PLACES: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(("account.show", "tokens.listing", "second_factor.show", "substitutes.show"), EVERYBODY),
    **dict.fromkeys(("messages.listing", "message_choices.show", "clock.show", "calendars.show"), EVERYBODY),
    **dict.fromkeys(("tasks.mine", "problems.listing", "documents.listing", "search.show"), EVERYBODY),
    **dict.fromkeys(("matters.home", "matters.orders", "matters.checks", "matters.rounds"), EVERYBODY),
    **dict.fromkeys(("overview.show", "standing.compare", "standing.show_ageing", "timetable.show"), WHOLE_CITY),
    **dict.fromkeys(("draws.show", "audit_room.show", "escalations.listing"), WHOLE_CITY),
    **dict.fromkeys(("diagrams.listing", "editor.choose", "keys.listing", "papers.numbers"), OFFICE),
    **dict.fromkeys(("publication.show", "plan_lists.listing"), OFFICE),
    **dict.fromkeys(("petitions.show", "plans.listing", "plan_lists.template"), frozenset({"sunyue"})),
    **dict.fromkeys(("directory.people", "directory.units", "roles.listing", "roles.setup"), DIRECTORY),
    **dict.fromkeys(("operations.health", "jobs.listing", "deliveries.show"), SYSTEM),
    "people_import.show": SYSTEM | SECURITY,
    "site_settings.show": OFFICE | SYSTEM | SECURITY,
    "templates.listing": SYSTEM | {"liguoqing"},
    "operations.journal": JOURNAL,
}


@pytest.mark.parametrize("login", PEOPLE)
def test_each_place_is_open_to_whom_it_is_for_and_to_nobody_else(city: City, login: str) -> None:
    person = city.person(login)
    places = {each.endpoint: each.rule for each in rules(city.app, "GET") if not each.arguments}
    assert places.keys() == PLACES.keys(), "a new page says here whom it is for"
    for endpoint, address in places.items():
        status = person.client.get(address).status_code
        assert status in ({200, 303} if login in PLACES[endpoint] else {403}), (login, address, status)

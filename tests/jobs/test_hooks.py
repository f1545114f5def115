"""Endpoints: signed, patient, and no way into the house."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from pydantic import SecretStr
from sqlalchemy import Engine
from standardwebhooks.webhooks import Webhook

from tests.city import City
from tests.jobs.posting import chooses, occurs, passes, posting
from webapp import hook_http, messaging
from webapp.clock import system_time
from webapp.hook_http import HookRefused, checked
from webapp.house import House
from webapp.sealing import SealBroken, opened, seal
from workflows.actions import city as register
from workflows.actions import delivering, hooks
from workflows.records import Hook, HookDelivery, Occurrence, Person
from workflows.rules.errors import InvalidInput, NotPermitted
from workflows.rules.hook_signatures import secret_of

LOOPBACK = ("127.0.0.0/8",)
SECRET = secret_of(b"s" * 32)
BACK = {"box": "落实整改措施", "reason": "监测数据缺失"}


@dataclass
class Endpoint:
    """What was called, and what it answers."""

    status: int = 200
    body: bytes = b'{"errcode": 0, "errmsg": "ok"}'
    location: str = ""
    calls: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    port: int = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/robot?key=geheim"


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    """A server on this machine."""
    found = Endpoint()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            found.calls.append((self.path, dict(self.headers), body))
            self.send_response(found.status)
            if found.location:
                self.send_header("Location", found.location)
            self.send_header("Content-Length", str(len(found.body)))
            self.end_headers()
            self.wfile.write(found.body)

        def log_message(self, *_: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    found.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield found
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def city(sqlite_engine: Engine, tmp_path: Path) -> City:
    """A city with a system administrator; 周敏 wants returned tasks in her group too."""
    city = City.founded(sqlite_engine, tmp_path / "evidence")
    with city.transaction() as session:
        person = register.add_person(session, login="guanli", name="管理", title="", password_hash="x", at=city.now)
        unit = city.units["青禾市生态环境局"]
        register.seat(session, person_id=person.id, unit_id=unit, role="system_admin", at=city.now)
        city.people["管理"] = person.id
        session.query(Occurrence).update({Occurrence.told_at: city.now})
    chooses(city, "周敏", hook__task_returned="yes", mobile="13800000000")
    with city.transaction() as session:
        session.query(Occurrence).update({Occurrence.told_at: city.now})
    return city


@pytest.fixture
def house(city: City, tmp_path: Path) -> House:
    return posting(city, tmp_path, 25, smtp_host="", hook_allow=LOOPBACK, hook_seconds=5)


def set_up(city: City, house: House, endpoint: Endpoint, shape: str = "plain", **more: str) -> UUID:
    """The administrator sets up an endpoint."""
    secret = more.pop("secret", SECRET if shape == "plain" else "")
    given = hooks.Endpoint(
        name=more.pop("name", "工作群"),
        shape=shape,
        host="127.0.0.1",
        sealed_address=seal(house.settings, endpoint.address),
        sealed_secret=seal(house.settings, secret),
        **more,
    )
    with city.transaction() as session:
        return hooks.add_hook(session, endpoint=given, by=city.people["管理"], at=city.now).id


def returned(city: City, house: House, name: str = "周敏") -> None:
    occurs(city, "task_returned", name, **BACK)
    messaging.tell(house)


def log(city: City) -> list[HookDelivery]:
    with city.transaction() as session:
        return list(session.query(HookDelivery).order_by(HookDelivery.created_at))


def test_a_message_goes_to_the_endpoint_signed(city: City, house: House, endpoint: Endpoint) -> None:
    set_up(city, house, endpoint)
    returned(city, house)
    assert messaging.call(house) == 1
    [(path, headers, body)] = endpoint.calls
    assert path == "/robot?key=geheim"
    known = {name.lower(): value for name, value in headers.items()}
    hook = Webhook(SECRET)
    assert abs(int(known["webhook-timestamp"]) - city.now.timestamp()) < 1
    assert known["webhook-signature"] == hook.sign(known["webhook-id"], city.now.astimezone(UTC), body.decode())
    said = json.loads(body)
    assert (said["type"], said["data"]["title"]) == ("task_returned", "“落实整改措施”被退回，须重新办理")
    assert said["data"]["people"] == [{"name": "周敏", "login": "周敏", "mobile": "13800000000"}]
    assert messaging.call(house) == 0
    assert [each.state for each in log(city)] == ["done"]


@pytest.mark.parametrize("shape", ["wecom", "dingtalk"])
def test_robots_get_a_text_that_mentions_the_person(city: City, house: House, endpoint: Endpoint, shape: str) -> None:
    set_up(city, house, endpoint, shape, secret="SEC123" if shape == "dingtalk" else "")
    returned(city, house)
    assert messaging.call(house) == 1
    [(path, headers, body)] = endpoint.calls
    said = json.loads(body)
    assert said["msgtype"] == "text"
    assert said["text"]["content"].startswith(
        "【销号】“落实整改措施”被退回，须重新办理\n请周敏查看：https://xiaohao.example.cn/"
    )
    assert "监测数据缺失" not in said["text"]["content"], "a reason is not for a whole group"
    assert "13800000000" in json.dumps(said)
    assert ("&timestamp=" in path and "&sign=" in path) == (shape == "dingtalk")
    assert "webhook-signature" not in {name.lower() for name in headers}


def test_a_robot_that_says_no_with_200_has_not_taken_it(city: City, house: House, endpoint: Endpoint) -> None:
    set_up(city, house, endpoint, "dingtalk")
    endpoint.body = json.dumps({"errcode": 310000, "errmsg": "sign not match"}).encode()
    returned(city, house)
    assert messaging.call(house) == 0
    [last] = log(city)
    assert (last.state, last.status) == ("waiting", 200)
    assert "机器人没有接收（310000）：sign not match" in (last.error or "")


def test_what_fails_is_tried_at_growing_intervals_under_the_same_id_and_given_up(
    city: City, house: House, endpoint: Endpoint
) -> None:
    set_up(city, house, endpoint)
    endpoint.status = 503
    returned(city, house)
    for _ in range(12):
        messaging.call(house)
        passes(city, hours=10, minutes=1)
    [last] = log(city)
    assert (last.state, last.tries, last.status) == ("dead", 8, 503)
    assert len({headers["webhook-id"] for _, headers, _ in endpoint.calls}) == 1
    endpoint.status = 200
    with city.transaction() as session:
        hooks.retry_delivery(session, delivery_id=last.id, by=city.people["管理"], at=city.now)
    assert messaging.call(house) == 1
    assert log(city)[0].state == "done"


def test_an_endpoint_that_fails_for_three_days_is_switched_off_and_its_administrator_is_told(
    city: City, house: House, endpoint: Endpoint
) -> None:
    hook_id = set_up(city, house, endpoint)
    endpoint.status = 500
    for _ in range(5):
        returned(city, house)
        messaging.call(house)
        passes(city, hours=20)
    with city.transaction() as session:
        hook = session.get_one(Hook, hook_id)
        assert not hook.active
        assert (hook.off_reason or "").startswith("连续 3 天没有一次送达")
        told = session.query(Occurrence).filter(Occurrence.kind == "system").one()
        assert "“工作群”已自动停用" in told.text
    called = len(endpoint.calls)
    messaging.call(house)
    assert len(endpoint.calls) == called, "one that is off is not called"


def test_an_endpoint_that_is_gone_is_switched_off_at_once(city: City, house: House, endpoint: Endpoint) -> None:
    hook_id = set_up(city, house, endpoint)
    endpoint.status = 410
    returned(city, house)
    messaging.call(house)
    with city.transaction() as session:
        assert not session.get_one(Hook, hook_id).active


def test_a_redirect_is_not_followed(city: City, house: House, endpoint: Endpoint) -> None:
    set_up(city, house, endpoint)
    endpoint.status, endpoint.location = 302, "http://127.0.0.1:1/secret"
    returned(city, house)
    assert messaging.call(house) == 0
    assert len(endpoint.calls) == 1
    assert "重定向不会跟随" in (log(city)[0].error or "")


def test_only_the_people_of_its_unit_are_told_where_an_endpoint_is_a_unit_s(
    city: City, house: House, endpoint: Endpoint
) -> None:
    set_up(city, house, endpoint, unit=str(city.units["青禾市生态环境局"]))
    set_up(city, house, endpoint, name="云溪县群", unit=str(city.units["云溪县"]))
    returned(city, house)
    messaging.call(house)
    assert len(endpoint.calls) == 1


def test_who_did_not_choose_it_or_was_deactivated_is_not_told_of(city: City, house: House, endpoint: Endpoint) -> None:
    set_up(city, house, endpoint)
    returned(city, house, "马东")
    returned(city, house)
    with city.transaction() as session:
        session.get_one(Person, city.people["周敏"]).active = False
    assert messaging.call(house) == 0
    assert endpoint.calls == []
    assert [each.state for each in log(city)] == ["dropped"]


def test_quiet_hours_hold_for_endpoints_too(city: City, house: House, endpoint: Endpoint) -> None:
    set_up(city, house, endpoint)
    passes(city, hours=14)  # eleven at night
    returned(city, house)
    assert messaging.call(house) == 0
    passes(city, hours=8)
    assert messaging.call(house) == 1


def test_a_worker_killed_before_it_could_note_it_calls_again_under_the_same_id(
    city: City, house: House, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def killed(*_: object, **__: object) -> None:
        raise Killed

    set_up(city, house, endpoint)
    returned(city, house)
    with monkeypatch.context() as at_that_moment:
        at_that_moment.setattr(delivering, "delivered", killed)
        with pytest.raises(Killed):
            messaging.call(house)
    assert messaging.call(house) == 0
    passes(city, minutes=11)
    assert messaging.call(house) == 1
    assert len({headers["webhook-id"] for _, headers, _ in endpoint.calls}) == 1


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "https://localhost/",
        "https://[::1]/",
        "https://10.1.2.3/hook",
        "https://192.168.0.1/",
        "https://172.16.5.5/",
        "https://169.254.169.254/latest/meta-data/",
        "https://[fe80::1]/",
        "https://[fc00::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://[64:ff9b::7f00:1]/",
        "https://[2002:7f00:1::]/",
        "https://0.0.0.0/",
        "https://224.0.0.1/",
        "https://0x7f000001/",
        "https://2130706433/",
        "https://user:pass@example.com/",
        "http://93.184.215.14/",
        "ftp://93.184.215.14/",
        "https://",
        "https://93.184.215.14:99999/",
        "https://93.184.215.14/ x",
        "https://例子.中国/",
        "not an address",
        "https://93.184.215.14/" + "a" * 1000,
    ],
)
def test_an_address_that_leads_into_the_house_or_is_none_is_refused(address: str) -> None:
    with pytest.raises(HookRefused):
        checked(address, ())


def test_a_public_address_is_taken_and_an_inner_one_where_it_is_listed() -> None:
    assert checked("https://93.184.215.14/hook", ()).hostname == "93.184.215.14"
    assert checked("http://10.1.2.3:8080/hook", ("10.1.2.0/24",)).port == 8080
    with pytest.raises(HookRefused, match="内部网络"):
        checked("https://10.1.3.3/hook", ("10.1.2.0/24",))


def test_a_name_that_answers_differently_a_moment_later_gains_nothing(
    monkeypatch: pytest.MonkeyPatch, endpoint: Endpoint
) -> None:
    answers = iter(["93.184.215.14", "127.0.0.1", "127.0.0.1"])

    def looked_up(*_: object, **__: object) -> list[tuple[Any, ...]]:
        return [(2, 1, 6, "", (next(answers), 0))]

    monkeypatch.setattr(hook_http.socket, "getaddrinfo", looked_up)
    with pytest.raises(HookRefused, match="内部网络"):
        hook_http.post(f"https://rebind.example.cn:{endpoint.port}/", b"{}", {}, allow=(), seconds=1)
    assert endpoint.calls == []


def test_an_endpoint_that_says_nothing_holds_nobody_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        with pytest.raises(hook_http.HookFailed, match="太久没有答复"):
            hook_http.post(address, b"{}", {}, allow=LOOPBACK, seconds=0.2)


def test_nothing_in_the_database_shows_an_address_or_a_secret(city: City, house: House, endpoint: Endpoint) -> None:
    hook_id = set_up(city, house, endpoint)
    with city.transaction() as session:
        hook = session.get_one(Hook, hook_id)
        kept = f"{hook.sealed_address}{hook.sealed_secret}{hook.host}{hook.name}"
        assert "geheim" not in kept
        assert SECRET not in kept
        assert opened(house.settings, hook.sealed_secret) == SECRET
        with pytest.raises(SealBroken):
            opened(house.settings.model_copy(update={"secret": SecretStr("another")}), hook.sealed_secret)


def test_a_changed_secret_signs_beside_the_old_one_for_a_day(city: City, house: House, endpoint: Endpoint) -> None:
    hook_id = set_up(city, house, endpoint)
    new = seal(house.settings, secret_of(b"n" * 32))
    with city.transaction() as session:
        hooks.change_secret(session, hook_id=hook_id, sealed=new, by=city.people["管理"], at=city.now)
    returned(city, house)
    messaging.call(house)
    passes(city, hours=25)
    returned(city, house)
    messaging.call(house)
    signatures = [headers["webhook-signature"].split(" ") for _, headers, _ in endpoint.calls]
    assert [len(each) for each in signatures] == [2, 1]


def test_only_the_system_administrator_sets_up_endpoints_and_under_a_name_of_their_own(
    city: City, house: House, endpoint: Endpoint
) -> None:
    set_up(city, house, endpoint)
    with pytest.raises(InvalidInput):
        set_up(city, house, endpoint)
    with pytest.raises(InvalidInput) as refused:
        set_up(city, house, endpoint, "telegram", name=" ", unit="niemand")
    assert {each.field for each in refused.value.problems} == {"name", "shape", "unit"}
    city.people["管理"] = city.people["李国庆"]
    with pytest.raises(NotPermitted):
        set_up(city, house, endpoint, name="另一个")


def test_a_test_message_reaches_the_endpoint(city: City, house: House, endpoint: Endpoint) -> None:
    hook_id = set_up(city, house, endpoint)
    with city.transaction() as session:
        hooks.try_hook(session, hook_id=hook_id, by=city.people["管理"], at=system_time())
    city.now = system_time()
    assert messaging.call(house) == 1
    assert Webhook(SECRET).verify(endpoint.calls[0][2], {k.lower(): v for k, v in endpoint.calls[0][1].items()})

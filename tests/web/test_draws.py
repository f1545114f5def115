"""The pages of a random audit: the office's forms, and what a stranger sees before and after the seed exists."""

from __future__ import annotations

import json
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from tests.story import people
from tests.web.browser import Visitor, words
from tests.web.conftest import Watch
from webapp.app import create_app
from webapp.clock import Clock
from webapp.demonstration import LIST
from webapp.settings import Settings
from workflows.records import make_engine
from workflows.rules.deadlines import CITY_ZONE

TITLE = "整治建筑工地扬尘"


@pytest.fixture(scope="module")
def founded(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration city in which one problem waits to be drawn, instead of the untouched one."""
    directory = tmp_path_factory.mktemp("pooled")
    path = directory / "pooled.db"
    shutil.copyfile(founded, path)
    engine = make_engine(f"sqlite:///{path}")
    app = create_app(Settings(data_dir=directory, demo=True), engine=engine, clock=Clock(movable=True, system=Watch()))
    steps: tuple[tuple[str, Any], ...] = (
        ("zhoumin", people.rectified),
        ("chenjing", people.self_checked),
        ("wanglixin", people.reinspected),
        ("zhaoqiang", people.confirmed),
    )
    for login, answers in steps:
        person = Visitor(app).signed_in(login)
        address = person.task(TITLE)
        person.fills(address, {**answers(person.opens(address)), "go": "submit"})
    engine.dispose()
    return path


def frozen(office: Visitor, watch: Watch, **values: str) -> str:
    """The address of a list that was frozen now, with a seed in ten minutes."""
    seed_at = (watch.time + timedelta(minutes=10)).astimezone(CITY_ZONE).strftime("%Y-%m-%dT%H:%M")
    return office.fills("/draws", {**people.frozen(seed_at=seed_at), **values}).location


def drawn(office: Visitor, watch: Watch) -> str:
    """The address of a list that was drawn."""
    address = frozen(office, watch)
    watch.passes(minutes=10)
    office.fills(f"{address}/seed", people.seed())
    return address


class TestTheOffice:
    def test_sees_every_fault_beside_its_field(self, office: Visitor) -> None:
        answer = office.fills("/draws", {"percent": "200", "seed_source": "号码", "seed_at": ""}, status=422)

        for field in ("percent", "seed_source", "seed_at", "minimum"):
            assert f'id="{field}-error"' in answer.text, field
        assert "1 到 100 的整数" in words(answer.text)
        assert 'value="200"' in answer.text, "what was typed stays"

    def test_freezes_and_is_led_to_what_everybody_sees(self, office: Visitor, watch: Watch) -> None:
        said = words(office.opens(frozen(office, watch)))

        assert "已冻结并公开" in said
        assert "福彩双色球第 2026136 期开奖号码" in said

    def test_cannot_freeze_a_pool_that_is_not_the_one_it_saw(self, office: Visitor) -> None:
        answer = office.fills("/draws", {**people.frozen(seed_at="2026-11-21T21:15"), "seen": "0" * 64}, status=409)

        assert "没有保存" in words(answer.text)

    def test_draws_only_when_the_number_is_out(self, office: Visitor, watch: Watch) -> None:
        address = frozen(office, watch)
        assert f"{address}/seed" not in office.opens("/draws")
        early = office.client.post(f"{address}/seed", data={**people.seed(), "csrf_token": office.token("/clock")})
        assert (early.status_code, "才公布" in early.text) == (409, True)

        watch.passes(minutes=10)
        wrong = office.fills(f"{address}/seed", {**people.seed(), "seed_again": "03"}, status=422)
        assert "两次填写的号码不一样" in words(wrong.text)
        office.fills(f"{address}/seed", people.seed())

        assert "抽中 1 / 1 个" in words(office.opens("/draws"))
        assert "不能再抽第二次" in words(office.opens(f"{address}/seed"))
        again = office.client.post(f"{address}/seed", data={**people.seed(), "csrf_token": office.token("/clock")})
        assert again.status_code == 409

    def test_gives_a_list_up_with_a_reason_that_everybody_reads(
        self, office: Visitor, stranger: Visitor, watch: Watch
    ) -> None:
        address = frozen(office, watch)
        office.fills(f"{address}/withdraw", {"reason": ""}, status=422)
        office.fills(f"{address}/withdraw", {"reason": "该期停售，改用下一期。"})

        assert "该期停售，改用下一期。" in words(stranger.opens(address))
        assert TITLE in words(office.opens("/draws")), "the problem is in the pool again"

    def test_leaves_giving_up_late_to_its_head(
        self, app: Flask, office: Visitor, stranger: Visitor, watch: Watch
    ) -> None:
        address = frozen(office, watch)
        watch.passes(minutes=20)
        assert "只能由领导小组办公室负责人撤销" in words(office.opens(f"{address}/withdraw"))

        Visitor(app).signed_in("liguoqing").fills(f"{address}/withdraw", {"reason": "该期开奖推迟，另行冻结。"})

        assert "在号码公布时间之后撤销" in words(stranger.opens(address))

    def test_replaces_an_auditor_and_the_task_goes_to_the_next(self, app: Flask, office: Visitor, watch: Watch) -> None:
        drawn(office, watch)
        both = {"孙悦": office, "钱伟": Visitor(app).signed_in("qianwei")}
        first = both[office.finds(r'data-label="抽查人员">([^<]+)<', "/draws")]
        [second] = set(both.values()) - {first}
        task = first.task(TITLE)
        assert "抽签确定的" in words(second.opens(task))

        form = office.finds(r'href="(/draws/[^"]+/auditors/[^"]+)"', "/draws")
        leaves = office.finds(r'name="leaves" value="([^"]+)"', form)
        assert "原因" in words(office.fills(form, {"leaves": leaves, "reason": ""}, status=422).text)
        office.fills(form, {"leaves": leaves, "reason": "外出学习，不在本市。"})

        assert "签名并提交" in second.opens(task)
        assert "签名并提交" not in first.opens(task)


class TestAStranger:
    def test_reads_the_list_before_the_seed_and_the_result_after(
        self, office: Visitor, stranger: Visitor, watch: Watch
    ) -> None:
        address = frozen(office, watch)
        before = words(stranger.opens(address))
        assert ("等待号码公布" in before, LIST in before, "云溪县" in before) == (True, True, True)
        digest = json.loads(stranger.client.get(f"{address}.json").text)["digest"]
        assert digest in before

        watch.passes(minutes=10)
        office.fills(f"{address}/seed", people.seed())

        after = words(stranger.opens(address))
        assert ("抽中 1 / 1 个" in after, digest in after, "03071219253108" in after) == (True, True, True)
        assert "已抽取" in words(stranger.opens("/draws/public"))

    def test_reads_nobodys_name(self, office: Visitor, stranger: Visitor, watch: Watch) -> None:
        address = drawn(office, watch)
        for page in (address, f"{address}.json", "/draws/public"):
            text = stranger.client.get(page).text
            assert not [name for name in ("孙悦", "钱伟", "王立新", "周敏", TITLE) if name in text], page

    def test_finds_the_script_printed_and_to_download(self, office: Visitor, stranger: Visitor, watch: Watch) -> None:
        page = stranger.opens(drawn(office, watch))

        assert "def draw(frozen" in words(page)
        script = stranger.client.get("/draws/recompute_draw.py")
        assert script.content_type == "text/x-python; charset=utf-8"
        assert "recompute_draw.py" in script.headers["Content-Disposition"]

    def test_cannot_reach_the_forms(self, office: Visitor, stranger: Visitor, watch: Watch) -> None:
        address = drawn(office, watch)
        for form in ("seed", "withdraw", f"auditors/{UUID(int=7)}"):
            assert stranger.client.get(f"{address}/{form}").status_code == 303


def test_who_is_not_of_the_office_may_look_but_not_freeze(app: Flask) -> None:
    inspector = Visitor(app).signed_in("wanglixin")
    page = inspector.opens("/draws")

    assert (TITLE in page, "冻结并公开</button>" in page) == (True, False)
    list_id = Visitor(app).signed_in("sunyue").finds(r'name="list_id" value="([^"]+)"', "/draws")
    data = {**people.frozen(seed_at="2026-11-21T21:15"), "csrf_token": inspector.token("/clock"), "list_id": list_id}
    assert inspector.client.post("/draws", data=data).status_code == 403

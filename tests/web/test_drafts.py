"""Nothing that was typed is lost: drafts, a sign-in that runs out in the middle of a form, and who was faster."""

from __future__ import annotations

import html
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from tests.web.browser import HIDDEN, Visitor, words
from tests.web.conftest import Watch
from tests.web.journey import LONG, TITLE
from tests.web.test_doing_a_task import count, report
from webapp.demonstration import PASSWORD
from webapp.forgetting import forget
from webapp.house import KEY, House
from workflows.records import FormDraft, SignOff

TYPED = "写到一半：南侧裸土已覆盖 & <北侧> 还差两处"


def filled(visitor: Visitor, task: str, **values: Any) -> dict[str, Any]:
    """The form as a browser would send it."""
    page = visitor.opens(task)
    hidden = dict(HIDDEN.findall(page[page.index('id="task-form"') :]))
    return {**hidden, **values}


def drafts(app: Flask) -> int:
    house: House = app.extensions[KEY]
    with house.sessions() as session:
        return session.scalar(select(func.count()).select_from(FormDraft)) or 0


def test_a_draft_is_kept_with_one_button_and_found_again(app: Flask, unit: Visitor) -> None:
    task = unit.task(TITLE)
    unit.client.post(task, data=filled(unit, task, go="draft", statement=TYPED))

    page = unit.opens(task)

    assert html.escape(TYPED, quote=False) in page
    assert "没有提交的内容" in words(page)
    assert count(app, SignOff) == 0


def test_a_draft_belongs_to_one_person_alone(app: Flask, unit: Visitor) -> None:
    task = unit.task(TITLE)
    unit.client.post(task, data=filled(unit, task, go="draft", statement=TYPED))

    assert "写到一半" not in Visitor(app).signed_in("madong").opens(task)


def test_a_draft_is_kept_as_it_is_typed_and_thrown_away_on_demand(app: Flask, unit: Visitor) -> None:
    task = unit.task(TITLE)
    data = filled(unit, task, draft_path=task, statement=TYPED)
    assert unit.client.post("/drafts", data=data).status_code == 204
    assert "写到一半" in unit.opens(task)

    answer = unit.client.post("/drafts/discard", data={"csrf_token": unit.token("/"), "draft_path": task})

    assert (answer.status_code, answer.location) == (303, task)
    assert "写到一半" not in unit.opens(task)
    assert drafts(app) == 0


def test_a_draft_names_a_page_of_this_site_and_has_bounds(unit: Visitor) -> None:
    token = unit.token("/")
    elsewhere = [
        unit.client.post(address, data={"csrf_token": token, "draft_path": path}).status_code
        for address in ("/drafts", "/drafts/discard")
        for path in ("//evil.example", "https://evil.example", "", "/" + "x" * 600)
    ]
    long = unit.client.post("/drafts", data={"csrf_token": token, "draft_path": "/tasks", "a": "长" * 400_001})

    assert set(elsewhere) == {400}
    assert long.status_code == 413


def test_a_sign_in_that_runs_out_in_the_middle_of_a_form_loses_nothing(app: Flask, unit: Visitor, watch: Watch) -> None:
    task = unit.task(TITLE)
    data = {**filled(unit, task), **report(unit.opens(task), statement=TYPED * 2)}
    watch.passes(minutes=31)

    sent = unit.client.post(task, data=data)

    assert (sent.status_code, count(app, SignOff)) == (303, 0)
    gate = unit.opens(sent.location)
    assert "您刚才填写的内容已经保存，登录后会回到原来的页面；还没有提交。" in words(gate)
    back = unit.client.post(
        sent.location, data={"csrf_token": unit.token(sent.location), "login": "zhoumin", "password": PASSWORD}
    )
    assert back.location == task
    page = unit.opens(task)
    assert html.escape(TYPED * 2, quote=False) in page
    assert 'value="2026-11-18"' in page
    assert page.count('value="done" checked') == len([name for name in data if name.endswith("-finding")])


def test_a_request_for_a_later_deadline_comes_back_too(unit: Visitor, watch: Watch) -> None:
    problem = unit.finds(rf'href="(/problems/[^"]+)">{TITLE}<', "/problems")
    page = unit.opens(f"{problem}/ask-extension")
    hidden = dict(HIDDEN.findall(page[page.index("<main") :]))
    watch.passes(minutes=31)

    sent = unit.client.post(f"{problem}/ask-extension", data={**hidden, "due_on": "2027-01-31", "reason": TYPED})
    unit.sign_in("zhoumin")

    assert sent.location.endswith("/ask-extension")
    back = unit.opens(f"{problem}/ask-extension")
    assert html.escape(TYPED, quote=False) in back
    assert 'value="2027-01-31"' in back


def test_what_was_kept_of_a_lapsed_sign_in_is_not_shown_to_who_signs_in_next(unit: Visitor, watch: Watch) -> None:
    task = unit.task(TITLE)
    data = filled(unit, task, statement=TYPED)
    watch.passes(minutes=31)
    unit.client.post(task, data=data)

    unit.sign_in("madong")

    assert "写到一半" not in unit.opens(task)


def test_nothing_is_kept_for_who_signed_out_or_never_signed_in(app: Flask, unit: Visitor, stranger: Visitor) -> None:
    task = unit.task(TITLE)
    data = filled(unit, task, statement=TYPED)
    unit.client.post("/sign-out", data={"csrf_token": data["csrf_token"]})
    late = {**data, "csrf_token": unit.token("/sign-in")}

    answers = [
        unit.client.post(task, data=late),
        stranger.client.post(task, data={**data, "csrf_token": stranger.token("/sign-in")}),
    ]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert drafts(app) == 0


def test_a_draft_is_gone_once_the_form_was_accepted(app: Flask, unit: Visitor) -> None:
    task = unit.task(TITLE)
    unit.client.post(task, data=filled(unit, task, go="draft", statement=TYPED))
    assert drafts(app) == 1

    unit.fills(task, report(unit.opens(task)))

    assert drafts(app) == 0


def test_a_refusal_that_is_no_fields_keeps_what_was_typed(app: Flask, unit: Visitor) -> None:
    task = unit.task(TITLE)
    data = {**filled(unit, task), **report(unit.opens(task), statement=LONG + "本人填写")}
    Visitor(app).signed_in("madong").fills(task, {}, send_to=f"{task}/claim")

    refused = unit.client.post(task, data=data)

    assert refused.status_code == 403
    assert drafts(app) == 1


def test_who_was_slower_is_told_who_and_when_and_gets_back_what_they_typed(app: Flask, unit: Visitor) -> None:
    task = unit.task(TITLE)
    late = {**filled(unit, task), **report(unit.opens(task), statement=LONG + "晚了一步")}
    colleague = Visitor(app).signed_in("madong")
    colleague.fills(task, report(colleague.opens(task)))

    answer = unit.client.post(task, data=late)

    assert answer.status_code == 409
    said = words(answer.text)
    assert "已由 马东 于 11 月 20 日 10:00 办理" in said
    assert "晚了一步" in said
    assert "自查自验：青禾市住房和城乡建设局" in said
    assert count(app, SignOff) == 1


def test_a_task_that_is_done_opens_calmly_and_offers_the_next(app: Flask, unit: Visitor) -> None:
    task = unit.task(TITLE)
    unit.fills(task, report(unit.opens(task)))

    page = unit.opens(task)

    said = words(page)
    assert "您于 2026 年 11 月 20 日 10:00 办理了“落实整改措施”" in said
    assert "自查自验：青禾市住房和城乡建设局" in said
    following = unit.finds(r'data-next href="([^"]+)"', task)
    assert following in unit.opens("/")
    assert "周敏于" in words(Visitor(app).signed_in("madong").opens(task))
    assert Visitor(app).signed_in("wufang").client.get(task).status_code == 404


def test_drafts_nobody_came_back_for_are_forgotten(app: Flask, unit: Visitor, watch: Watch) -> None:
    task = unit.task(TITLE)
    unit.client.post(task, data=filled(unit, task, go="draft", statement=TYPED))
    watch.time += timedelta(days=31)

    forget(app.extensions[KEY])

    assert drafts(app) == 0

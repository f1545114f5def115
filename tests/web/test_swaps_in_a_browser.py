"""Pieces of a page are replaced under the hands of who works with the keyboard: the focus stays, or goes where the work goes on, and what came
is said once and not at every look."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from PIL import Image
from playwright.sync_api import Page, expect
from sqlalchemy import update

from tests.web import test_in_a_browser as shared
from tests.web.test_in_a_browser import TITLE, open_task, sign_in
from tests.web.test_plan_pages import PLAN
from webapp.house import KEY
from workflows.records import PlanReview, session_factory

pytestmark = shared.pytestmark
site, chromium, page = shared.site, shared.chromium, shared.page


def looks_again(page: Page) -> None:
    """Time passes until the page has asked how far the work is."""
    with page.expect_response("**/plans/*"):
        page.clock.run_for(2100)
    page.clock.run_for(200)


def stands(app: Flask, status: str) -> None:
    """Where the plan has got to meanwhile."""
    with session_factory(app.extensions[KEY].engine)() as session:
        session.execute(update(PlanReview).values(status=status, dropped_reason="重复上传"))
        session.commit()


@pytest.fixture
def reading(page: Page, app: Flask, tmp_path: Path) -> Page:
    """A plan that is still being read."""
    file = tmp_path / "方案.txt"
    file.write_text(PLAN, encoding="utf-8")
    sign_in(page, "sunyue")
    page.goto("/plans")
    page.set_input_files("#file", file)
    page.click("button:text('上传并读取')")
    expect(page.locator("[data-review]")).to_be_visible()
    stands(app, "reading")
    page.clock.install()
    page.goto(page.url.partition("?")[0])
    expect(page.locator("#plan-state h2")).to_have_text("正在读取")
    return page


def test_progress_that_is_looked_at_again_stays_as_it_is_while_there_is_nothing_new(reading: Page) -> None:
    reading.locator(".bell").focus()
    looks_again(reading)
    reading.evaluate("document.querySelector('#plan-state h2').dataset.same = 'yes'")
    looks_again(reading)
    expect(reading.locator("#plan-state h2")).to_have_attribute("data-same", "yes")
    expect(reading.locator(".bell")).to_be_focused()


def test_when_the_work_is_done_the_focus_goes_to_what_came_of_it(reading: Page, app: Flask) -> None:
    reading.locator("#plan-after a").focus()
    stands(app, "dropped")
    looks_again(reading)
    expect(reading.locator("#plan-state h2")).to_have_text("已放弃")
    expect(reading.locator("#plan-state h2")).to_be_focused()


def test_a_plan_that_was_read_meanwhile_is_offered_and_not_a_page_within_the_page(reading: Page, app: Flask) -> None:
    stands(app, "reviewing")
    looks_again(reading)
    expect(reading.locator("#plan-state h2")).to_have_text("读好了")
    expect(reading.locator("main")).to_have_count(1)


def test_a_narrowed_list_says_how_many_it_found_and_leaves_the_focus_on_the_filter(page: Page) -> None:
    sign_in(page, "sunyue")
    page.goto("/problems")
    every = page.locator("#found tbody tr").count()
    page.locator("#unit_id").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-found-said]")).to_contain_text("共")
    assert page.locator("#found tbody tr").count() < every
    expect(page.locator("#unit_id")).to_be_focused()
    page.locator("#text").fill("没有这样的问题")
    page.keyboard.press("Enter")
    expect(page.locator("[data-found-said]")).to_have_text("没有符合条件的问题")
    expect(page.locator("#text")).to_be_focused()


def test_a_file_that_came_or_was_cancelled_leaves_the_focus_in_the_list_of_files(page: Page, tmp_path: Path) -> None:
    photo = tmp_path / "现场.jpg"
    Image.new("RGB", (64, 48), (120, 150, 130)).save(photo, "JPEG")
    sign_in(page, "zhoumin")
    open_task(page, TITLE)
    page.set_input_files("#files", photo)
    expect(page.locator("#evidence-list a").first).to_be_visible()
    first = page.locator("#evidence-list a").first
    held = first.get_attribute("href")
    first.focus()
    photo.write_bytes(photo.read_bytes() + b"\0")
    page.set_input_files("#files", photo)
    expect(page.locator("[data-upload-status]")).to_have_text("已上传 2 个文件")
    assert page.evaluate("document.activeElement.getAttribute('href')") == held

    empty = tmp_path / "空.jpg"
    empty.touch()
    page.set_input_files("#files", empty)
    page.locator("button:text('知道了')").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".uploads")).to_be_focused()

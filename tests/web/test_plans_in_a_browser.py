"""Looking a plan through with the keyboard and with the mouse, in Debian's Chromium; and without scripts."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from tests.web.test_in_a_browser import chromium, page, sign_in, site  # noqa: F401  # fixtures of the room
from tests.web.test_plan_pages import PLAN
from webapp.house import KEY

CHROMIUM = shutil.which("chromium")
pytestmark = [pytest.mark.slow, pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's chromium")]


@pytest.fixture
def plan(page: Page, tmp_path: Path) -> Page:  # noqa: F811  # the fixture above
    """A plan that was just uploaded."""
    file = tmp_path / "方案.txt"
    file.write_text(PLAN, encoding="utf-8")
    sign_in(page, "sunyue")
    page.goto("/plans")
    page.set_input_files("#file", file)
    page.click("button:text('上传并读取')")
    expect(page.locator("[data-review]")).to_be_visible()
    return page


def test_the_keyboard_leads_from_doubt_to_doubt_and_into_a_field(plan: Page) -> None:
    first = plan.locator(".in-hand h2").inner_text()
    assert plan.locator(".line.lit").count() >= 1
    plan.keyboard.press("n")
    plan.wait_for_url("**doubt=**")
    expect(plan.locator("#doubts")).to_be_focused()
    plan.keyboard.press("ArrowDown")
    expect(plan.locator("#f-number")).to_be_focused()
    plan.locator("#f-target").focus()
    plan.keyboard.press("Enter")
    expect(plan.locator("#in-target")).to_be_focused()
    plan.keyboard.press("Escape")
    expect(plan.locator("#f-target")).to_be_focused()
    plan.keyboard.press("k")
    plan.wait_for_url("**problem=**")
    assert plan.locator(".in-hand h2").inner_text()
    assert first


def test_a_field_lights_its_lines_and_the_pane_scrolls_there(plan: Page) -> None:
    plan.locator("#f-deadline").focus()
    lit = plan.locator(".line.lit")
    expect(lit).to_have_count(1)
    expect(lit).to_contain_text("整改时限")
    expect(lit).to_be_in_viewport()


def test_what_is_typed_is_saved_on_the_way_to_the_next_doubt(plan: Page) -> None:
    number = plan.locator(".in-hand .no").inner_text()
    plan.locator("#f-area summary").click()
    plan.fill("#in-area", "写到一半的领域")
    plan.click("a:text('下一处疑点')")
    expect(plan.locator(".message.done")).to_contain_text("已保存")
    plan.click("a:text('全部问题')")
    expect(plan.locator("tr", has_text="写到一半的领域").locator(".no")).to_have_text(number)


def test_keys_can_be_switched_off_and_letters_in_a_field_are_letters(plan: Page) -> None:
    plan.locator("#f-area summary").click()
    plan.locator("#in-area").press_sequentially("njpk")
    expect(plan.locator("#in-area")).to_have_value("njpk")
    plan.keyboard.press("Escape")
    plan.evaluate("document.querySelector('form[data-dirty]').removeAttribute('data-dirty')")
    plan.locator("[data-keys-on]").uncheck()
    pressed = "document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'n', bubbles: true, cancelable: true}))"
    assert plan.evaluate(pressed) is True, "nobody took the key"
    plan.locator("[data-keys-on]").check()
    assert plan.evaluate(pressed) is False
    plan.wait_for_url("**doubt=**")


def test_a_file_that_is_too_large_is_refused_before_it_is_sent(page: Page, tmp_path: Path) -> None:  # noqa: F811
    sign_in(page, "sunyue")
    page.goto("/plans")
    page.evaluate("document.querySelector('[data-plan-upload]').dataset.limit = '10'")
    file = tmp_path / "大.txt"
    file.write_text(PLAN, encoding="utf-8")
    page.set_input_files("#file", file)
    expect(page.locator("[data-file-error]")).to_contain_text("没有上传")


def test_a_passage_is_marked_with_the_mouse_and_with_the_keyboard(plan: Page) -> None:
    free = plan.locator(".line", has_text="联系人：某某")
    free.click()
    expect(free).to_have_class(re.compile("marked"))
    expect(plan.locator("[data-passage-said]")).to_contain_text("已标第")
    expect(plan.locator("button:text('登记为新问题')")).to_be_enabled()
    free.focus()
    plan.keyboard.press("Shift+ArrowUp")
    expect(plan.locator(".line.marked")).to_have_count(2)
    expect(plan.locator("button:text('登记为新问题')")).to_be_disabled()
    expect(plan.locator("[data-passage-said]")).to_contain_text("拆开")
    expect(plan.locator("button:text('从这里拆开')")).to_be_visible()
    plan.keyboard.press("Escape")
    expect(plan.locator(".line.marked")).to_have_count(0)
    plan.locator("h1").click()
    plan.keyboard.press("o")
    expect(plan.locator(".line.marked")).to_have_count(1)
    free.click()
    plan.keyboard.press("Enter")
    expect(plan.locator("button:text('登记为新问题')")).to_be_focused()
    plan.keyboard.press("Enter")
    expect(plan.locator(".message.done")).to_contain_text("增加一个问题")
    expect(plan.locator(".in-hand h2")).to_contain_text("联系人")


def test_everything_is_reached_without_scripts(chromium: Browser, site: str, app: Flask, tmp_path: Path) -> None:  # noqa: F811
    assert app.extensions[KEY]
    context = chromium.new_context(base_url=site, locale="zh-CN", java_script_enabled=False)
    plain = context.new_page()
    sign_in(plain, "sunyue")
    plain.goto("/plans")
    file = tmp_path / "方案.txt"
    file.write_text(PLAN, encoding="utf-8")
    plain.set_input_files("#file", file)
    plain.click("button:text('上传并读取')")
    plain.click("#f-deadline a[data-light]")
    expect(plain.locator(".line.lit")).to_contain_text("整改时限")
    plain.locator("#f-target summary").click()
    plain.fill("#in-target", "没有脚本也能改")
    plain.locator("#f-target button:text('保存')").click()
    expect(plain.locator("#f-target")).to_contain_text("没有脚本也能改")
    context.close()

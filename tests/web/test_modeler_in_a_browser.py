"""bpmn-js Modeler in Debian's Chromium, under the site's own content policy: drawing, settings, check and preview side by side."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect, sync_playwright
from werkzeug.serving import make_server

from webapp.assets import STATIC
from webapp.demonstration import PASSWORD

CHROMIUM = shutil.which("chromium")
MODELER = STATIC / "vendor" / "bpmn-modeler.production.min.js"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's chromium"),
    pytest.mark.skipif(not MODELER.is_file(), reason="the third-party files of the pages are not fetched here"),
]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for the file."""
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser, app: Flask) -> Iterator[Page]:
    """The leader's browser in the editor; a refused script or style, or any script error, fails the test."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    context = chromium.new_context(
        base_url=f"http://127.0.0.1:{server.port}", locale="zh-CN", viewport={"width": 1280, "height": 900}
    )
    opened, complaints = context.new_page(), []
    opened.on("pageerror", lambda problem: complaints.append(str(problem)))
    opened.on("console", lambda said: complaints.append(said.text) if "Content Security Policy" in said.text else None)
    _open_editor(opened)
    yield opened
    context.close()
    server.shutdown()
    thread.join()
    assert complaints == []


def _open_editor(page: Page) -> None:
    page.goto("/sign-in")
    page.fill("#login", "liguoqing")
    page.fill("#password", PASSWORD)
    page.click("main button[type=submit]")
    page.goto("/diagrams")
    page.click('section:has(code:text-is("rectification")) >> text=修改')
    expect(page.locator("#modeler .djs-container")).to_be_visible()


def shape(box: str) -> str:
    return f".djs-element[data-element-id={box}] > .djs-hit"


def test_a_box_renamed_in_its_settings_is_told_beside_the_drawing_and_deployed(page: Page) -> None:
    page.click(shape("rectify"), force=True)
    page.get_by_label("名称", exact=True).fill("落实整改任务")
    page.keyboard.press("Tab")

    expect(page.locator("#check")).to_contain_text("人工任务改名：“落实整改措施”改为“落实整改任务”")
    page.click("text=部署为新版本")
    expect(page.locator("#messages")).to_contain_text("第 2 版已部署")
    expect(page.locator("#difference li")).to_have_count(1)


def test_a_condition_that_cannot_be_used_is_a_finding_that_lights_its_box(page: Page) -> None:
    page.click(shape("rectify"), force=True)
    page.get_by_label("表单", exact=True).select_option("self_check")
    page.get_by_label("其他参数").fill("another_thing=1")
    page.keyboard.press("Tab")
    page.get_by_label("须与哪个环节不是同一人").fill("nowhere")
    page.keyboard.press("Tab")

    expect(page.locator("#check")).to_contain_text("必须改正")
    page.locator("#check [data-box-of=rectify]").first.click()
    expect(page.locator(".djs-element.is-found[data-element-id=rectify]")).to_be_visible()


def test_the_menus_of_the_modeler_work_under_the_content_policy(page: Page) -> None:
    page.click(shape("rectify"), force=True)
    page.click(".djs-context-pad .bpmn-icon-screw-wrench")
    expect(page.locator(".djs-popup")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    everybody = "modeler.get('elementRegistry').filter((one) => one.type === 'bpmn:UserTask')"
    page.evaluate(f"modeler.get('selection').select({everybody})")
    expect(page.locator(".djs-context-pad .entry")).not_to_have_count(0)
    expect(page.locator(".djs-context-pad [data-action=align-elements]")).to_have_count(0)


def test_a_form_is_drawn_while_it_is_written(page: Page) -> None:
    page.locator("summary", has=page.locator("code:text-is('rectify')")).click()
    area = page.locator("#form-rectify")
    area.click()
    expect(page.locator("#form-preview h3")).to_have_text("整改完成情况")

    area.fill(area.input_value().replace("整改完成情况", "整改落实情况", 1))
    expect(page.locator("#form-preview h3")).to_have_text("整改落实情况")
    area.fill("{")
    expect(page.locator("#form-preview")).to_contain_text("还不能使用")
    expect(page.locator("#check")).to_contain_text("rectify")


def test_a_text_that_is_no_diagram_leaves_the_findings_and_loses_nothing(page: Page) -> None:
    page.click("text=流程图的文字（BPMN）")
    page.fill("#source", "不是流程图")
    page.locator("#source").blur()

    expect(page.locator("#modeler")).to_be_hidden()
    expect(page.locator("#check")).to_contain_text("必须改正")

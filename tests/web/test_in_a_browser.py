"""What the small scripts add, in Debian's Chromium under the site's own content policy; nobody needs them to do their work."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect, sync_playwright
from werkzeug.serving import make_server

from webapp.assets import STATIC
from webapp.demonstration import PASSWORD

CHROMIUM = shutil.which("chromium")
TITLE = "整治建筑工地扬尘"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's chromium"),
]


@pytest.fixture
def site(app: Flask) -> Iterator[str]:
    """The address at which the founded city is served."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for the file."""
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser, site: str) -> Iterator[Page]:
    """A browser page; a refused script, a blocked style or any script error fails the test."""
    context = chromium.new_context(base_url=site, locale="zh-CN", viewport={"width": 1280, "height": 900})
    opened, complaints = context.new_page(), []
    opened.on("pageerror", lambda problem: complaints.append(str(problem)))
    opened.on("console", lambda said: complaints.append(said.text) if "Content Security Policy" in said.text else None)
    yield opened
    assert complaints == []
    context.close()


def sign_in(page: Page, login: str) -> None:
    page.goto("/sign-in")
    page.fill("#login", login)
    page.fill("#password", PASSWORD)
    page.click("main button[type=submit]")
    expect(page.locator("form.who")).to_be_visible()


def open_task(page: Page, title: str) -> None:
    page.click(f"main a:text-is('{title}')")
    expect(page.locator("#task-form")).to_be_visible()


def test_a_chosen_file_goes_up_at_once_and_stands_in_the_list(page: Page, tmp_path: Path) -> None:
    photo = tmp_path / "现场.jpg"
    photo.write_bytes(b"\xff\xd8\xff\xe0" + b"\0" * 300_000)
    sign_in(page, "zhoumin")
    open_task(page, TITLE)
    page.fill("#statement", "写到一半的情况说明")
    page.set_input_files("#files", photo)
    expect(page.locator("#evidence-list a")).to_have_text("现场.jpg")
    expect(page.locator("#statement")).to_have_value("写到一半的情况说明")


def test_a_file_over_the_limit_is_refused_before_it_is_sent(page: Page, tmp_path: Path) -> None:
    film = tmp_path / "现场.mp4"
    film.write_bytes(b"\0" * (1024 * 1024 + 1))
    sign_in(page, "zhoumin")
    open_task(page, TITLE)
    page.set_input_files("#files", film)
    expect(page.locator(".uploads .error")).to_contain_text("超过 1 MB，没有上传")


def test_a_file_of_a_wrong_kind_is_refused_in_its_own_line(page: Page, tmp_path: Path) -> None:
    program = tmp_path / "程序.exe"
    program.write_bytes(b"MZ")
    sign_in(page, "zhoumin")
    open_task(page, TITLE)
    page.set_input_files("#files", program)
    expect(page.locator(".uploads .error")).to_contain_text("不能接收“程序.exe”")


def test_a_draft_survives_the_page_and_is_forgotten_once_it_was_accepted(page: Page) -> None:
    sign_in(page, "zhoumin")
    open_task(page, TITLE)
    text = "11 月 18 日前 6 处工地裸土全部覆盖，冲洗设施补装并正常运行。"
    page.fill("#statement", text)
    expect(page.locator("[data-draft-note]")).to_contain_text("草稿已于")
    page.reload()
    expect(page.locator("#statement")).to_have_value(text)
    for row in page.locator(".check").all():
        row.locator("input[type=radio]").first.check()
    page.fill("#completed_on", "2026-11-18")
    page.click("button:text('签名并提交')")
    expect(page.locator(".message.done")).to_contain_text("已办理")
    assert page.evaluate("Object.keys(localStorage).length") == 0


def test_fields_of_a_return_appear_with_the_return(page: Page) -> None:
    sign_in(page, "zhoumin")
    open_task(page, TITLE)
    for row in page.locator(".check").all():
        row.locator("input[type=radio]").first.check()
    page.fill("#statement", "11 月 18 日前 6 处工地裸土全部覆盖，冲洗设施补装并正常运行。")
    page.fill("#completed_on", "2026-11-18")
    page.click("button:text('签名并提交')")
    page.click("button:text('退出')")
    sign_in(page, "chenjing")
    open_task(page, TITLE)
    expect(page.locator("#reason")).to_be_hidden()
    page.check("input[name=decision][value=return]")
    expect(page.locator("#reason")).to_be_visible()
    page.check("input[name=decision][value=pass]")
    expect(page.locator("#reason")).to_be_hidden()


def test_another_measure_gets_a_row_with_names_of_its_own(page: Page) -> None:
    sign_in(page, "zhoumin")
    open_task(page, "补齐城镇污水收集处理短板")
    rows = page.locator("[data-rows=measures] [data-row]")
    before = rows.count()
    page.click("[data-add-row=measures]")
    expect(rows).to_have_count(before + 1)
    expect(page.locator(f"#measures-{before}-text")).to_be_focused()


def test_typing_narrows_a_list_of_units_and_what_is_chosen_stays_in_sight(page: Page) -> None:
    sign_in(page, "sunyue")
    page.goto("/")
    page.locator("tr", has_text="明确责任单位").first.get_by_role("link").first.click()
    field = page.locator("#responsible_units")
    field.get_by_label("白石区").check()
    expect(field.locator(".pick-chosen")).to_contain_text("白石区")

    field.get_by_role("searchbox").fill("青禾市 水务")
    field.get_by_role("searchbox").press("Enter")

    expect(field.locator(".tick:visible")).to_have_text(["白石区", "青禾市水务局"])
    expect(field.locator(".pick-filter span")).to_have_text("找到 1 个")
    field.get_by_role("searchbox").press("Escape")
    assert field.locator(".tick:visible").count() > 8


@pytest.mark.skipif(not (STATIC / "vendor").is_dir(), reason="needs the files that set-up copies by npm")
def test_the_diagram_can_be_moved_and_its_live_box_is_lit(page: Page) -> None:
    sign_in(page, "zhoumin")
    open_task(page, TITLE)
    lit = page.locator(".diagram-live .is-live")
    expect(lit).to_have_count(1)
    assert lit.get_attribute("data-element-id") == "rectify"


@pytest.mark.skipif(not (STATIC / "vendor").is_dir(), reason="needs the files that set-up copies by npm")
def test_a_filter_works_without_pressing_the_button(page: Page) -> None:
    sign_in(page, "sunyue")
    page.goto("/problems")
    page.select_option("#area", index=1)
    page.wait_for_url("**/problems?*area=*")
    assert page.locator("#found tbody tr").count() < 15


def test_without_scripts_the_steps_and_the_drawing_are_there(chromium: Browser, site: str) -> None:
    context = chromium.new_context(base_url=site, locale="zh-CN", java_script_enabled=False)
    page = context.new_page()
    page.goto("/sign-in")
    page.fill("#login", "zhoumin")
    page.fill("#password", PASSWORD)
    page.click("main button[type=submit]")
    page.click(f"main a:text-is('{TITLE}')")
    assert page.locator("ol.steps li[aria-current=step]").count() == 1
    assert page.locator(".diagram svg").is_visible()
    context.close()


@pytest.mark.parametrize("width", [360, 768])
def test_no_page_is_wider_than_a_small_screen(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    sign_in(page, "sunyue")
    page.goto("/")
    task = page.locator("main .btn").first.get_attribute("href")
    problem = page.locator("main .title a").last.get_attribute("href")
    for address in ("/", "/problems", "/draws", "/documents", "/verify", "/clock", task, problem):
        page.goto(str(address))
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address


def test_the_slash_key_goes_to_the_search_box_unless_something_is_being_written(page: Page) -> None:
    sign_in(page, "sunyue")
    page.keyboard.press("/")
    page.keyboard.type("扬尘")
    page.keyboard.press("Enter")
    expect(page.locator("mark").first).to_have_text("扬尘")
    page.goto("/problems")
    page.focus("#text")
    page.keyboard.type("a/b")
    expect(page.locator("#text")).to_have_value("a/b")

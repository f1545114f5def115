"""The task page in Debian's Chromium: files dropped, pasted and continued over a cut line, names suggested, a task done with the keyboard alone."""

from __future__ import annotations

import base64
import io
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Page, Route, expect

from tests.web import test_in_a_browser as shared
from tests.web.test_in_a_browser import TITLE, open_task, sign_in
from webapp.demonstration import PASSWORD

pytestmark = shared.pytestmark
site, chromium, page = shared.site, shared.chromium, shared.page

DROPPED = """([name, type, bytes, kind]) => {
  const data = new DataTransfer();
  data.items.add(new File([Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0))], name, { type }));
  const event = kind === "paste"
    ? new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })
    : new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true });
  document.querySelector("#statement").dispatchEvent(event);
}"""


def jpeg(size: int = 0) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (640, 480), (120, 150, 130)).save(out, "JPEG")
    return out.getvalue() + b"\0" * max(0, size - len(out.getvalue()))


def hands(page: Page, kind: str, name: str) -> None:
    """Drop or paste a photograph somewhere on the page, not on the field for files."""
    page.evaluate(DROPPED, [name, "image/jpeg", base64.b64encode(jpeg()).decode(), kind])


def test_files_are_dropped_anywhere_and_pasted_and_shown_with_a_picture(page: Page) -> None:
    sign_in(page, "zhoumin")
    open_task(page, TITLE)
    page.fill("#statement", "写到一半的情况说明")

    hands(page, "drop", "东门.jpg")
    expect(page.locator("#evidence-list a", has_text="东门.jpg")).to_be_visible()
    hands(page, "paste", "image.jpg")

    expect(page.locator("#evidence-list a", has_text="粘贴的图片")).to_be_visible()
    expect(page.locator("#evidence-list img")).to_have_count(2)
    assert page.locator("#evidence-list img").first.evaluate("img => img.decode().then(() => img.naturalWidth)") == 480
    expect(page.locator("[data-upload-status]")).to_have_text("已上传 2 个文件")
    expect(page.locator("#statement")).to_have_value("写到一半的情况说明")


def test_an_upload_goes_on_where_the_line_was_cut(page: Page, tmp_path: Path) -> None:
    film = tmp_path / "现场.jpg"
    film.write_bytes(jpeg(900_000))
    sent: list[int] = []

    def cut(route: Route, request: Any) -> None:
        sent.append(int(request.headers["upload-offset"]))
        if len(sent) == 2:
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route(
        "**/uploads/*", lambda route, request: cut(route, request) if request.method == "PATCH" else route.continue_()
    )
    page.route("**/tus.js*", lambda route: smaller_pieces(route))
    sign_in(page, "zhoumin")
    open_task(page, TITLE)

    page.set_input_files("#files", film)

    expect(page.locator("#evidence-list a", has_text="现场.jpg")).to_be_visible(timeout=20_000)
    assert sent[:3] == [0, 262_144, 262_144], "the second piece was cut and sent again, the first was not"
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('xiaohao-upload')).length") == 0


def smaller_pieces(route: Route) -> None:
    """The script with pieces of 256 KiB, so that a small file comes in several."""
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.text().replace("2 * 1024 * 1024", "256 * 1024"))


def test_an_upload_waits_for_a_new_sign_in_and_goes_on(page: Page, tmp_path: Path) -> None:
    photo = tmp_path / "现场.jpg"
    photo.write_bytes(jpeg())
    sign_in(page, "zhoumin")
    open_task(page, TITLE)
    cookie = next(each for each in page.context.cookies() if each["name"] == "xiaohao_session")
    page.context.clear_cookies(name="xiaohao_session")

    page.set_input_files("#files", photo)
    expect(page.locator(".uploads")).to_contain_text("登录已过期")
    page.click("button:text('签名并提交')")
    expect(page.locator("[data-upload-status]")).to_contain_text("还有 1 个文件没有传完")
    page.context.add_cookies([cookie])  # type: ignore[list-item]  # what was read is what may be set
    page.click("button:text('继续')")

    expect(page.locator("#evidence-list a", has_text="现场.jpg")).to_be_visible()


def test_a_sign_in_that_ran_out_brings_back_everything_after_a_new_one(page: Page) -> None:
    sign_in(page, "zhoumin")
    open_task(page, TITLE)
    task = page.url
    page.fill("#statement", "写了半小时的整改完成情况说明，一个字也不能少。")
    page.context.clear_cookies(name="xiaohao_session")

    page.click("button:text('签名并提交')")
    page.fill("#login", "zhoumin")
    page.fill("#password", PASSWORD)
    page.click("main button[type=submit]")
    page.goto(task)

    expect(page.locator("#statement")).to_have_value("写了半小时的整改完成情况说明，一个字也不能少。")


def test_a_task_is_done_with_the_keyboard_alone_and_enter_opens_the_next(page: Page) -> None:
    sign_in(page, "zhoumin")
    page.locator("main tr .title a").first.focus()
    for _ in range(20):
        if page.evaluate("document.activeElement.textContent") == TITLE:
            break
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#task-form")).to_be_visible()
    expect(page.locator(".still-missing li:visible")).to_have_count(3)
    for row in page.locator(".check").all():
        row.locator("input[type=radio]").first.focus()
        page.keyboard.press("Space")
    page.locator("#statement").focus()
    page.keyboard.type("11 月 18 日前 6 处工地裸土全部覆盖，冲洗设施补装并正常运行。")
    page.locator("#completed_on").focus()
    page.keyboard.type("11182026")
    expect(page.locator("#completed_on")).to_have_value("2026-11-18")
    expect(page.locator(".still-missing")).to_be_hidden()
    page.locator("button:text('签名并提交')").focus()
    page.keyboard.press("Enter")

    expect(page.locator(".message.done")).to_contain_text("已办理")
    done = page.url
    expect(page.locator("[data-next]")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url != done)
    page.go_back()
    expect(page.locator("main h1")).to_contain_text("已办理")
    page.go_back()
    expect(page.locator("main h1")).to_contain_text("已办理")


def test_names_are_suggested_behind_the_sign_and_taken_with_the_keyboard(page: Page) -> None:
    sign_in(page, "zhoumin")
    open_task(page, TITLE)
    page.locator("#comment-text").focus()
    page.keyboard.type("请@陈")
    expect(page.locator(".names [role=option]")).to_have_count(1)
    page.keyboard.press("Enter")
    page.keyboard.type("看台账")
    expect(page.locator("#comment-text")).to_have_value("请@陈静 看台账")
    page.click("button:text('发表评论')")
    expect(page.locator(".comments .called")).to_have_text("@陈静")


def test_a_pair_is_compared_with_the_arrow_keys(page: Page) -> None:
    sign_in(page, "zhoumin")
    open_task(page, TITLE)
    files = [
        {"name": name, "mimeType": "image/jpeg", "buffer": jpeg()} for name in ("东门整改前.jpg", "东门整改后.jpg")
    ]
    page.set_input_files("#files", files)  # type: ignore[arg-type]  # the names of a FilePayload
    page.click("text=整改前后对比")
    page.click("button:text('配成一对')")
    page.click("button:text('重叠对比')")
    slide = page.locator(".overlay input[type=range]")
    expect(slide).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(slide).to_have_value("55")
    assert page.locator(".overlay .over").evaluate("img => img.style.clipPath") == "inset(0px 0px 0px 55%)"

"""The same path clicked in a real browser, with photographs of every screen and every page of the papers under `build/`.

Debian's Chromium and Playwright; the site runs as `xiaohao serve` does, in processes of its own.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest

from tests.story.people import DAY, SAID, frozen, seed
from webapp.demonstration import PASSWORD
from webapp.serve import answers
from workflows.rules.deadlines import CITY_ZONE

playwright = pytest.importorskip("playwright.sync_api", reason="the browser tests need the development packages")

CHROMIUM = next((path for path in map(shutil.which, ("chromium", "chromium-browser")) if path), None)
BUILD = Path(__file__).parents[2] / "build"
SCREENS = BUILD / "screens"
WIDTHS = (1280, 768, 375)
TITLE = "整治建筑工地扬尘"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed; ./run test --all installs it"),
]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A demonstration city, served on a free port until the tests are over."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **os.environ,
        "XIAOHAO_DATA_DIR": str(tmp_path_factory.mktemp("site")),
        "XIAOHAO_DEMO": "true",
        "XIAOHAO_TICK_SECONDS": "1",
    }
    command = [sys.executable, "-m", "webapp.cli"]
    for words in (["migrate"], ["demo", "load"]):
        subprocess.run([*command, *words], env=environment, check=True, capture_output=True)
    serving = subprocess.Popen([*command, "serve", "--demo-clock", "--port", str(port)], env=environment)
    try:
        wait_for(lambda: answers("127.0.0.1", port), seconds=120)
        yield f"http://127.0.0.1:{port}"
    finally:
        serving.terminate()
        serving.wait(30)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One Chromium for all."""
    with playwright.sync_playwright() as started:
        chromium = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield chromium
        chromium.close()


def test_the_path_is_clicked_and_photographed(address: str, browser: Any) -> None:
    SCREENS.mkdir(parents=True, exist_ok=True)
    for former in SCREENS.glob("*.png"):  # not those of every page, in a folder below
        former.unlink()
    stranger = Person(browser, address)
    stranger.photographs("01-sign-in", "/sign-in")

    owner = Person(browser, address).signs_in("zhoumin")
    owner.photographs("02-my-tasks", "/")
    owner.photographs("03-problems", "/problems")
    owner.opens_task()
    owner.page.set_input_files("#files", files=[photo("整改后现场照片.jpg"), photo("冲洗设施.jpg")])
    owner.page.get_by_text("冲洗设施.jpg").first.wait_for()
    owner.photographs("04-task-rectify")
    owner.checks("已完成")
    owner.fills(statement=SAID, completed_on=DAY)
    owner.submits()

    lead = Person(browser, address).signs_in("chenjing")
    lead.opens_task()
    lead.submits(expecting="需要更正")
    lead.photographs("05-task-refused")
    lead.checks("属实")
    lead.fills(summary=SAID, checked_on=DAY)
    lead.names("members", ("陈静", "市住房和城乡建设局"))
    lead.chooses("通过验收，报市级复核")
    lead.photographs("06-task-self-check")
    lead.submits()

    first = Person(browser, address).signs_in("wanglixin")
    first.opens_task()
    first.checks("属实")
    first.fills(findings=SAID, inspected_on=DAY, place="云溪县滨河新城")
    first.names("people", ("王立新", "市生态环境局"), ("赵强", "市生态环境局"))
    first.page.get_by_label("通过").first.check()
    first.photographs("07-task-reinspect")
    first.submits()

    second = Person(browser, address).signs_in("zhaoqiang")
    second.opens_task()
    second.fills(opinion="与现场情况一致，同意复核意见。")
    second.page.locator("input[name=decision][value=pass]").check()
    second.submits()

    office = Person(browser, address).signs_in("sunyue")
    office.photographs("08-office-tasks", "/")
    office.goes("/draws")
    office.fills(**frozen(seed_at=f"{datetime.now(CITY_ZONE) + timedelta(hours=20):%Y-%m-%dT%H:%M}"))
    office.photographs("09-draw-freeze")
    office.page.get_by_role("button", name="冻结并公开").click()
    office.page.get_by_text("等待号码公布").first.wait_for()
    office.photographs("10-draw-frozen")
    office.goes("/clock")
    office.page.locator("main form button[type=submit]").first.click()
    office.goes("/draws")
    office.page.get_by_role("link", name="填写号码并抽取").click()
    office.fills(**seed())
    office.photographs("10-draw-seed")
    office.page.get_by_role("button", name="抽取", exact=True).click()
    office.page.get_by_text("已抽取").first.wait_for()
    office.photographs("11-draw-drawn")
    stranger.goes("/draws/public")
    stranger.page.locator("main tbody a").first.click()
    stranger.photographs("11-draw-published")
    drawn = office.page.locator("[data-label=抽查人员]").first.inner_text()

    auditor = Person(browser, address).signs_in({"孙悦": "sunyue", "钱伟": "qianwei"}[drawn])
    auditor.opens_task()
    auditor.fills(audited_on=DAY, place="云溪县滨河新城", findings=SAID)
    auditor.photographs("11-task-audit")
    auditor.page.locator("input[name=method]").first.check()
    auditor.page.locator("input[name=decision][value=pass]").check()
    auditor.submits()

    office.goes("/clock")
    office.fills(days="9")
    office.photographs("12-clock")
    office.page.locator("main form button[type=submit]").first.click()

    leader = Person(browser, address).signs_in("liguoqing")
    leader.waits_for_task()
    leader.opens_task()
    leader.fills(opinion="整改到位，资料齐全，同意销号。")
    leader.page.locator("input[name=decision][value=pass]").check()
    leader.photographs("13-task-approve")
    leader.submits()

    owner.goes("/problems")
    owner.page.get_by_role("link", name=TITLE).first.click()
    owner.photographs("14-problem-closed")
    papers = owner.waits_for_papers(2)
    owner.photographs("15-documents", "/documents")
    for name, data in papers.items():
        prints(name, data)
    stranger.goes("/verify")
    stranger.page.set_input_files(
        "input[name=pdf]", files=[{"name": "paper.pdf", "mimeType": "application/pdf", "buffer": papers["1"]}]
    )
    stranger.page.locator("form:has(input[name=pdf]) button[type=submit]").click()
    stranger.page.get_by_text("真实有效").first.wait_for()
    stranger.photographs("16-verify")
    assert [each for person in Person.all for each in person.complaints] == []


class Person:
    """Somebody at a browser; what their console complains about is kept."""

    all: ClassVar[list[Person]] = []

    def __init__(self, browser: Any, address: str) -> None:
        self.address = address
        self.page = browser.new_page(viewport={"width": WIDTHS[0], "height": 900}, locale="zh-CN")
        self.complaints: list[str] = []
        self.page.on("pageerror", lambda problem: self.complaints.append(str(problem)))
        self.page.on("console", self._hears)
        Person.all.append(self)

    def _hears(self, message: Any) -> None:
        if message.type == "error" and "422" not in message.text:
            self.complaints.append(message.text)

    def signs_in(self, login: str) -> Person:
        self.goes("/sign-in")
        self.fills(login=login, password=PASSWORD)
        self.page.locator("main button[type=submit]").click()
        self.page.wait_for_url(lambda url: "/sign-in" not in url)
        return self

    def goes(self, path: str) -> None:
        self.page.goto(self.address + path)

    def opens_task(self) -> None:
        self.goes("/")
        row = self.page.locator("tr", has_text=TITLE)
        row.get_by_role("link", name=re.compile("办理")).click()
        self.page.locator("#task-form").wait_for()

    def waits_for_task(self) -> None:
        def there() -> bool:
            self.goes("/")
            return bool(self.page.locator("tr", has_text=TITLE).get_by_role("link", name=re.compile("办理")).count())

        wait_for(there, seconds=60)

    def checks(self, words: str) -> None:
        for box in self.page.get_by_label(words, exact=True).all():
            box.check()

    def fills(self, **values: str) -> None:
        for name, value in values.items():
            self.page.locator(f"main [name={name}]").fill(value)

    def names(self, field: str, *people: tuple[str, str]) -> None:
        for row, (name, unit) in enumerate(people):
            self.page.locator(f"[name={field}-{row}-name]").fill(name)
            self.page.locator(f"[name={field}-{row}-unit]").fill(unit)

    def chooses(self, words: str) -> None:
        self.page.get_by_label(re.compile(words)).check()

    def submits(self, *, expecting: str = "已办理") -> None:
        self.page.get_by_role("button", name="签名并提交").click()
        self.page.get_by_text(expecting).first.wait_for()

    def waits_for_papers(self, count: int) -> dict[str, bytes]:
        """The signed files, newest first, named 1, 2, … as they lie in the list."""
        found: dict[str, bytes] = {}

        def there() -> bool:
            self.goes("/documents")
            rows = self.page.locator("main tr", has_text=TITLE).locator("a[href^='/documents/']")
            links = rows.evaluate_all("all => all.map(a => a.pathname)")
            ids = dict.fromkeys(link.removesuffix(".pdf") for link in links)
            answers_ = [self.page.request.get(f"{self.address}{each}.pdf") for each in ids]
            found.update({str(number): each.body() for number, each in enumerate(answers_, 1) if each.ok})
            return len(found) == count

        wait_for(there, seconds=240)
        return found

    def photographs(self, name: str, path: str = "") -> None:
        """The screen at three widths."""
        if path:
            self.goes(path)
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 900})
            self.page.screenshot(path=SCREENS / f"{name}-{width}.png", full_page=True)
            overflow = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert overflow <= 0, f"{name} is {overflow} px too wide at {width} px"
        self.page.set_viewport_size({"width": WIDTHS[0], "height": 900})


def photo(name: str) -> dict[str, Any]:
    """A small JPEG as a browser would hand it over."""
    from io import BytesIO

    from PIL import Image

    picture = BytesIO()
    Image.new("RGB", (320, 240), (120, 150, 130)).save(picture, "JPEG")
    return {"name": name, "mimeType": "image/jpeg", "buffer": picture.getvalue()}


def prints(name: str, pdf: bytes) -> None:
    """The pages of a paper as pictures."""
    path = BUILD / "papers" / f"paper-{name}.pdf"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(pdf)
    subprocess.run(["pdftoppm", "-r", "70", "-png", str(path), str(path.with_suffix(""))], check=True)


def wait_for(condition: Any, *, seconds: float) -> None:
    pause = threading.Event()
    for _ in range(int(seconds * 5)):
        if condition():
            return
        pause.wait(0.2)
    raise AssertionError(f"waited {seconds} s in vain")

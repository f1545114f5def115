"""The pictures of the README and of the user guide, taken from the demonstration city on one fixed day.

`python -m tests.story.pictures` (or `./run pictures`) takes them into `build/pictures/` and copies them to `docs/images/`;
the test takes the same ones and compares, so that a picture cannot go on showing a page that is no more.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask import Flask
from PIL import Image
from sqlalchemy import select
from werkzeug.serving import make_server

import migrations
from webapp.app import create_app
from webapp.clock import Clock
from webapp.demonstration import PASSWORD, PLAN, found_city
from webapp.house import KEY, House
from webapp.printing import render_document
from webapp.settings import Settings
from workflows import jobs
from workflows.drawing import svg
from workflows.records import Document, make_engine, session_factory

TOP = Path(__file__).parents[2]
BUILD = TOP / "build" / "pictures"
KEPT = TOP / "docs" / "images"
LIFECYCLE = "lifecycle.svg"
DIAGRAM = TOP / "workflows" / "diagrams" / "rectification.bpmn"
DAY = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
CHROMIUM = next((path for path in map(shutil.which, ("chromium", "chromium-browser")) if path), None)
WIDTH, HEIGHT = 1280, 860
COLOURS = 128
TASK = "整治建筑工地扬尘"
PAPER = "“白石区砂石料场扬尘”问题整改销号的报告"


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A page as a person sees it: `top` is the element the picture begins with, `until` the first it does not show any more."""

    name: str
    login: str
    path: str
    top: str = ""
    until: str = ""
    english: bool = False


def take(folder: Path) -> None:
    """Every picture, into an empty `folder`. Needs Debian's chromium and pdftoppm, and the fonts of the papers."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / LIFECYCLE).write_text(lifecycle(), encoding="utf-8")
    before = dict(
        os.environ
    )  # printing turns this process to the fonts of the papers, which are not those of the pages
    with TemporaryDirectory(prefix="xiaohao-") as data, _city(Path(data)) as app:
        print_papers(app.extensions[KEY])  # before the browser, whose event loop would be in the way of the signature's
        with _served(app) as address, _browser(before) as chromium:
            _photograph(chromium, address, folder)
            _paper(_Person(chromium, address, "sunyue"), folder / "paper.png")


def lifecycle() -> str:
    """The life of a problem as the site draws it, on white, because a reader may have chosen a dark page."""
    drawn = svg(DIAGRAM.read_bytes(), current=(), done=())
    left, top, width, height = drawn.split('viewBox="', 1)[1].split('"', 1)[0].split()
    white = f'<rect x="{left}" y="{top}" width="{width}" height="{height}" fill="#ffffff"/>'
    return drawn.replace("</desc>", f"</desc>{white}", 1) + "\n"


def print_papers(house: House) -> None:
    """Make the papers of the city's past, as the queue does after the start."""
    with house.sessions() as session:
        waiting = session.scalars(select(Document.id).where(Document.status == "waiting").order_by(Document.issued_at))
        ids = [str(each) for each in waiting]
    for each in ids:
        render_document(house, {"document_id": each})


@contextmanager
def _city(data: Path) -> Iterator[Flask]:
    engine = make_engine(f"sqlite:///{data / 'xiaohao.db'}")
    migrations.upgrade(engine)
    jobs.prepare(engine)
    settings = Settings(data_dir=data, demo=True, demo_clock=True)
    app = create_app(settings, engine=engine, clock=Clock(movable=True, system=lambda: DAY))
    with session_factory(engine)() as session:
        found_city(session, at=DAY, store=app.extensions[KEY].store)
        session.commit()
    yield app
    engine.dispose()


@contextmanager
def _browser(environment: dict[str, str]) -> Iterator[Any]:
    from playwright.sync_api import sync_playwright  # a development package; naming the pictures does without

    with sync_playwright() as player:
        browser = player.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"], env=dict(environment)
        )
        yield browser
        browser.close()


@contextmanager
def _served(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()


class _Person:
    """Somebody signed in, at a window of one size."""

    def __init__(self, browser: Any, address: str, login: str, *, english: bool = False) -> None:
        self.context = browser.new_context(
            base_url=address,
            locale="en-GB" if english else "zh-CN",
            timezone_id="Asia/Shanghai",
            viewport={"width": WIDTH, "height": HEIGHT},
            reduced_motion="reduce",
        )
        self.page = self.context.new_page()
        self.page.goto("/sign-in")
        self.page.fill("#login", login)
        self.page.fill("#password", PASSWORD)
        self.page.click("main button[type=submit]")
        self.page.locator("form.who").wait_for()

    def pictures(self, path: Path, *, top: str = "", until: str = "") -> None:
        """What the window shows once it has come to rest, beginning with the element `top`."""
        if top:
            self.page.locator(top).first.evaluate("it => window.scrollBy(0, it.getBoundingClientRect().top)")
        self.page.wait_for_load_state("networkidle")
        height = self.page.locator(until).first.bounding_box()["y"] if until else HEIGHT
        _save(self.page.screenshot(clip={"x": 0, "y": 0, "width": WIDTH, "height": height}), path)


def _photograph(browser: Any, address: str, folder: Path) -> None:
    owner, office = _Person(browser, address, "zhoumin"), _Person(browser, address, "sunyue")
    for each in shown(task=_opens_task(owner), plan=_uploads(office)):
        person = _Person(browser, address, each.login, english=each.english)
        answer = person.page.goto(each.path)
        assert answer.ok, f"{each.path}: {answer.status}"
        person.pictures(folder / f"{each.name}.png", top=each.top, until=each.until)
        person.context.close()


def shown(*, task: str, plan: str) -> tuple[Shown, ...]:
    """What is photographed, given the addresses of the task and of the plan."""
    return (
        Shown(name="overview", login="sunyue", path="/overview"),
        Shown(name="overview-en", login="sunyue", path="/overview", english=True),
        Shown(name="plan", login="sunyue", path=plan, top="main"),
        Shown(name="plan-en", login="sunyue", path=plan, top="main", english=True),
        Shown(name="tasks", login="zhoumin", path="/"),
        Shown(name="task", login="zhoumin", path=task, top="main"),
        Shown(name="task-en", login="zhoumin", path=task, top="main", english=True),
        Shown(name="documents", login="sunyue", path="/documents"),
        Shown(name="setup", login="xitong", path="/setup", until="main tr:has-text('签名密钥')"),
    )


def _opens_task(owner: _Person) -> str:
    """The page on which measures are reported."""
    owner.page.goto("/")
    owner.page.click(f"main a:text-is('{TASK}')")
    owner.page.locator("#task-form").wait_for()
    return str(owner.page.url)


def _uploads(office: _Person) -> str:
    """The page on which the plan of the demonstration is looked through."""
    office.page.goto("/plans")
    office.page.set_input_files(
        "#file", files=[{"name": PLAN.name, "mimeType": "text/plain", "buffer": PLAN.read_bytes()}]
    )
    office.page.click("button:text('上传并读取')")
    office.page.locator("[data-review]").wait_for()
    return str(office.page.url)


def _paper(office: _Person, path: Path) -> None:
    """The first and the last page of a closure report, side by side."""
    office.page.goto("/documents")
    row = office.page.locator("main tr", has_text=PAPER).first
    address = row.locator("a[href^='/documents/']").first.get_attribute("href").removesuffix(".pdf")
    pdf = office.page.request.get(f"{address}.pdf").body()
    with TemporaryDirectory(prefix="xiaohao-") as folder:
        file = Path(folder) / "paper.pdf"
        file.write_bytes(pdf)
        subprocess.run(["pdftoppm", "-r", "75", "-png", str(file), str(file.with_suffix(""))], check=True)
        pages = [Image.open(each) for each in sorted(Path(folder).glob("paper-*.png"))]
        _save(_side_by_side(pages[0], pages[-1]), path)


def _side_by_side(left: Image.Image, right: Image.Image) -> bytes:
    gap = 8
    sheet = Image.new("RGB", (left.width + right.width + 3 * gap, left.height + 2 * gap), "#9aa5b1")
    sheet.paste(left, (gap, gap))
    sheet.paste(right, (left.width + 2 * gap, gap))
    data = io.BytesIO()
    sheet.save(data, "PNG")
    return data.getvalue()


def _save(png: bytes, path: Path) -> None:
    """With few colours: a page of text needs no more, and the picture is a third as large."""
    image = Image.open(io.BytesIO(png)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    image.save(path, "PNG", optimize=True)


def main() -> None:
    """Take them and put them beside the documents."""
    take(BUILD)
    shutil.rmtree(KEPT, ignore_errors=True)
    shutil.copytree(BUILD, KEPT)


if __name__ == "__main__":
    main()

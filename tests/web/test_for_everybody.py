"""Axe, the accessibility checker, over every page in a wide and a narrow window."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.web.journey import TITLE
from tests.web.test_in_a_browser import chromium, sign_in, site

__all__ = ["chromium", "site"]  # fixtures

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("chromium") is None, reason="needs Debian's chromium"),
    pytest.mark.skipif(not AXE.is_file(), reason="needs axe-core, which set-up fetches by npm"),
]

CHECK = "axe.run(document, {resultTypes: ['violations']})"


@pytest.mark.parametrize("width", [1280, 375])
def test_axe_finds_nothing_to_mend(chromium: Browser, site: str, width: int) -> None:
    window = {"width": width, "height": 900}
    context = chromium.new_context(base_url=site, locale="zh-CN", bypass_csp=True, viewport=window)  # type: ignore[arg-type]  # a typed dict
    page = context.new_page()
    sign_in(page, "zhoumin")
    task = page.get_attribute(f"main a:text-is('{TITLE}')", "href")
    plan = page.get_attribute("main a:text-is('补齐城镇污水收集处理短板')", "href")
    page.goto("/problems")
    problem = page.get_attribute("main .title a", "href")
    for address in ("/", "/problems", "/documents", "/verify", "/clock", "/nothing", task, plan, problem):
        page.goto(str(address))
        page.evaluate(AXE.read_text(encoding="utf-8") + ";0")
        found = page.evaluate(CHECK)["violations"]
        assert found == [], [(address, each["id"], each["nodes"][0]["html"][:200]) for each in found]
    context.close()

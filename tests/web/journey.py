"""How a case is brought to where a page gets interesting: the steps of its people, through the pages themselves."""

from __future__ import annotations

import io
import re
from typing import Any

from flask import Flask

from tests.web.browser import Visitor

TITLE = "整治建筑工地扬尘"
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 2000
LONG = "11 月 18 日前 6 处工地裸土全部覆盖，冲洗设施补装并正常运行，渣土车夜查 12 次。"


class Journey:
    """One case and those who work on it."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._people: dict[str, Visitor] = {}

    def person(self, login: str) -> Visitor:
        """A signed-in person, the same browser each time."""
        if login not in self._people:
            self._people[login] = Visitor(self._app).signed_in(login)
        return self._people[login]

    def does(self, login: str, *, finding: str = "", **values: Any) -> None:
        """Open the task about the case and complete it; every check of a measure gets the same finding."""
        person = self.person(login)
        task = person.task(TITLE)
        checks = re.findall(r'name="(measure_checks-\d+-finding)"', person.opens(task))
        named = {name.replace("__", "-"): value for name, value in values.items()}
        person.fills(task, {**dict.fromkeys(checks, finding), **named})

    def rectified(self) -> Journey:
        """The unit reports that all is done, with a photograph."""
        photo = (io.BytesIO(JPEG), "现场.jpg")
        self.does("zhoumin", finding="done", statement=LONG, completed_on="2026-11-18", files=photo)
        return self

    def self_checked(self) -> Journey:
        """The lead unit confirms."""
        self.rectified()
        member = {"members__0__name": "陈静", "members__0__unit": "市住房和城乡建设局"}
        self.does("chenjing", finding="confirmed", summary=LONG, checked_on="2026-11-19", decision="pass", **member)
        return self

    def in_the_pool(self) -> Journey:
        """Two inspectors have confirmed on site."""
        self.self_checked()
        pair = {
            f"people__{n}__{k}": v
            for n, name in enumerate(("王立新", "赵强"))
            for k, v in (("name", name), ("unit", "市生态环境局"))
        }
        self.does(
            "wanglixin",
            finding="confirmed",
            findings=LONG,
            inspected_on="2026-11-20",
            place="滨河新城",
            decision="pass",
            **pair,
        )
        self.does("zhaoqiang", opinion="核查属实，同意复核意见。", decision="pass")
        return self

    def problem(self) -> str:
        """The address of the problem's page."""
        return self.person("sunyue").finds(rf'href="(/problems/[^"]+)">{TITLE}<', "/problems")

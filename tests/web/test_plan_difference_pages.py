"""A later version of a plan through the pages: seen beside the accepted one, decided row by row, taken in; and lists taken out."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.web.browser import Visitor, words
from tests.web.test_plan_pages import PLAN, accepts, house, uploads, works  # noqa: F401  # a fixture of the next file
from webapp.house import House
from workflows.plans import read_file
from workflows.records import JournalEntry, PlanVersion, Problem, ProblemList

REVISED = (
    PLAN.replace("2026年12月底前", "2027年3月底前")
    .replace("1.完成箱涵截污改造。", "1.完成箱涵截污改造1.2公里。")
    .replace("东山采石场生态修复滞后", "东山采石场边坡裸露、复绿滞后")
    .replace(
        "联系人：某某",
        "问题编号3：危险废物台账缺失\n责任单位：云溪县\n整改时限：2027年6月底前\n整改措施：\n1.规范台账。",
    )
)


@pytest.fixture
def listed(house: House, office: Visitor) -> str:  # noqa: F811  # the fixture
    """A registered list; its id."""
    page = uploads(office)
    accepts(office, page)
    works(house, page)
    with house.sessions() as session:
        return str(session.scalars(select(ProblemList.id).where(ProblemList.name == "测试清单")).one())


def brings(office: Visitor, listed: str, text: str = REVISED) -> str:
    """The address of the difference of a later version."""
    return f"{uploads(office, text, name='修订.txt', replaces=listed)}/difference"


def decides(office: Visitor, page: str, *, status: int = 303, **values: str) -> Any:
    """Send the page's form, with what the page chose beforehand."""
    shown = office.opens(page)
    chosen = dict(re.findall(r'type="radio" name="([^"]+)" value="([^"]+)" checked', shown))
    given = {**chosen, "reason": "省督察办〔2026〕12号", "leave_rest": "yes", **values}
    return office.fills(page, given, status=status)


def test_what_changed_is_marked_by_more_than_colour_and_what_is_doubtful_comes_first(
    office: Visitor, listed: str
) -> None:
    page = office.opens(brings(office, listed))

    assert "没有变化 0 个，有改动 1 个，新增 1 个，不再列有 0 个，需要判断 1 个" in words(page)
    assert page.index("需要判断</span>") < page.index("新增</span>") < page.index("有改动</span>")
    assert "完成箱涵截污改造<ins>1.2公里</ins>" in page
    assert "<del>2026年12</del>" in page
    assert "东山采石场生态修复滞后" in words(page)


def test_nothing_is_taken_in_before_the_doubtful_are_decided(house: House, office: Visitor, listed: str) -> None:  # noqa: F811
    page = brings(office, listed)

    said = decides(office, page, status=422)

    assert "像是原来的、又不能确定" in words(said.text)
    assert "省督察办〔2026〕12号" in said.text
    assert versions(house) == 1


def test_a_decided_difference_updates_the_list_and_is_put_on_record(house: House, office: Visitor, listed: str) -> None:  # noqa: F811
    page = brings(office, listed)
    key = re.search(r'id="row-(1-1)"', office.opens(page))
    assert key

    answer = decides(office, page, **{f"row-{key[1]}": "same"})

    assert answer.location == page.removesuffix("/difference")
    assert "已按这份方案更新" in words(office.opens(answer.location))
    with house.sessions() as session:
        rows = session.scalars(
            select(Problem).where(Problem.problem_list.has(name="测试清单")).order_by(Problem.position)
        )
        assert [(each.number, str(each.due_on)) for each in rows][::2] == [("1", "2027-03-31"), ("3", "2027-06-30")]
        assert session.scalar(select(JournalEntry.what).where(JournalEntry.what == "plan:updated"))
    shown = words(office.opens("/plans/lists"))
    assert "第 2 版" in shown
    assert "省督察办〔2026〕12号" in shown


def test_what_is_left_to_a_person_is_listed_with_its_reason(house: House, office: Visitor, listed: str) -> None:  # noqa: F811
    page = brings(office, listed, PLAN.replace("2026年12月底前", "2026年10月底前"))

    said = decides(office, page, status=200)

    assert "新的时限不晚于今天" in words(said.text)
    assert versions(house) == 2


def test_without_a_reason_nothing_happens(house: House, office: Visitor, listed: str) -> None:  # noqa: F811
    page = brings(office, listed, PLAN.replace("2026年12月底前", "2027年3月底前"))

    assert "请写明更新的理由" in words(decides(office, page, status=422, reason=" ").text)
    assert versions(house) == 1


def test_the_same_press_twice_updates_once(house: House, office: Visitor, listed: str) -> None:  # noqa: F811
    page = brings(office, listed, PLAN.replace("2026年12月底前", "2027年3月底前"))
    decides(office, page)

    given = {"reason": "再来", "base": "1", "rev": "0", "request_id": "7" * 32, "csrf_token": office.token("/plans")}
    again = office.client.post(page, data=given)

    assert again.status_code == 303
    assert versions(house) == 2


def test_the_same_plan_again_says_so(office: Visitor, listed: str) -> None:
    assert "两版内容相同" in words(office.opens(brings(office, listed, PLAN + "\n")))


def test_a_later_version_is_never_registered_as_a_list_of_its_own(house: House, office: Visitor, listed: str) -> None:  # noqa: F811
    page = brings(office, listed).removesuffix("/difference")

    assert office.client.get(f"{page}/accept").location == f"{page}/difference"
    given = {"list_name": "另一份", "request_id": "7" * 32, "csrf_token": office.token("/plans"), "leave_rest": "yes"}
    assert office.client.post(f"{page}/accept", data=given).status_code == 409
    with house.sessions() as session:
        assert session.scalar(select(func.count()).select_from(ProblemList).where(ProblemList.name == "另一份")) == 0


def test_a_plan_that_is_no_later_version_has_no_difference(office: Visitor) -> None:
    office.opens(f"{uploads(office)}/difference", 404)


@pytest.mark.parametrize("ending", ["xlsx", "docx", "json"])
def test_a_list_is_taken_out_and_reads_back(office: Visitor, listed: str, ending: str) -> None:
    given = {"csrf_token": office.token("/plans/lists"), "ending": ending}
    file = office.client.post(f"/plans/lists/{listed}/export", data=given)

    back = read_file(file.data, name="回")
    assert [(each.number, each.text) for each in back.problems] == [
        ("1", "白浪河化肥沟箱涵溢流"),
        ("2", "东山采石场生态修复滞后"),
    ]
    assert f".{ending}" in file.headers["Content-Disposition"]


def test_taking_a_list_out_is_put_on_record_and_other_formats_are_not_known(
    app: Flask, office: Visitor, listed: str
) -> None:
    office.fills("/plans/lists", {"ending": "json"}, send_to=f"/plans/lists/{listed}/export", status=200)
    office.fills("/plans/lists", {"ending": "exe"}, send_to=f"/plans/lists/{listed}/export", status=404)

    keeper = Visitor(app).signed_in("rizhi")
    assert "导出清单“测试清单”的全部登记内容 2 个问题（json）" in words(keeper.opens("/journal?who=孙悦"))


def test_the_form_to_fill_in_is_downloaded_with_the_units_of_the_city(office: Visitor) -> None:
    data = office.client.get("/plans/template.xlsx").data

    assert data.startswith(b"PK")
    assert "只有表头，还没有填写问题" in uploads_file(office, data)


def uploads_file(office: Visitor, data: bytes) -> str:
    answer = office.fills("/plans", {"file": (io.BytesIO(data), "空.xlsx")}, status=422)
    return words(answer.text)


def test_units_neither_see_nor_take_any_of_it(office: Visitor, unit: Visitor, listed: str) -> None:
    page = brings(office, listed)

    unit.opens(page, 404)
    unit.opens("/plans/lists", 403)
    unit.opens("/plans/template.xlsx", 403)
    given = {"csrf_token": unit.token("/clock"), "ending": "xlsx", "request_id": "7" * 32, "reason": "x"}
    assert unit.client.post(f"/plans/lists/{listed}/export", data=given).status_code == 403
    assert unit.client.post(page, data=given).status_code == 403


def test_a_city_without_lists_says_what_will_stand_here(app_without_cases: Visitor) -> None:
    assert "清单" in app_without_cases.opens("/plans/lists")


def versions(house: House) -> int:  # noqa: F811
    with house.sessions() as session:
        query = select(func.max(PlanVersion.number)).join(ProblemList).where(ProblemList.name == "测试清单")
        return session.scalar(query) or 0

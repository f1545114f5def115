"""What a paper says about who accepted: the lead unit, or the county itself."""

from __future__ import annotations

import re
from dataclasses import replace

from reports.account import Account
from reports.dossiers import Dossier, Opinion
from reports.paper import html_of
from tests.reports.builders import acceptance, closure, instant, notice, opinions


def by_the_county() -> tuple[Opinion, ...]:
    """The same case, accepted by the county itself."""
    return tuple(replace(each, step="self_accept") if each.step == "self_check" else each for each in opinions())


def words_of(dossier: Dossier) -> str:
    return re.sub(r"<[^>]+>|\s", "", html_of(dossier, unprinted=False))


def test_a_county_that_accepted_itself_is_said_to_have_done_so() -> None:
    said = words_of(acceptance(opinions=by_the_county()))

    assert "作为责任单位" in said
    assert "开展了县级自验" in said
    assert "自验合格，提请市级部门现场核查并出具复核意见" in said
    assert "牵头单位，对" not in said


def test_the_closure_report_tells_which_way_the_case_went() -> None:
    account = Account(closure(opinions=by_the_county()))

    assert account.self_accepted
    assert account.passed_through == "县级自验、市级现场复核、随机抽查和公示"
    assert "县级自验</h3>" in html_of(closure(opinions=by_the_county()), unprinted=False)


def test_a_lead_units_acceptance_is_not_called_the_countys() -> None:
    account = Account(closure())

    assert not account.self_accepted
    assert account.passed_through.startswith("牵头单位验收")


def inspected_again() -> tuple[Opinion, ...]:
    """The same case; its auditor sent it back to the inspection, which then found what the first had overlooked."""
    *before, audited, decided = opinions()
    inspected = next(each for each in before if each.step == "reinspect")
    returned = replace(audited, decision="不合格，退回：市级现场复核", opinion="复核点位不全。", passed=False)
    again = replace(inspected, opinion="四处点位均已核查，属实。", at=returned.at)
    return (*before, returned, again, audited, decided)


def test_after_a_return_to_the_inspection_only_the_new_inspection_counts() -> None:
    account = Account(closure(opinions=inspected_again()))

    inspection, acceptance = account.last("reinspect"), account.acceptance
    assert inspection is not None
    assert inspection.opinion == "四处点位均已核查，属实。"
    assert account.last("confirm_reinspection") is None, "the first inspection was confirmed, the second was not yet"
    assert acceptance is not None, "the acceptance lies before what was done again"


def test_a_return_says_which_step_was_done_again() -> None:
    said = words_of(closure(opinions=inspected_again()))

    assert "重新办理“市级复核”" in said
    assert "责任单位于2026年10月18日重新上报整改情况" in said


def test_the_closure_report_tells_every_notice_and_what_was_counted_anew() -> None:
    county = notice(title="拟申请销号的公示（县级公示）")
    paper = notice(published_in="《云溪日报》", days=10, recounted="按工作日历计算为4个工作日")

    said = words_of(closure(notices=(county, paper, notice())))

    assert said.count("为题向社会公示") == 2
    assert "在《云溪日报》以“" in said
    assert "公示写明期限为10个工作日（按工作日历计算为4个工作日）。" in said


def test_a_closure_report_of_before_tells_the_one_notice_it_has() -> None:
    older = closure(schema=2)

    assert "notices" not in older.to_json()
    assert words_of(older).count("为题向社会公示") == 1


def test_what_each_of_several_units_reported_last_is_told_in_order() -> None:
    first = opinions()[0]
    other = replace(first, unit="潍城区人民政府", person="王炜", opinion="虞河两岸管网已贯通。", at=instant(9, 27))
    stranger = replace(first, unit="寒亭区人民政府", opinion="已转办，不再计入。", at=instant(9, 26))
    told = closure(opinions=(stranger, other, *opinions()))

    assert [each.unit for each in Account(told).reported] == ["潍城区人民政府", "奎文区人民政府"]
    said = words_of(told)
    assert (
        said.index("潍城区人民政府上报整改情况")
        < said.index("虞河两岸管网已贯通")
        < said.index("奎文区人民政府上报整改情况")
    )
    assert "寒亭区人民政府上报" not in said


def test_with_one_report_a_paper_says_what_it_said_before() -> None:
    assert [each.unit for each in Account(closure()).reported] == ["奎文区人民政府"]

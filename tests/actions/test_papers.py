"""Who has which paper made, and when: by the act it tells of, or because the office asks."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from reports.dossiers import (
    PAPERS,
    CaseFile,
    ClosureForm,
    DrawRecord,
    ExtensionForm,
    ReturnNotice,
    SupervisionOrder,
    WeeklyTable,
    from_json,
)
from tests.city import CaseFile as CaseFileOfTests
from tests.city import City
from workflows import actions
from workflows.actions.rounds import TEXT, open_round
from workflows.queries import rounds, settings
from workflows.queries.dossiers import MAKERS
from workflows.records import Document
from workflows.rules.errors import AlreadyDone, InvalidInput, NotFound, NotPermitted, NotYet
from workflows.rules.matters import PROBLEM

LATER = date(2026, 12, 20)


def asks_for(case: CaseFileOfTests, kind: str, by: str = "孙悦") -> str:
    """`by` presses 制作文书."""
    with case.city.transaction() as session:
        return actions.issue_paper(
            session,
            problem_id=case.problem_id,
            kind=kind,
            request_id=uuid4(),
            by=case.city.people[by],
            at=case.city.now,
        ).sentence


def voids(case: CaseFileOfTests, document: Document, by: str = "李国庆", reason: str = "责任单位名称有误。") -> None:
    with case.city.transaction() as session:
        actions.void_paper(
            session, document_id=document.id, values={"reason": reason}, by=case.city.people[by], at=case.city.now
        )


def closed(case: CaseFileOfTests) -> CaseFileOfTests:
    case.goes_to("approve_closure").does("approve_closure", "李国庆")
    return case


def papers(case: CaseFileOfTests, kind: str) -> list[Document]:
    with case.city.transaction() as session:
        query = select(Document).where(Document.case_id == case.record(session).id, Document.kind == kind)
        rows = list(session.scalars(query.order_by(Document.issued_at)))
        for row in rows:
            assert row.dossier
        return rows


def test_a_return_has_its_notice_from_the_unit_that_sent_the_case_back(any_city: City) -> None:
    case = any_city.case().goes_to("self_check")

    case.returns("self_check", "陈静", until=LATER)

    (notice,) = papers(case, "return_notice")
    dossier = from_json(notice.dossier)
    assert isinstance(dossier, ReturnNotice)
    assert dossier.issuer == "青禾市住房和城乡建设局"
    assert dossier.addressee == "云溪县"
    assert dossier.returned.opinion == "十月的监测数据缺失，须补齐。"
    assert dossier.returned.returned_due_on == LATER
    assert dossier.times == 1
    assert notice.number == "青督改办退〔2026〕1号"


def test_a_return_that_is_taken_back_leaves_its_number_with_the_reason(city: City) -> None:
    case = city.case().goes_to("self_check")
    case.returns("self_check", "陈静", until=LATER)

    case.verb(actions.withdraw, "陈静", reason="选错了意见，应为通过。")

    (notice,) = papers(case, "return_notice")
    assert notice.cancelled_at is not None
    assert "选错了意见，应为通过" in str(notice.cancelled_reason)
    assert "document:voided" in case.journal()
    case.returns("self_check", "陈静", until=LATER)
    assert [each.number for each in papers(case, "return_notice")] == ["青督改办退〔2026〕1号", "青督改办退〔2026〕2号"]


def test_a_county_that_sends_its_own_work_back_writes_itself_no_notice(city: City) -> None:
    case = city.petition()
    case.does("investigate", "周敏")

    case.returns("review_petition", "沈文", until=date(2026, 11, 11))

    assert papers(case, "return_notice") == []


@pytest.mark.parametrize("decision", ["grant", "refuse"])
def test_an_extension_has_its_form_granted_or_refused(city: City, decision: str) -> None:
    case = city.case(due_on=date(2026, 11, 30))

    case.asks_for_extension(until=LATER).decided_by("孙悦", decision=decision)

    (form,) = papers(case, "extension_form")
    dossier = from_json(form.dossier)
    assert isinstance(dossier, ExtensionForm)
    assert (dossier.due_before, dossier.due_on, dossier.granted) == (date(2026, 11, 30), LATER, decision == "grant")
    assert (dossier.asked_by, dossier.asked_unit, dossier.decided_by) == ("周敏", "云溪县", "孙悦")


def test_a_draw_has_its_record_which_hangs_on_no_case(city: City) -> None:
    case = city.case().goes_to("random_audit")

    with city.transaction() as session:
        record = session.scalars(select(Document).where(Document.kind == "draw_record")).one()
        dossier = from_json(record.dossier)
        assert record.case_id is None
    assert isinstance(dossier, DrawRecord)
    assert [each.place for each in dossier.candidates] == [1]
    assert dossier.frozen_digest in dossier.record
    assert papers(case, "draw_record") == []


def test_the_office_asks_for_the_papers_of_a_closure_once_each(any_city: City) -> None:
    case = any_city.case().goes_to("approve_closure")
    with pytest.raises(NotYet, match="还没有审定销号"):
        asks_for(case, "closure_form")
    case.does("approve_closure", "李国庆")

    assert "整改销号审批表" in asks_for(case, "closure_form")
    asks_for(case, "closure_notice")

    (form,) = papers(case, "closure_form")
    dossier = from_json(form.dossier)
    assert isinstance(dossier, ClosureForm)
    assert form.number == "青督改办表〔2026〕1号"
    assert [o.step for o in dossier.opinions][-1] == "approve_closure"
    with pytest.raises(NotYet, match="已制发《整改销号审批表》（青督改办表〔2026〕1号）"):
        asks_for(case, "closure_form")


def test_a_void_paper_may_be_made_anew_under_a_new_number(city: City) -> None:
    case = closed(city.case())
    asks_for(case, "closure_notice")
    first = papers(case, "closure_notice")[0]

    voids(case, first)

    asks_for(case, "closure_notice")
    again = papers(case, "closure_notice")[1]
    assert (first.serial + 1, first.year) == (again.serial, again.year)
    with pytest.raises(AlreadyDone):
        voids(case, first)


def test_only_the_head_of_the_office_voids_and_says_why(city: City) -> None:
    case = city.case().goes_to("reinspect")
    (report,) = case.documents()

    with pytest.raises(NotPermitted, match="负责人"):
        voids(case, report, by="孙悦")
    with pytest.raises(InvalidInput) as refused:
        voids(case, report, reason="错")
    assert "作废的理由" in refused.value.problems[0].message


def test_units_have_no_papers_made_and_nobody_those_of_boxes_and_actions(city: City) -> None:
    case = city.case().goes_to("reinspect")

    with pytest.raises(NotPermitted, match="办公室"):
        asks_for(case, "self_check_report", by="周敏")
    for kind in ("closure_report", "return_notice", "no_such_paper"):
        with pytest.raises(NotFound, match="这种文书"):
            asks_for(case, kind)


def test_the_office_gets_every_paper_of_a_closed_case(city: City) -> None:
    case = closed(city.case(measures=()))
    kinds = {kind for kind, paper in PAPERS.items() if paper.issued == "request" and PROBLEM.key in MAKERS[kind].of}

    assert all(f"《{PAPERS[kind].name}》" in asks_for(case, kind) for kind in sorted(kinds))


def test_a_petition_has_its_form_when_both_have_signed(city: City) -> None:
    case = city.petition()
    case.does("investigate", "周敏")
    with pytest.raises(NotYet, match="政府主要负责人尚未签字；党委主要负责人尚未签字"):
        asks_for(case, "petition_form")
    case.does("review_petition", "沈文")
    case.does("sign_by_head_of_government", "陆海")
    case.does("sign_by_party_secretary", "韩冰")

    asks_for(case, "petition_form")

    (form,) = papers(case, "petition_form")
    plain = form.dossier
    assert '"received_on":"2026-11-02"' in plain
    assert form.number == "青督改办信表〔2026〕1号"


def test_numbers_follow_the_office_s_own_words(city: City) -> None:
    with city.transaction() as session:
        settings.write(session, "papers.series.form", "审")
    case = closed(city.case())
    city.now += timedelta(minutes=1)

    asks_for(case, "closure_form")

    assert papers(case, "closure_form")[0].number == "青督改办审〔2026〕1号"


def test_a_signed_order_has_its_notice_about_the_problem_it_stands_over(city: City) -> None:
    problem = city.case()
    order = problem.ordered(issued=False)
    with pytest.raises(NotYet, match="挂牌督办还没有签发"):
        asks_for(order, "supervision_order")
    order.goes_on()

    asks_for(order, "supervision_order")

    (notice,) = papers(order, "supervision_order")
    dossier = from_json(notice.dossier)
    assert isinstance(dossier, SupervisionOrder)
    assert dossier.order_number == "2026-1"
    assert dossier.problem.text.startswith("白浪河化肥沟箱涵溢流整治第1段")
    with pytest.raises(NotYet, match="问题没有《挂牌督办通知》"):
        asks_for(problem, "supervision_order")


def test_a_case_file_holds_every_paper_that_is_not_void_and_the_draw_it_took_part_in(city: City) -> None:
    case = closed(city.case())
    asks_for(case, "closure_notice")
    voids(case, papers(case, "closure_notice")[0])

    asks_for(case, "case_file")

    (file,) = papers(case, "case_file")
    dossier = from_json(file.dossier)
    assert isinstance(dossier, CaseFile)
    assert [each.name for each in dossier.papers] == ["整改销号验收报告", "抽查抽取记录", "整改销号报告"]
    assert dossier.void == ("青督改办〔2026〕2号（责任单位名称有误。）",)
    asks_for(case, "case_file")
    assert len(papers(case, "case_file")) == 2


def test_a_case_file_waits_until_what_it_holds_is_signed(city: City) -> None:
    case = closed(city.case())
    asks_for(case, "case_file")
    (file,) = papers(case, "case_file")

    with city.transaction() as session, pytest.raises(NotYet, match="还没有签好"):
        actions.to_print(session, city.store, document_id=file.id)


def test_the_weekly_table_is_made_of_a_round_that_was_closed(city: City) -> None:
    city.deploys("progress-round")
    city.case()
    with city.transaction() as session:
        done = open_round(
            session,
            values={"due_on": "2026-11-06", "text": TEXT},
            request_id=uuid4(),
            by=city.people["孙悦"],
            at=city.now,
        )
    week = CaseFileOfTests(city=city, problem_id=done.problem_id)
    with pytest.raises(NotYet, match="本周调度还没有结束"):
        asks_for(week, "weekly_table")
    with city.transaction() as session:
        asked = rounds.asked_of(session, city.units["云溪县"])
        rows = [{"problem": str(each.id), "pace": "on_plan", "text": "管道铺设完成六成。"} for each in asked]
    week.does("report_progress", "周敏", decision=None, reports=rows)
    week.does(week.open_task().box, "孙悦", summary="总体按计划推进，下周现场督导。", decision=None)

    asks_for(week, "weekly_table")

    (table,) = papers(week, "weekly_table")
    dossier = from_json(table.dossier)
    assert isinstance(dossier, WeeklyTable)
    assert [(each.unit, each.outcome) for each in dossier.asked] == [("云溪县", "按时填报")]
    assert [(each.unit, each.pace, each.text) for each in dossier.progress] == [
        ("云溪县", "按计划推进", "管道铺设完成六成。")
    ]
    assert table.title == "2026年第45周（11月2日至8日）每周调度表"

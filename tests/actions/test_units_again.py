"""Several units at one box: one of them takes its answer back, one alone must do it again, their facts are put together, the version changes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import select

from tests.city import DIAGRAMS, CaseFile, City, forms
from workflows import actions
from workflows.actions import advance
from workflows.queries import diagrams, problem_page, task_page
from workflows.records import CaseMove, SignOff
from workflows.rules.errors import InvalidInput, NotYet

DOERS = {"云溪县": "周敏", "河东区": "何平", "林川县": "林峰"}
BARS = '<bpmn:multiInstanceLoopCharacteristics isSequential="false" />'
EACH = '<spiffworkflow:property name="each" value="responsible" />'
SOURCE = (DIAGRAMS / "rectification.bpmn").read_text(encoding="utf-8")


@pytest.fixture
def three(city: City) -> CaseFile:
    """A problem three counties have to rectify."""
    return of_three(city)


def of_three(city: City) -> CaseFile:
    city.joined_by("河东区", "何平")
    city.joined_by("林川县", "林峰")
    return city.case(responsible=("云溪县党委", "云溪县政府", "河东区", "林川县"))


def rectified(case: CaseFile, *counties: str) -> CaseFile:
    for county in counties or DOERS:
        case.does("rectify", DOERS[county])
    return case


def returned_to(case: CaseFile, *counties: str) -> str:
    again = [str(case.city.units[county]) for county in counties]
    reason, until = "十月的监测数据缺失，须补齐。", "2026-12-31"
    return case.does("self_check", "陈静", decision="return", reason=reason, due_on=until, again_units=again or None)


def takes_back(case: CaseFile, by: str) -> str:
    return case.verb(actions.withdraw, by, reason="漏传一张照片。")


def test_only_the_units_named_in_a_return_do_it_again(three: CaseFile) -> None:
    returned_to(rectified(three), "河东区")

    assert three.still_asked() == {"河东区"}
    assert three.task_of("河东区").due_on == date(2026, 12, 31)
    assert "自查自验" in three.does("rectify", "何平")


def test_the_page_says_that_the_others_answers_still_count(three: CaseFile) -> None:
    returned_to(rectified(three), "河东区")
    with three.city.transaction() as session:
        page = task_page(
            session, person_id=three.city.people["何平"], task_id=three.task_of("河东区").id, at=three.city.now
        )

    assert page.visit is not None
    assert {(line.unit, line.answered, line.earlier) for line in page.visit.units} == {
        ("河东区", False, False),
        ("云溪县", True, True),
        ("林川县", True, True),
    }
    assert page.round == 2


def test_a_return_to_a_unit_that_has_no_part_is_refused(three: CaseFile) -> None:
    with pytest.raises(InvalidInput) as refusal:
        returned_to(rectified(three), "河东区", "青禾市生态环境局")

    assert (
        refusal.value.problems[0].message == "“由哪些责任单位重新整改”里有一个单位不承担本问题的这项工作，请重新选择。"
    )
    assert three.waits_for() == "self_check"


def test_units_named_beside_a_decision_to_pass_mean_nothing(three: CaseFile) -> None:
    rectified(three).does("self_check", "陈静", again_units=[str(three.city.units["河东区"])])

    assert three.waits_for() == "reinspect"


def test_a_reopened_problem_may_be_for_one_unit_only(three: CaseFile) -> None:
    rectified(three).adds_evidence("周敏")
    three.goes_to("reopened")
    again = [str(three.city.units["林川县"])]
    values = {"reason": "群众来信反映，雨后再次溢流。", "due_on": "2027-06-30", "again_units": again}
    three.verb(actions.reopen_case, "孙悦", **values)

    assert three.still_asked() == {"林川县"}


def test_a_unit_takes_its_own_answer_back_while_others_are_asked(three: CaseFile) -> None:
    rectified(three, "云溪县", "河东区")

    assert "还等 2 个责任单位" in takes_back(three, "周敏")
    assert three.still_asked() == {"云溪县", "林川县"}
    assert rectified(three, "云溪县", "林川县").waits_for() == "self_check"


def test_nobody_takes_back_what_a_colleague_of_another_unit_said(three: CaseFile) -> None:
    rectified(three, "云溪县")

    with pytest.raises(NotYet, match="不能撤回"):
        takes_back(three, "何平")


def test_the_last_answer_is_taken_back_and_the_others_stay(three: CaseFile) -> None:
    rectified(three)
    takes_back(three, "林峰")

    assert three.waits_for() == "rectify"
    assert three.still_asked() == {"林川县"}
    assert rectified(three, "林川县").waits_for() == "self_check"


def test_an_earlier_answer_is_not_taken_back_once_all_have_answered(three: CaseFile) -> None:
    rectified(three)

    with pytest.raises(Exception, match="只能撤回自己刚办理的环节"):
        takes_back(three, "周敏")


def test_a_unit_relieved_of_the_problem_does_not_come_back_by_taking_back(three: CaseFile) -> None:
    rectified(three, "云溪县")
    counties = [str(three.city.units[county]) for county in ("河东区", "林川县")]
    three.city.seats("周敏", "青禾市生态环境局", "municipal_inspector")
    three.verb(actions.reassign_units, "孙悦", responsible_units=counties, reason="区划调整，职责移交。")

    with pytest.raises(NotYet):
        takes_back(three, "周敏")


def test_the_button_is_there_for_whoever_may_take_back(three: CaseFile) -> None:
    rectified(three, "云溪县")
    with three.city.transaction() as session:
        pages = {
            name: problem_page(
                session, person_id=three.city.people[name], problem_id=three.problem_id, at=three.city.now
            )
            for name in ("周敏", "何平", "孙悦")
        }

    assert "withdraw" in pages["周敏"].verbs
    assert "withdraw" not in pages["何平"].verbs
    assert "set_unit_deadline" in pages["孙悦"].verbs
    assert "set_unit_deadline" not in pages["周敏"].verbs


def asking(city: City, join: str) -> None:
    """The city deploys a process in which each unit says whether something was found."""
    answer = {
        "$id": "answer",
        "title": "自查答复",
        "type": "object",
        "properties": {
            "decision": {
                "title": "本单位有没有同类问题",
                "type": "string",
                "x-widget": "choice",
                "oneOf": [
                    {"const": "yes", "title": "有", "x-facts": {"found": True}},
                    {"const": "no", "title": "没有", "x-facts": {"found": False}},
                ],
            }
        },
        "required": ["decision"],
        "additionalProperties": False,
    }
    source = SOURCE.replace('name="form" value="rectify"', 'name="form" value="answer"').replace(
        EACH, f'{EACH}<spiffworkflow:property name="join" value="{join}" />'
    )
    texts = {**forms(), "answer": json.dumps(answer, ensure_ascii=False)}
    with city.transaction() as session:
        actions.deploy_diagram(session, source=source.encode(), forms=texts, by=None, at=city.now)


def answers(case: CaseFile, by: str, said: str) -> None:
    with case.city.transaction() as session:
        actions.complete_task(
            session,
            task_id=case.task_for(by).id,
            values={"decision": said},
            request_id=uuid4(),
            by=case.city.people[by],
            at=case.city.now,
        )


def known(case: CaseFile) -> Mapping[str, object]:
    with case.city.transaction() as session:
        return advance.load(session, case.record(session)).open_boxes()[0].facts


@pytest.mark.parametrize(
    ("join", "said", "found"),
    [
        ("any", ("no", "yes", "no"), True),
        ("any", ("no", "no", "no"), False),
        ("all", ("yes", "yes", "yes"), True),
        ("all", ("yes", "yes", "no"), False),
    ],
)
def test_the_answers_of_all_units_become_one_fact(
    city: City, join: str, said: tuple[str, str, str], found: bool
) -> None:
    asking(city, join)
    case = of_three(city)
    for name, word in zip(DOERS.values(), said, strict=True):
        answers(case, name, word)

    assert known(case)["found"] is found


def test_the_last_answer_of_a_unit_not_asked_again_still_counts(city: City) -> None:
    asking(city, "any")
    case = of_three(city)
    answers(case, "周敏", "yes")
    answers(case, "何平", "no")
    answers(case, "林峰", "no")
    returned_to(case, "林川县")
    answers(case, "林峰", "no")

    assert known(case)["found"] is True


def test_an_answer_taken_back_does_not_count(city: City) -> None:
    asking(city, "any")
    case = of_three(city)
    answers(case, "周敏", "yes")
    takes_back(case, "周敏")
    for name in DOERS.values():
        answers(case, name, "no")

    assert known(case)["found"] is False


def test_a_box_for_each_of_nobody_is_passed(city: City) -> None:
    lane = SOURCE.replace('name="role" value="responsible_unit"', 'name="role" value="participating_unit"')
    source = lane.replace(EACH, EACH.replace("responsible", "participating"))
    with city.transaction() as session:
        actions.deploy_diagram(session, source=source.encode(), forms=forms(), by=None, at=city.now)
    case = city.case()

    assert case.waits_for() == "self_check"
    assert "box:nobody" in case.journal()


def alone() -> bytes:
    """The process as it was before, in which one unit reports for all."""
    return SOURCE.replace(BARS, "").replace(EACH, "").encode()


def moved(case: CaseFile, source: bytes) -> CaseMove:
    """The leader moves the case to a version with this file."""
    city = case.city
    with city.transaction() as session:
        to = actions.deploy_diagram(session, source=source, forms=forms(), by=None, at=city.now)
        leader = city.people["李国庆"]
        judged = {
            each.case_id: each.why_not for each in actions.candidates(session, to_id=to.id, by=leader, at=city.now)
        }
        case_id = case.record(session).id
        batch = actions.ask_to_move(
            session, to_id=to.id, case_ids=[case_id], reason="流程调整，按新版本办理。", by=leader, at=city.now
        )
        [move_id] = actions.waiting_moves(session, batch)
        done = actions.move_case(session, move_id=move_id, at=city.now)
        assert bool(judged[case_id]) == bool(done.refused)
        return done


def test_a_case_moves_to_a_version_in_which_each_unit_answers(city: City) -> None:
    with city.transaction() as session:
        actions.deploy_diagram(session, source=alone(), forms=forms(), by=None, at=city.now)
    case = of_three(city)
    before = case.open_task()
    assert before.unit_id is None

    assert (
        moved(case, SOURCE.replace("督察问题整改销号流程", "督察问题整改销号流程（新）").encode()).moved_at is not None
    )

    assert case.still_asked() == set(DOERS)
    assert before.id in {task.id for task in case.open_tasks()}
    assert rectified(case).waits_for() == "self_check"


def test_a_case_nobody_has_answered_moves_to_a_version_in_which_one_answers(three: CaseFile) -> None:
    assert moved(three, alone()).moved_at is not None

    assert three.open_task().unit_id is None
    assert "自查自验" in three.does("rectify", "何平", task_id=three.open_task().id)


def test_a_case_some_units_have_answered_is_not_moved_to_one_answer(three: CaseFile) -> None:
    rectified(three, "云溪县")

    refused = moved(three, alone()).refused or ""

    assert "已有单位办结；新版本里只办一次" in refused
    assert three.still_asked() == {"河东区", "林川县"}


def test_a_move_is_not_taken_back_once_a_unit_has_answered(city: City) -> None:
    with city.transaction() as session:
        actions.deploy_diagram(session, source=alone(), forms=forms(), by=None, at=city.now)
    case = of_three(city)
    move = moved(case, SOURCE.replace("督察问题整改销号流程", "督察问题整改销号流程（新）").encode())
    rectified(case, "云溪县")

    with city.transaction() as session, pytest.raises(NotYet, match="已有单位办结"):
        actions.revert_move(session, move_id=move.id, by=city.people["李国庆"], at=city.now)


def test_every_sign_off_names_the_unit_it_speaks_for(three: CaseFile) -> None:
    rectified(three)
    with three.city.transaction() as session:
        units = session.scalars(select(SignOff.unit_id).where(SignOff.box == "rectify")).all()
        forms_of_case = diagrams.forms(session, three.record(session).diagram_id)

    assert set(units) == {three.city.units[county] for county in DOERS}
    assert forms_of_case["self_check"].field("again_units") is not None

"""What people wrote is found by its words from the moment it is committed, on both databases alike."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, delete, select, update
from sqlalchemy.orm import Session

import migrations
from tests.records.builders import AT, a_case, a_person, a_problem, a_sign_off
from workflows.records import (
    Comment,
    CommentWithdrawal,
    Problem,
    ProblemNumber,
    SearchEntry,
    Setting,
    Withdrawal,
    search,
    session_factory,
)
from workflows.records.search.folding import fold, needs_second_look, pieces, squeezed, terms, wanted


def found(session: Session, question: str) -> list[str]:
    """The texts that answer a question, problems first."""
    condition = search.matching(terms(question), session.get_bind().dialect.name)
    return list(session.scalars(select(SearchEntry.text).where(condition).order_by(SearchEntry.weight)))


def kept(session: Session, text: str, **also: Any) -> Problem:
    problem = a_problem(title=text[:20], text=text, **also)
    session.add(problem)
    session.flush()
    return problem


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("扬尘", "滨河新城建筑工地扬尘管控不到位"),
        ("尘", "滨河新城建筑工地扬尘管控不到位"),
        ("工地扬尘管控", "滨河新城建筑工地扬尘管控不到位"),
        ("不到位 新城", "滨河新城建筑工地扬尘管控不到位"),
        ("揚塵治理", "扬尘治理"),
        ("扬尘治理", "揚塵治理"),
        ("污水直排", "污水\n直排"),
        ("ＣＯＤ", "化学需氧量（cod）超标"),
        ("PM2.5", "pm２.５年均浓度"),
        ("2026-012", "编号 2026-012 的问题"),
        ("2026-01", "编号 2026-012 的问题"),
        ("0021", "信访件 X420000201811240021"),
        ("X4200002018", "信访件 X420000201811240021"),
        ("〔2026〕12号", "青督改办〔2026〕12号"),
        ("𠮷野家", "𠮷野家后厨油烟"),
        ("〇三", "编号〇三"),
    ],
)
def test_a_text_is_found_by(session: Session, question: str, text: str) -> None:
    kept(session, text)

    assert found(session, question) == [text]


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("化肥沟", "化肥厂旁的肥沟"),
        ("工地扬尘", "扬尘与工地分开写，地扬尘土"),
        ("2026-012", "2026-11 与 012"),
        ("裸土 扬尘", "只有扬尘"),
        ("AND", "OR NOT NEAR"),
        ("%", "一切"),
        ("__", "一切"),
        ('"扬尘', "扬沙"),
    ],
)
def test_a_text_is_not_found_by(session: Session, question: str, text: str) -> None:
    kept(session, text)

    assert found(session, question) == []


def test_whatever_a_person_wrote_is_found_and_what_was_taken_back_is_not(session: Session) -> None:
    case, person = a_case(), a_person()
    sign_off = a_sign_off(case, person)
    sign_off.values = '{"day":"2026-11-02","decision":"return","reason":"监测数据缺失"}'
    comment = Comment(case=case, person=person, unit_name="云溪县", text="请补拍溢流口", at=AT)
    session.add_all([sign_off, comment])
    session.flush()
    assert [found(session, each) for each in ("监测数据", "溢流口")] == [["监测数据缺失"], ["请补拍溢流口"]]
    assert found(session, "return") == []

    session.add_all([Withdrawal(sign_off=sign_off, reason="看错了", at=AT), CommentWithdrawal(comment=comment, at=AT)])
    session.flush()

    assert [found(session, each) for each in ("监测数据", "溢流口")] == [[], []]
    assert list(search.differences(session)) == []


def test_a_corrected_text_is_found_by_its_new_words_alone(session: Session) -> None:
    problem = kept(session, "砖厂烟气直排")
    session.add(ProblemNumber(problem_id=problem.id, level="省序号", number="第七十三"))
    session.flush()
    problem.text = problem.title = "陶瓷厂烟气直排"
    session.flush()

    assert found(session, "砖厂") == []
    assert found(session, "陶瓷厂 七十三") == found(session, "省序号")
    assert list(search.differences(session)) == []


def test_nothing_is_found_that_was_not_committed(session: Session) -> None:
    with session.begin_nested() as attempt:
        kept(session, "没有提交的文字")
        attempt.rollback()

    assert found(session, "提交") == []


def test_what_was_changed_beside_the_session_is_noticed_and_made_good(session: Session) -> None:
    problem = kept(session, "畜禽粪污还田")
    gone = kept(session, "矿山复绿", problem_list=problem.problem_list)
    session.execute(update(Problem).where(Problem.id == problem.id).values(text="垃圾渗滤液", title="垃圾渗滤液"))
    session.execute(delete(SearchEntry).where(SearchEntry.source_id == gone.id))

    [difference] = search.differences(session)

    assert (difference.source, difference.missing, difference.stale, difference.left) == ("problem", 1, 1, 0)
    assert search.counts_differ(session) == ["problem"]
    search.rebuild(session.connection())
    assert (list(search.differences(session)), search.counts_differ(session)) == ([], [])
    assert found(session, "渗滤液") == ["垃圾渗滤液"]


def test_an_index_made_by_older_rules_is_made_again_with_the_next_migration(engine: Engine) -> None:
    with session_factory(engine).begin() as session:
        kept(session, "黑臭水体")
        session.execute(delete(SearchEntry))
        session.execute(update(Setting).where(Setting.key == "search.version").values(value="0"))

    migrations.upgrade(engine)

    with session_factory(engine)() as session:
        assert found(session, "黑臭") == ["黑臭水体"]


@given(st.text(alphabet="污水直排工地扬尘𠮷揚塵 \n", max_size=40), st.integers(0, 40), st.integers(2, 12))
def test_chinese_is_found_by_any_of_its_characters_in_a_row(text: str, start: int, length: int) -> None:
    folded = fold(text)
    term = squeezed(folded)[start : start + length]

    needed, beginning = wanted(term)

    assert set(needed) <= pieces(folded)
    assert len(needed) == len({term[at : at + 2] for at in range(len(term) - 1)})
    assert beginning == ""


def test_a_question_is_cut_down_to_six_terms_of_a_hundred_characters() -> None:
    assert terms("一二，三四、五六 七八;九十 十一 十二") == ("一二", "三四", "五六", "七八", "九十", "十一")
    assert terms("  “” ") == ()
    assert len(terms("字" * 10_000)[0]) == 100
    assert [needs_second_look(each) for each in ("扬尘", "cod", "扬尘治", "尘", "a1")] == [
        False,
        False,
        True,
        True,
        True,
    ]

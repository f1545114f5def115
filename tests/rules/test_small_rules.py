"""Names of units, lengths of notices, lamps, and what still stands before a closure."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from workflows.rules.closure import ClosureFacts, missing_for_closure
from workflows.rules.deadlines import city_day, end_of_day, lamp_for, without_day
from workflows.rules.errors import AlreadyDone, NotFound, NotPermitted, NotYet, Refusal, TooLarge, Unreadable
from workflows.rules.notice_days import days_left, notice_span
from workflows.rules.permissions import Actor, Seat, may_see, seat_for, seat_for_action
from workflows.rules.phrases import sentence_of, title_of
from workflows.rules.unit_names import match_unit
from workflows.rules.work_calendar import WorkCalendar

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("printed", "found"),
    [
        ("云溪县", True),
        ("云溪县党委", True),
        ("云溪县政府", True),
        ("云溪县人民政府", True),
        ("高新区党工委", True),
        ("高新区管委会", True),
        ("市 水务局", True),
        ("市湿地公园管理中心", False),
        ("云溪县水利局", False),
        ("各县区政府", False),
        ("政府", False),
        ("", False),
    ],
)
def test_a_printed_name_is_matched_or_left_alone(printed: str, found: bool) -> None:
    names = {"云溪县": uuid4(), "高新区": uuid4(), "市水务局": uuid4()}

    assert (match_unit(printed, names) is not None) == found


def test_a_notice_begins_the_day_after_and_counts_both_ends() -> None:
    span = notice_span(date(2026, 11, 20), 7, "calendar", WorkCalendar())

    assert (span.opens_on, span.closes_on) == (date(2026, 11, 21), date(2026, 11, 27))
    assert span.words == "2026年11月21日至2026年11月27日，共7天"


def test_working_days_skip_holidays_and_count_weekends_worked_in_exchange() -> None:
    known = WorkCalendar(
        days_off={date(2026, 10, 1), date(2026, 10, 2)}, worked={date(2026, 10, 10)}, known_years={2026}
    )

    span = notice_span(date(2026, 9, 30), 6, "working", known)

    assert (span.opens_on, span.closes_on) == (date(2026, 10, 5), date(2026, 10, 10))
    assert span.warning == ""


def test_working_days_of_an_unknown_year_come_with_a_warning() -> None:
    assert "2027" in notice_span(date(2026, 12, 30), 5, "working", WorkCalendar(known_years={2026})).warning


def test_an_interrupted_notice_has_the_interrupted_day_left_too() -> None:
    assert days_left(date(2026, 11, 27), date(2026, 11, 25), "calendar", WorkCalendar()) == 3
    assert days_left(date(2026, 11, 27), date(2026, 12, 25), "calendar", WorkCalendar()) == 1


@pytest.mark.parametrize(("days", "calendar"), [(0, "working"), (61, "working"), (5, "lunar")])
def test_a_notice_out_of_bounds_is_refused(days: int, calendar: str) -> None:
    with pytest.raises(ValueError, match="cannot count"):
        notice_span(TODAY, days, calendar, WorkCalendar())


@pytest.mark.parametrize(
    ("due_on", "returned", "key", "words"),
    [
        (date(2026, 11, 17), False, "yellow", "黄灯 · 超期 3 天"),
        (date(2026, 11, 17), True, "yellow", "黄灯 · 超期 3 天"),
        (TODAY, False, "soon", "今天到期"),
        (date(2026, 11, 27), False, "soon", "剩 7 天"),
        (date(2026, 11, 28), False, "ok", "2026 年 11 月 28 日前"),
        (date(2026, 11, 28), True, "back", "退回 · 须 11 月 28 日前"),
        (None, False, "ok", "未定时限"),
    ],
)
def test_a_lamp_says_in_words_what_its_colour_says(due_on: date | None, returned: bool, key: str, words: str) -> None:
    lamp = lamp_for(due_on, TODAY, returned=returned)

    assert (lamp.key, lamp.words) == (key, words)


@pytest.mark.parametrize(
    ("long_term", "immediate", "deadline", "words"),
    [
        (True, True, None, "立行立改，长期坚持"),
        (True, False, date(2027, 6, 30), "长期坚持"),
        (False, False, date(2027, 6, 30), "整改时限 2027 年 6 月 30 日"),
        (False, False, None, ""),
    ],
)
def test_what_has_no_day_of_its_own_is_said_alike_on_every_page(
    long_term: bool, immediate: bool, deadline: date | None, words: str
) -> None:
    assert without_day(long_term=long_term, immediate=immediate, deadline=deadline) == words


def test_a_deadline_day_ends_at_midnight_in_the_city() -> None:
    assert end_of_day(date(2026, 11, 30)).astimezone(UTC) == datetime(2026, 11, 30, 16, 0, tzinfo=UTC)
    assert city_day(datetime(2026, 11, 30, 16, 0, tzinfo=UTC)) == date(2026, 12, 1)


def test_everything_that_forbids_closing_is_named_at_once() -> None:
    facts = ClosureFacts(
        problem="扬尘",
        unconfirmed=("裸土覆盖",),
        reports=0,
        evidence=0,
        running_notices=("公示一",),
        open_objections=("雨后有异味",),
    )

    whats = [each.what for each in missing_for_closure(facts)]

    assert whats == ["measure-not-confirmed", "no-evidence", "report-not-issued", "notice-not-over", "objection-open"]
    assert all(each.sentence for each in missing_for_closure(facts))


def test_a_handler_speaks_for_their_unit_and_an_inspector_of_the_same_bureau_does_not() -> None:
    bureau, other = uuid4(), uuid4()
    involved = {"lead": frozenset({bureau})}

    def somebody(role: str, unit: object) -> Actor:
        seat = Seat(role=role, unit_id=unit, unit_name="局")  # type: ignore[arg-type]  # object stands for a UUID here
        return Actor(person_id=uuid4(), name="某", seats=(seat,))

    assert seat_for(somebody("handler", bureau), "lead_unit", involved)
    assert seat_for(somebody("municipal_inspector", bureau), "lead_unit", involved) is None
    assert seat_for(somebody("handler", other), "lead_unit", involved) is None
    assert not may_see(somebody("handler", other), involved)
    assert seat_for_action(somebody("handler", bureau), "decide_extension", involved) is None
    assert seat_for_action(somebody("office", other), "decide_extension", involved)


def test_a_refusal_speaks_chinese_first_and_english_second() -> None:
    refusal = NotPermitted(why="本人提出")

    assert str(refusal) == "您不能办理此事：本人提出。"
    assert refusal.english == "You may not do this."


@pytest.mark.parametrize("kind", [NotFound, NotPermitted, AlreadyDone, NotYet, Unreadable, TooLarge])
def test_the_english_line_of_a_refusal_is_english(kind: type[Refusal]) -> None:
    words = dict.fromkeys(("what", "why", "who", "where"), "本单位")

    assert kind(**words, at="9:00", limit="200 MB").english.isascii()


def test_a_refusal_without_its_sentence_cannot_be_written() -> None:
    with pytest.raises(TypeError, match="docstring"):
        type("Silent", (Refusal,), {"__doc__": ""})


def test_an_old_journal_entry_stays_readable() -> None:
    assert sentence_of("box:returned", {"box_name": "自查自验", "decision": "退回"}) == "自查自验：退回，新的时限 —"
    assert sentence_of("something:older", {}) == "something:older"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("整治建筑工地扬尘。高新区等6处工地裸土覆盖不到位。", "整治建筑工地扬尘"),
        ("一" * 50, "一" * 32 + "…"),
        (
            "白浪河化肥沟箱涵溢流整治推进缓慢，雨季大量污水溢流直排河道，群众反映强烈问题突出",
            "白浪河化肥沟箱涵溢流整治推进缓慢，雨季大量污水溢流直排河道…",
        ),
    ],
)
def test_a_title_is_the_first_sentence_or_a_part_of_it(text: str, title: str) -> None:
    assert title_of(text).startswith(title.rstrip("…")[:8])
    assert len(title_of(text)) <= 33

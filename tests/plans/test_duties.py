from __future__ import annotations

from workflows.plans.day_clauses import split_day
from workflows.plans.duties import Duty, split_duties


def test_a_labelled_bracket_is_taken_out_of_the_text() -> None:
    split = split_duties("完成治理。（责任单位：市水务局、云溪县（含园区）；整改时限：2027年6月底前）")
    assert split.text == "完成治理。"
    assert split.duties == (
        Duty(field="responsible_units", raw="市水务局、云溪县（含园区）"),
        Duty(field="deadline", raw="2027年6月底前"),
    )


def test_words_of_duty_are_understood_at_the_end_of_a_line() -> None:
    split = split_duties("加强监测。(市生态环境局、市水务局牵头，市财政局参与)")
    assert split.duties == (
        Duty(field="lead_units", raw="市生态环境局、市水务局"),
        Duty(field="participating_units", raw="市财政局"),
    )
    assert split_duties("加强监测。（市水务局牵头、市统计局配合）").duties[1] == Duty(
        field="participating_units", raw="市统计局"
    )
    assert split_duties("严格执法。（市公安局按职责分工负责）").duties == (
        Duty(field="responsible_units", raw="市公安局"),
    )


def test_an_ordinary_bracket_stays_in_the_text() -> None:
    for line in (
        "水质优良（达到或优于Ⅲ类）比例提高。",
        "项目（由市水务局牵头）已经开工。",
        "由市水务局牵头的项目（共3个）。",
    ):
        split = split_duties(line)
        assert (split.text, split.duties) == (line, ())


def test_a_full_stop_behind_the_bracket_is_kept_only_where_the_text_has_none() -> None:
    assert split_duties("完成治理（责任单位：市水务局）。").text == "完成治理。"
    assert split_duties("完成治理。（责任单位：市水务局）。").text == "完成治理。"


def test_a_bracket_that_never_closes_is_told() -> None:
    split = split_duties("完成治理。（责任单位：市水务局；整改时限：2027年底")
    assert split.duties[-1] == Duty(field="deadline", raw="2027年底")
    assert split.unclosed is not None


def test_square_brackets_hold_duties_or_only_a_label() -> None:
    assert split_duties("完成治理。【责任单位：市水务局；整改时限：2027年底】").text == "完成治理。"
    assert split_duties("完成治理。〔市水务局牵头〕").duties == (Duty(field="lead_units", raw="市水务局"),)
    assert split_duties("【责任单位】市水务局").duties == ()


def test_half_and_full_width_brackets_may_be_mixed() -> None:
    assert split_duties("完成治理。(责任单位：市水务局）").duties == (Duty(field="responsible_units", raw="市水务局"),)


def test_a_duty_said_in_the_last_sentence_counts_like_one_in_brackets() -> None:
    split = split_duties("2026年6月底前整改到位。由市水务局牵头，市财政局、各县（市、区）配合。")
    assert split.text == "2026年6月底前整改到位。"
    assert split.duties == (
        Duty(field="lead_units", raw="市水务局"),
        Duty(field="participating_units", raw="市财政局、各县（市、区）"),
    )


def test_a_sentence_that_says_more_than_who_has_to_do_it_stays_in_the_text() -> None:
    for line in (
        "完善机制。由企业主动公开信息并对真实性负责。",
        "完善机制。由市水务局牵头编制规划，市财政局配合。",
        "由市水务局牵头，市财政局配合。",
        "完善机制。加强部门配合。",
        "完善机制。严格落实主体责任。",
    ):
        assert split_duties(line).text == line
        assert split_duties(line).duties == ()


def test_a_deadline_among_the_bodies_of_a_bracket_is_no_body() -> None:
    assert split_duties("排查排污口。（市生态环境局牵头，市水务局配合，2026年6月底前完成）").duties == (
        Duty(field="lead_units", raw="市生态环境局"),
        Duty(field="participating_units", raw="市水务局"),
        Duty(field="deadline", raw="2026年6月底前完成"),
    )


def test_only_whole_clauses_at_the_end_are_a_deadline() -> None:
    assert split_day("市林业局；2026年12月31日前完成，长期坚持") == ("市林业局", "2026年12月31日前完成，长期坚持")
    assert split_day("市林业局，立行立改") == ("市林业局", "立行立改")
    for words in ("市水务局、市公安局", "2026年专项行动领导小组", "长期坚持办公室", "市水务局（2026年底前移交）"):
        assert split_day(words) == (words, "")

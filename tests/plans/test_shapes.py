"""Plans of our own invention in the habits that published plans have, each with what a careful clerk would read."""

from __future__ import annotations

from typing import Any

from tests.plans.samples import assert_reads_as
from workflows.plans import PlanReading, ProblemReading, read_plan
from workflows.plans.review.lines import lines_of


def read(text: str) -> PlanReading:
    return read_plan(text, name="方案.txt")


def only(text: str) -> ProblemReading:
    (problem,) = read(text).problems
    return problem


def deadline(raw: str, day: str | None, *, long_term: bool = False, immediate: bool = False) -> dict[str, Any]:
    return {"raw": raw, "date": day, "long_term": long_term, "immediate": immediate}


def test_items_under_headings_count_on_where_the_numbers_start_again() -> None:
    reading = read("整改方案\n（一）水\n1.甲。\n2.乙。\n（二）气\n1.丙。\n")

    assert [(p.number, p.number_raw, p.area) for p in reading.problems] == [
        ("1", "1", "水"),
        ("2", "2", "水"),
        ("3", "1", "气"),
    ]


def test_numbers_that_go_on_under_new_headings_stay_as_printed() -> None:
    reading = read("整改方案\n一、水环境\n（三）整治河道。\n（四）清理污泥。\n二、大气环境\n（五）治理扬尘。\n")

    assert [(p.number, p.number_raw) for p in reading.problems] == [("3", "（三）"), ("4", "（四）"), ("5", "（五）")]


def test_a_number_printed_twice_under_one_heading_is_told() -> None:
    reading = read("整改方案\n1.甲。\n2.乙。\n2.丙。\n")

    assert [p.number for p in reading.problems] == ["1", "2", "3"]
    assert [(w.code, w.line) for w in reading.warnings] == [("duplicate-number", 4)]


def test_chapters_of_aims_and_safeguards_are_left_out_with_their_lines() -> None:
    reading = read(
        "整改方案\n一、指导思想\n坚持问题导向。\n二、主要措施\n（一）水\n1.整治河道。\n三、保障措施\n（一）加强领导。统筹推进。\n"
    )

    assert [p.text for p in reading.problems] == ["整治河道。"]
    assert [(lines.first, lines.last, lines.why) for lines in reading.left_out] == [
        (2, 3, "“指导思想”一章不是问题清单"),
        (7, 8, "“保障措施”一章不是问题清单"),
    ]


def test_a_chapter_that_names_duties_is_the_list_whatever_it_is_called() -> None:
    reading = read("分工方案\n一、工作目标\n1.优良率达到85%。（市生态环境局牵头）\n二、其他事项\n1.按期报送。\n")

    assert [(p.text, p.lead_units) for p in reading.problems] == [("优良率达到85%。", ("市生态环境局",))]


def test_labelled_lines_below_an_item_are_its_fields() -> None:
    reading = read(
        "整改清单\n1.河道淤积。\n责任单位：市水务局\n督导单位：市督查室\n责任人：王某某\n整改时限：2027年5月底\n整改目标：河道畅通。\n"
        "整改措施：\n1.清淤3公里。\n2.2027年3月底前补种水草。\n整改进展：正在清淤。\n2.扬尘。\n责任单位：市住建局\n整改时限：立行立改\n"
    )

    assert_reads_as(
        reading,
        {
            "problems": [
                {
                    "number": "1",
                    "text": "河道淤积。",
                    "target": "河道畅通。",
                    "measures": [
                        {"text": "清淤3公里。", "deadline": None},
                        {"text": "2027年3月底前补种水草。", "deadline": deadline("2027年3月底前", "2027-03-31")},
                    ],
                    "responsible_units": ["市水务局"],
                    "supervising_units": ["市督查室"],
                    "responsible_persons": "王某某",
                    "deadline": deadline("2027年5月底", "2027-05-31"),
                    "progress": "正在清淤。",
                },
                {
                    "number": "2",
                    "text": "扬尘。",
                    "measures": [],
                    "responsible_units": ["市住建局"],
                    "deadline": deadline("立行立改", None, immediate=True),
                },
            ],
            "warnings": [],
        },
    )


def test_problem_numbers_at_two_levels_are_both_kept() -> None:
    problem = only("整改清单\n序号8（市序号9）：污泥去向不清。\n责任单位：区水务局\n")

    assert (problem.number, problem.number_raw) == ("8", "序号8（市序号9）")
    assert [(number.level, number.value) for number in problem.numbers] == [("市", "9")]
    assert problem.text == "污泥去向不清。"


def test_a_sub_problem_is_numbered_with_a_hyphen() -> None:
    assert only("第四十七项问题五：渗滤液外溢。\n责任单位：县政府\n").number == "47-5"
    assert (
        only("2023年督察反馈第四十七项问题五整改公示\n一、整改问题\n渗滤液外溢。\n二、责任单位\n县政府\n").number
        == "47-5"
    )


def test_a_problem_number_is_read_in_every_habit() -> None:
    for printed, number in [
        ("第47项", "47"),
        ("序号十", "10"),
        ("问题编号5", "5"),
        ("243号问题", "243"),
        ("问题三", "3"),
        ("整改任务12", "12"),
    ]:
        assert only(f"整改清单\n{printed}：渗滤液外溢。\n责任单位：县政府\n").number == number


def test_labels_may_stand_without_colon_or_run_on_one_line() -> None:
    problem = only(
        "整改清单\n问题编号2 河道淤积\n责任单位 市水务局\n责任人：王某某；整改时限：2027年底前；整改目标：河道畅通。\n"
    )

    assert (problem.text, problem.responsible_units, problem.responsible_persons) == (
        "河道淤积",
        ("市水务局",),
        "王某某",
    )
    assert problem.deadline is not None
    assert problem.target == "河道畅通。"


def test_labels_may_stand_in_square_brackets() -> None:
    problem = only("整改清单\n问题编号2：河道淤积\n【责任单位】市水务局\n【整改时限】2027年底前\n")

    assert (problem.text, problem.responsible_units) == ("河道淤积", ("市水务局",))
    assert problem.deadline is not None


def test_a_label_alone_on_its_line_takes_the_next_line() -> None:
    problem = only("整改清单\n问题编号2：河道淤积。\n责任单位：\n市水务局、市财政局\n整改时限\n2027年底前\n")

    assert problem.responsible_units == ("市水务局", "市财政局")
    assert problem.deadline is not None
    assert problem.deadline.raw == "2027年底前"


def test_measures_are_divided_by_numbers_or_by_spoken_counts() -> None:
    head = "整改清单\n问题编号1：淤积。\n责任单位：市水务局\n"
    for printed in (
        "1.清淤。2.补种。",
        "1、清淤。2、补种。",
        "（1）清淤。（2）补种。",
        "一是清淤。二是补种。",
        "①清淤。②补种。",
        "\n（一）清淤。\n（二）补种。",
    ):
        assert [m.text for m in only(f"{head}整改措施：{printed}\n").measures] == ["清淤。", "补种。"]


def test_numbers_inside_a_sentence_do_not_divide_it() -> None:
    problem = only("整改清单\n问题编号1：淤积。\n整改措施：清淤1.5公里。2027年3月底前完成3、4号闸。\n")
    assert [m.text for m in problem.measures] == ["清淤1.5公里。2027年3月底前完成3、4号闸。"]


def test_several_notices_in_one_file_are_several_problems() -> None:
    one = "青禾市督察反馈第{}项问题整改公示\n一、整改问题\n{}\n二、责任单位\n云溪县党委、政府\n三、整改时限\n2027年底\n如有异议请联系我们。\n"
    reading = read(one.format("三", "河道淤积。") + one.format("五", "扬尘污染。"))

    assert [(p.number, p.text) for p in reading.problems] == [("3", "河道淤积。"), ("5", "扬尘污染。")]
    assert [p.responsible_units for p in reading.problems] == [("云溪县党委", "云溪县政府")] * 2


def test_a_text_over_several_lines_stays_in_its_lines() -> None:
    reading = read("实施意见\n（一）整治河道\n全面清淤，\n恢复岸线。\n（二）治理扬尘\n")
    assert reading.problems[0].text == "整治河道\n全面清淤，\n恢复岸线。"


def test_signature_contacts_and_annexes_do_not_run_into_the_last_problem() -> None:
    reading = read(
        "整改清单\n1.甲。（责任单位：市水务局）\n2.乙。（责任单位：市财政局）\n青禾市人民政府办公室\n2026年11月1日\n附件：名单\n"
    )

    assert reading.problems[-1].text == "乙。"
    assert (reading.left_out[-1].first, reading.left_out[-1].last) == (4, 6)


def test_a_label_nobody_knows_is_left_out_in_words() -> None:
    reading = read("整改清单\n问题编号1：淤积。\n责任单位：市水务局\n整改类型：立行立改类\n")
    assert [(lines.first, lines.why) for lines in reading.left_out] == [(4, "不认识的栏目“整改类型”")]


def test_lines_of_the_page_are_advertising_wherever_they_stand() -> None:
    reading = read(
        "环保设备\n青禾市整改方案\n1.甲。（责任单位：市水务局）\n扫一扫关注我们\n2.乙。\n责任编辑：小王\nhttp://example.org/1.html\n"
    )

    assert [(w.code, w.line) for w in reading.warnings] == [("advertising", line) for line in (1, 4, 6, 7)]
    assert [p.text for p in reading.problems] == ["甲。", "乙。"]


def test_dates_that_compete_are_shown_with_the_one_taken() -> None:
    reading = read("整改清单\n1.2026年底前排查，2027年6月底前整治。（整改时限：2027年6月30日）\n")

    (warning,) = reading.warnings
    assert (warning.code, warning.line) == ("several-dates", 2)
    assert "“2026年底前、2027年6月30日”" in warning.message
    assert "登记的是“2027年6月30日”" in warning.message


def test_an_empty_deadline_and_an_open_list_of_units_are_told() -> None:
    reading = read("整改清单\n1.甲。（责任单位：市水务局等；整改时限：）\n2.乙。（责任单位：；整改时限：今年年底前）\n")

    assert [(w.code, w.line) for w in reading.warnings] == [
        ("open-ended-units", 2),
        ("missing-date", 2),
        ("missing-unit", 3),
        ("missing-date", 3),
    ]


def test_every_field_says_where_it_was_printed() -> None:
    problem = only("整改清单\n问题编号1：淤积。\n\n责任单位：云溪县、白石区党委、政府。\n整改时限：2027年底。\n")

    units, deadline = problem.found["responsible_units"], problem.found["deadline"]
    assert (units.raw, units.line, units.place) == ("云溪县、白石区党委、政府。", 4, "第 4 行")
    assert (deadline.raw, deadline.line, deadline.certainty) == ("2027年底。", 5, "certain")


def test_a_mark_before_the_first_label_numbers_the_problem() -> None:
    reading = read(
        "（一）反馈问题：淤积。\n责任单位：市水务局\n整改措施：1.清淤。2.补种。\n（二）反馈问题：扬尘。\n责任单位：市住建局\n"
    )

    assert [(p.number, p.number_raw, p.text, len(p.measures)) for p in reading.problems] == [
        ("1", "（一）", "淤积。", 2),
        ("2", "（二）", "扬尘。", 0),
    ]


def test_a_section_nobody_knows_does_not_run_into_the_one_before() -> None:
    reading = read(
        "第三项问题整改公示\n一、整改问题\n淤积。\n二、责任单位\n市水务局\n三、完成情况\n已清淤。\n四、整改结论\n已完成。\n"
    )

    assert reading.problems[0].progress == "已清淤。"
    assert [(lines.first, lines.why) for lines in reading.left_out] == [
        (8, "不认识的栏目“整改结论”"),
        (9, "看不出属于哪一栏"),
    ]


def test_paragraphs_may_end_in_labels_instead_of_brackets() -> None:
    reading = read(
        "整改方案\n清淤。责任单位：市水务局。整改时限：2027年底。\n补种。责任单位：市林业局。整改时限：2027年6月底。\n"
    )
    assert [(p.text, p.responsible_units) for p in reading.problems] == [
        ("清淤。", ("市水务局",)),
        ("补种。", ("市林业局",)),
    ]


def test_chapters_may_be_the_problems_themselves() -> None:
    reading = read(
        "整改任务清单\n一、河道淤积\n整改时限：2027年底\n整改措施：\n（一）清淤。\n（二）补种。\n二、扬尘\n整改时限：2027年底\n"
    )
    assert [(p.text, len(p.measures)) for p in reading.problems] == [("河道淤积", 2), ("扬尘", 0)]


def test_a_duty_bracket_may_stand_on_the_line_below() -> None:
    reading = read(
        "整改方案\n（一）水\n1.清淤。\n（责任单位：市水务局；整改时限：2027年底）\n2.补种。\n（市林业局牵头，市财政局配合）\n"
    )
    assert [(p.text, p.responsible_units, p.lead_units) for p in reading.problems] == [
        ("清淤。", ("市水务局",), ()),
        ("补种。", (), ("市林业局",)),
    ]


def test_the_heading_a_problem_stands_under_has_its_place_and_belongs_to_no_problem_alone() -> None:
    text = "整改清单\n一、大气污染防治\n1.清理工地。（责任单位：市住建局）\n2.淘汰锅炉。（责任单位：市工信局）\n"
    reading = read_plan(text, name="清单.txt")

    areas = [problem.found["area"] for problem in reading.problems]

    assert [(place.raw, place.line, place.place) for place in areas] == [("大气污染防治", 2, "第 2 行")] * 2
    assert [lines_of(problem) for problem in reading.problems] == [(3,), (4,)]


def test_a_title_broken_over_two_lines_is_one() -> None:
    text = (
        "云溪市人民政府关于进一步加强生态建设\n和环境保护工作的实施意见\n一、重点任务\n1.整治排污口。\n2.清淤河道。\n"
    )
    reading = read_plan(text, name="意见.txt")
    assert reading.title == "云溪市人民政府关于进一步加强生态建设和环境保护工作的实施意见"
    assert not reading.left_out


def test_a_page_number_between_the_lines_is_no_part_of_a_measure() -> None:
    text = "整改清单\n问题1：河道淤积。\n责任单位：市水务局\n整改措施：\n1.清淤3公里。\n— 2 —\n2.绿化岸线。\n"
    reading = read_plan(text, name="清单.txt")
    assert [each.text for each in reading.problems[0].measures] == ["清淤3公里。", "绿化岸线。"]
    assert [each.why for each in reading.left_out] == ["页码"]

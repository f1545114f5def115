"""The draw: who is taken, how many, by which chance, and by whom they are checked."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.draws import a_frozen_list, candidate, frozen_lists, rule
from workflows.rules.draw import HIGH, NORMAL, Frozen, auditor_code, draw, plain_seed, substitutes

SEEDS = 10_000
SIGMAS = 5
"""A fair draw passes this bound in all but one of 1.7 million looks at a candidate."""


def within(count: int, probability: float, of: int = SEEDS) -> bool:
    """Whether a count is what chance gives."""
    return abs(count - of * probability) <= SIGMAS * (of * probability * (1 - probability)) ** 0.5


def test_the_same_list_and_seed_give_the_same_draw_and_another_seed_another() -> None:
    frozen = a_frozen_list(20)

    assert draw(frozen, "03 07 12") == draw(frozen, "03 07 12")
    assert draw(frozen, "03 07 12") != draw(frozen, "03 07 13")


def test_whatever_is_published_is_part_of_the_chance() -> None:
    one = a_frozen_list(20)
    assert one.digest() != a_frozen_list(20, seed_source="另一个号码，次日公布").digest()
    assert one.digest() != a_frozen_list(20, rule=rule(percent=30)).digest()
    assert one.digest() != a_frozen_list(20, auditors=3).digest()


@pytest.mark.parametrize(
    ("percent", "minimum", "size"), [(20, 1, 4), (1, 1, 1), (1, 3, 3), (100, 1, 20), (21, 1, 5), (5, 90, 20)]
)
def test_a_share_is_rounded_up_never_under_the_minimum_never_over_the_list(
    percent: int, minimum: int, size: int
) -> None:
    frozen = a_frozen_list(20, rule=rule(percent=percent, minimum=minimum))

    assert len(draw(frozen, "seed").drawn) == size


def test_every_unit_gives_its_minimum_and_small_units_all_they_have() -> None:
    units = [candidate(number, unit="云溪县") for number in range(30)] + [candidate(30, unit="白石区")]
    frozen = a_frozen_list(units, rule=rule(percent=10, per_unit=2))

    taken = Counter(each.unit for each in frozen.candidates if each.id in draw(frozen, "seed").drawn)

    assert taken == {"云溪县": 3, "白石区": 1}


def test_each_risk_is_drawn_by_its_own_share() -> None:
    both = [candidate(number, risk=HIGH if number < 10 else NORMAL) for number in range(30)]
    frozen = a_frozen_list(both, rule=rule(percent=10, percent_high=50))

    taken = Counter(each.risk for each in frozen.candidates if each.id in draw(frozen, "seed").drawn)

    assert taken == {HIGH: 5, NORMAL: 2}


def test_a_large_unit_cannot_be_missed() -> None:
    """Strata: ten percent of forty are four, whatever the rest of the city does."""
    units = [candidate(number, unit="云溪县" if number < 40 else f"单位{number}") for number in range(100)]
    frozen = a_frozen_list(units, rule=rule(percent=10))

    for seed in range(50):
        drawn = draw(frozen, str(seed)).drawn
        assert len(drawn) == 10
        assert sum(each.unit == "云溪县" for each in frozen.candidates if each.id in drawn) >= 4


def test_every_candidate_is_drawn_as_often_as_its_share_says() -> None:
    frozen = a_frozen_list(20, rule=rule(percent=20))

    taken = Counter(each for seed in range(SEEDS) for each in draw(frozen, f"seed {seed}").drawn)

    assert all(within(taken[each.id], 0.2) for each in frozen.candidates), taken


def test_lots_weigh_exactly() -> None:
    """Five lots in the urn, one is drawn: three of them are the first candidate's."""
    frozen = a_frozen_list([candidate(1, lots=3), candidate(2), candidate(3)], rule=rule(percent=1))

    first = Counter(draw(frozen, f"seed {seed}").drawn[0] for seed in range(SEEDS))

    assert within(first["case-01"], 3 / 5), first
    assert within(first["case-02"], 1 / 5), first
    assert within(first["case-03"], 1 / 5), first


def test_lots_weigh_exactly_in_the_second_place_too() -> None:
    """After one of the single lots went, three of four are the first candidate's: 3/5 + 2 · 1/5 · 3/4."""
    frozen = a_frozen_list([candidate(1, lots=3), candidate(2), candidate(3)], rule=rule(percent=1, minimum=2))

    taken = Counter(each for seed in range(SEEDS) for each in draw(frozen, f"seed {seed}").drawn)

    assert within(taken["case-01"], 3 / 5 + 2 * (1 / 5) * (3 / 4)), taken


def test_every_auditor_is_drawn_as_often_for_every_problem() -> None:
    frozen = a_frozen_list(3, auditors=4, rule=rule(percent=100))

    drawn = (draw(frozen, f"seed {seed}").auditors for seed in range(SEEDS))
    pairs = Counter((problem, code) for one in drawn for problem, (code,) in one.items())

    assert all(within(pairs[c.id, a.id], 0.25) for c in frozen.candidates for a in frozen.auditors), pairs


def test_work_is_shared_evenly() -> None:
    frozen = a_frozen_list(12, auditors=4, rule=rule(percent=100))

    load = Counter(code for codes in draw(frozen, "seed").auditors.values() for code in codes)

    assert set(load.values()) == {3}


def test_where_everybody_is_barred_nobody_is_drawn() -> None:
    frozen = a_frozen_list([candidate(1, barred=("a1", "a2"))], auditors=2)

    assert draw(frozen, "seed").auditors == {"case-01": ()}


@given(frozen_lists(), st.text(min_size=1, max_size=20))
def test_every_draw_keeps_the_rule(frozen: Frozen, seed: str) -> None:
    result = draw(frozen, seed)
    barred = {each.id: set(each.barred) for each in frozen.candidates}
    by_unit = Counter(each.unit for each in frozen.candidates if each.id in result.drawn)
    sizes = Counter(each.unit for each in frozen.candidates)

    assert len(set(result.drawn)) == len(result.drawn) >= min(frozen.rule.minimum, len(frozen.candidates))
    assert all(by_unit[unit] >= min(size, frozen.rule.per_unit) for unit, size in sizes.items())
    for risk, percent in ((HIGH, frozen.rule.percent_high), (NORMAL, frozen.rule.percent)):
        group = [each.id for each in frozen.candidates if each.risk == risk]
        assert 100 * len(set(group) & set(result.drawn)) >= percent * len(group)
    assert set(result.auditors) == set(result.drawn)
    for problem, codes in result.auditors.items():
        free = len(frozen.auditors) - len(barred[problem])
        assert len(set(codes)) == len(codes) == min(frozen.rule.auditors, free)
        assert not barred[problem] & set(codes)


@given(frozen_lists(), st.text(min_size=1, max_size=20))
def test_who_steps_in_is_never_barred_and_never_there_already(frozen: Frozen, seed: str) -> None:
    for problem, codes in draw(frozen, seed).auditors.items():
        barred = next(set(each.barred) for each in frozen.candidates if each.id == problem)
        waiting = substitutes(frozen, seed, problem, codes)

        assert not set(waiting) & (barred | set(codes))
        assert len(waiting) == len(frozen.auditors) - len(barred) - len(codes)


@pytest.mark.parametrize("wrong", [[], [candidate(1), candidate(1)]])
def test_a_list_that_is_empty_or_names_somebody_twice_is_refused(wrong: list[object]) -> None:
    with pytest.raises(ValueError, match=r"list"):
        draw(a_frozen_list(wrong), "seed")


def test_more_returns_are_more_lots_up_to_ten() -> None:
    assert [rule(lots_per_return=2).lots(returns) for returns in (0, 1, 2, 9)] == [1, 3, 5, 10]
    assert rule(lots_per_return=0).lots(9) == 1


def test_the_code_of_a_person_differs_from_draw_to_draw() -> None:
    assert auditor_code("draw 1", "person") != auditor_code("draw 2", "person")
    assert auditor_code("draw 1", "person") == auditor_code("draw 1", "person")


def test_no_spelling_of_a_number_is_another_draw() -> None:
    assert {plain_seed(each) for each in ("03 07 + 08", "030708", "03，07，08", " 03-07/08 ")} == {"030708"}
    assert plain_seed("ab12") == "AB12"

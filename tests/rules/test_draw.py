"""The draw: anybody gets the same result from the same list, rule and seed."""

from __future__ import annotations

import hashlib

import pytest

from workflows.rules.draw import DrawRule, draw, population_digest, rank

LIST = [f"case-{number:02d}" for number in range(20)]


def test_the_same_list_rule_and_seed_give_the_same_draw_in_any_order() -> None:
    rule = DrawRule(percent=20)

    assert draw(LIST, rule, "03 07 12") == draw(list(reversed(LIST)), rule, "03 07 12")
    assert draw(LIST, rule, "03 07 12") != draw(LIST, rule, "03 07 13")


def test_an_outsider_repeats_the_draw_with_a_hash_and_a_sort() -> None:
    text = "[" + ",".join(f'"{each}"' for each in sorted(LIST)) + "]"
    digest = hashlib.sha256(text.encode()).hexdigest()
    ranks = sorted((hashlib.sha256(f"seed|{digest}|{each}".encode()).hexdigest(), each) for each in LIST)

    assert population_digest(LIST) == digest
    assert draw(LIST, DrawRule(percent=15), "seed") == [each for _, each in ranks[:3]]
    assert rank("seed", digest, LIST[0]) in {value for value, _ in ranks}


@pytest.mark.parametrize(
    ("percent", "minimum", "size"), [(20, 1, 4), (1, 1, 1), (1, 3, 3), (100, 1, 20), (21, 1, 5), (5, 90, 20)]
)
def test_the_size_is_rounded_up_never_under_the_minimum_never_over_the_list(
    percent: int, minimum: int, size: int
) -> None:
    assert DrawRule(percent=percent, minimum=minimum).size(20) == size


@pytest.mark.parametrize("wrong", [[], ["a", "a"]])
def test_a_list_that_is_empty_or_names_somebody_twice_is_refused(wrong: list[str]) -> None:
    with pytest.raises(ValueError, match="exactly once"):
        draw(wrong, DrawRule(percent=50), "seed")


def test_every_candidate_is_drawn_about_as_often_as_its_share() -> None:
    taken = dict.fromkeys(LIST, 0)
    for number in range(2000):
        for each in draw(LIST, DrawRule(percent=20), f"seed {number}"):
            taken[each] += 1

    deviation = (2000 * 0.2 * 0.8) ** 0.5
    assert all(abs(count - 400) < 5 * deviation for count in taken.values())

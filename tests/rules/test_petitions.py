"""Petition numbers, the ten days, and the two signatures."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from workflows.rules.petitions import Signature, due_on, missing_signatures, read_number

MAYOR, SECRETARY, SOMEBODY = uuid4(), uuid4(), uuid4()


def signed(role: str, person: object, *, returned: bool = False) -> Signature:
    return Signature(role=role, person_id=person, returned=returned)  # type: ignore[arg-type]  # ids of this file


def test_a_number_is_read_into_its_parts() -> None:
    number = read_number("X420000201811240021")

    assert number is not None
    assert (number.kind, number.region, number.taken_on, number.serial) == ("来信", "420000", date(2018, 11, 24), 21)


def test_a_number_typed_with_wide_or_small_letters_is_the_same_number() -> None:
    number = read_number(" ｘ４２００００201811240021")

    assert number is not None
    assert number.text == "X420000201811240021"


@pytest.mark.parametrize(
    "printed", ["", "420000201811240021", "Y420000201811240021", "X42000020181124002", "X420000201813240021", "D" * 19]
)
def test_what_has_another_shape_or_no_such_day_is_no_number(printed: str) -> None:
    assert read_number(printed) is None


def test_ten_days_run_from_the_day_of_receipt() -> None:
    assert due_on(date(2026, 11, 25)) == date(2026, 12, 5)


def test_both_heads_must_have_signed() -> None:
    mayor, secretary = signed("head_of_government", MAYOR), signed("party_secretary", SECRETARY)

    assert missing_signatures([mayor, secretary]) == []
    assert missing_signatures([secretary, mayor]) == []
    assert missing_signatures([mayor]) == ["党委主要负责人尚未签字"]
    assert missing_signatures([]) == ["政府主要负责人尚未签字", "党委主要负责人尚未签字"]


def test_one_person_in_both_posts_does_not_close_a_petition() -> None:
    both = [signed("head_of_government", MAYOR), signed("party_secretary", MAYOR)]

    assert missing_signatures(both) == ["党政主要负责人的签字须由两个不同的人作出"]


def test_a_signature_from_before_a_return_or_a_new_round_does_not_count() -> None:
    mayor, secretary = signed("head_of_government", MAYOR), signed("party_secretary", SECRETARY)
    returned = signed("party_secretary", SECRETARY, returned=True)

    assert missing_signatures([mayor, returned, secretary]) == ["政府主要负责人尚未签字"]
    assert missing_signatures([mayor, secretary, signed("responsible_unit", SOMEBODY), mayor]) == [
        "党委主要负责人尚未签字"
    ]

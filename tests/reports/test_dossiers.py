"""A dossier is frozen, spelled one way, and read back strictly."""

from __future__ import annotations

import json
from dataclasses import FrozenInstanceError, replace
from datetime import UTC, datetime

import pytest

from reports.dossiers import ClosureReport, from_json
from tests.reports.builders import acceptance, closure, instant
from workflows.rules.errors import Unreadable


@pytest.mark.parametrize(
    "dossier", [closure(), acceptance(), closure(audit=None, notice=None, measures=(), evidence=())]
)
def test_a_dossier_survives_its_json(dossier: ClosureReport) -> None:
    again = from_json(dossier.to_json())

    assert again == dossier
    assert again.to_json() == dossier.to_json()
    assert again.digest == dossier.digest


def test_one_instant_has_one_spelling() -> None:
    utc = [replace(o, at=o.at.astimezone(UTC)) for o in closure().opinions]

    assert closure(opinions=tuple(utc)).to_json() == closure().to_json()


def test_json_is_canonical_and_names_its_kind() -> None:
    text = closure().to_json()

    assert json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True, separators=(",", ":")) == text
    assert json.loads(text)["kind"] == "closure_report"
    assert "王𬭎" in text


def test_a_dossier_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        closure().number = "伪造"  # type: ignore[misc]  # the point of the test


def test_an_instant_without_time_zone_is_refused() -> None:
    naive = replace(closure().opinions[0], at=datetime(2026, 1, 1))  # noqa: DTZ001  # the point of the test

    with pytest.raises(ValueError, match="time zone"):
        closure(opinions=(naive,)).to_json()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda plain: plain.pop("issuer"),
        lambda plain: plain.update(extra=1),
        lambda plain: plain.update(schema=99),
        lambda plain: plain.update(kind="petition"),
        lambda plain: plain.update(issued_on="昨天"),
        lambda plain: plain["problem"].update(long_term="yes"),
        lambda plain: plain["opinions"][0].update(at="2026-01-01T00:00:00"),
        lambda plain: plain.update(measures={"0": "x"}),
    ],
)
def test_json_that_is_no_dossier_is_refused_in_words(spoil: object) -> None:
    plain = json.loads(closure().to_json())
    spoil(plain)  # type: ignore[operator]  # a lambda per case

    with pytest.raises(Unreadable, match="文书案卷"):
        from_json(json.dumps(plain))


@pytest.mark.parametrize("text", ["", "[]", "null", "{", "7"])
def test_text_that_is_no_json_object_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        from_json(text)


def test_builders_tell_a_story_in_order_of_time() -> None:
    times = [o.at for o in closure().opinions]

    assert times == sorted(times)
    assert instant(9, 28).utcoffset() is not None

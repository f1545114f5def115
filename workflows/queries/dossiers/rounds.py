"""每周调度表: printed from what was frozen when the round was closed, and from nothing else."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any
from uuid import UUID

from reports.dossiers import Asked, Progress
from workflows.queries.dossiers.occasion import Maker, Occasion
from workflows.records import Matter
from workflows.rules.deadlines import city_day
from workflows.rules.matters import ROUND
from workflows.rules.progress import OUTCOMES, span_words, week_number


def _weekly_table(occasion: Occasion) -> dict[str, Any]:
    kept = json.loads(_result(occasion) or "{}")
    monday = _day(kept["week"])
    week = f"{week_number(monday)}（{span_words(monday)}）" if monday else str(kept["title"])
    return {
        "title": f"{week}每周调度表",
        "addressee": "",
        "week": week,
        "opened_on": date.fromisoformat(kept["opened_on"]),
        "due_on": _day(kept["due_on"]),
        "closed_on": date.fromisoformat(kept["closed_on"]),
        "summary": kept["summary"],
        "asked": tuple(_asked(each) for each in kept["units"]),
        "progress": tuple(_progress(each) for each in kept["reports"]),
    }


def _asked(each: dict[str, Any]) -> Asked:
    return Asked(
        unit=each["unit"],
        outcome=OUTCOMES.get(each["outcome"], each["words"]),
        by=each["by"] or "",
        on=city_day(datetime.fromisoformat(each["at"])) if each["at"] else None,
        chases=each["chases"],
    )


def _progress(each: dict[str, Any]) -> Progress:
    return Progress(
        unit=each["unit"],
        number=each["number"],
        title=each["title"],
        pace=each["words"],
        text=each["text"],
        due_on=_day(each["due_on"]),
        difficulty=each["difficulty"] or "",
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _result(occasion: Occasion) -> str | None:
    matter = occasion.session.get(Matter, occasion.of_problem.id)
    return matter.result if matter else None


def _basis(occasion: Occasion) -> UUID | None:
    return occasion.of_problem.id


WEEKLY_TABLE = Maker(
    fill=_weekly_table,
    of=frozenset({ROUND.key}),
    missing=lambda occasion: "" if _result(occasion) else "本周调度还没有结束",
    basis=_basis,
)

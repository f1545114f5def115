"""How a round ended, as plain values to be frozen: the weekly table (每周调度表) is printed from this and from nothing else."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.queries import matter_panel
from workflows.queries.matter_values import ReportLine, UnitAnswer
from workflows.records import Case, Matter, Problem, SignOff
from workflows.rules.deadlines import city_day
from workflows.rules.progress import OUTCOMES


def account(session: Session, case: Case, listed: Problem, *, at: datetime) -> dict[str, Any]:
    """The account of a round that ends at `at`.

    `number`, `title`, `text`, `week` (Monday), `opened_on`, `due_on`, `closed_on`, `summary`; `counts` per outcome; `units` in the order of
    the city's table (unit, outcome, words, at, by, chases); `reports` (unit, number, title, due_on, pace, words, text, difficulty, on). Days
    are ISO dates.
    """
    answers = matter_panel.answers(session, case, listed.due_on, units=None)
    week = session.get_one(Matter, listed.id).week
    return {
        "number": listed.number,
        "title": listed.title,
        "text": listed.text,
        "week": week.isoformat() if week else None,
        "opened_on": city_day(case.opened_at).isoformat(),
        "due_on": listed.due_on.isoformat() if listed.due_on else None,
        "closed_on": city_day(at).isoformat(),
        "summary": _summary(session, case),
        "counts": {key: sum(each.key == key for each in answers) for key in OUTCOMES},
        "units": [_unit(each) for each in answers],
        "reports": [_report(each) for each in matter_panel.reports(session, listed.id, units=None)],
    }


def _summary(session: Session, case: Case) -> str:
    """What the office wrote at the last box: the words of the newest sign-off."""
    query = select(SignOff.opinion).where(SignOff.case_id == case.id).order_by(SignOff.at.desc(), SignOff.id)
    return session.scalar(query.limit(1)) or ""


def _unit(each: UnitAnswer) -> dict[str, Any]:
    return {
        "unit": each.unit,
        "outcome": each.key,
        "words": each.words,
        "at": each.at.isoformat() if each.at else None,
        "by": each.by,
        "chases": each.chases,
    }


def _report(each: ReportLine) -> dict[str, Any]:
    return {
        "unit": each.unit,
        "number": each.number,
        "title": each.title,
        "due_on": each.due_on.isoformat() if each.due_on else None,
        "pace": each.pace,
        "words": each.pace_words,
        "text": each.text,
        "difficulty": each.difficulty,
        "on": city_day(each.at).isoformat(),
    }

"""Orders, checks and rounds: taking effect, ending, and telling the problem they are about."""

from __future__ import annotations

from sqlalchemy import select

from workflows.boxes.visit import Visit
from workflows.engine import Facts
from workflows.queries import checks, round_account
from workflows.records import Case, Matter, journal
from workflows.rules.canonical import canonical
from workflows.rules.errors import NotYet

MOST_NAMED = 5


def issue_order(visit: Visit) -> Facts:
    """From now on the order stands over its problem, which cannot be closed until it is lifted."""
    _matter(visit).in_force_at = visit.at
    _say(visit, "order:issued", number=visit.problem.number, due_on=visit.problem.due_on)
    return {}


def lift_order(visit: Visit) -> Facts:
    """The order stands no longer."""
    _end(visit)
    _say(visit, "order:lifted", number=visit.problem.number)
    return {}


def call_off_order(visit: Visit) -> Facts:
    """The head of the office did not sign: the order never stood, and is taken off its list."""
    visit.case.cancelled_at = visit.at
    _say(visit, "order:refused", number=visit.problem.number)
    return {}


def close_check(visit: Visit) -> Facts:
    """A check is done. Raises NotYet, naming them, while something that was found waits for the office's decision."""
    if waiting := checks.undecided(visit.session, visit.problem.id):
        raise NotYet(why=f"还有 {len(waiting)} 处发现没有确认是否列入清单：{'、'.join(waiting[:MOST_NAMED])}")
    _end(visit)
    visit.journal("matter:closed")
    return {}


def close_round(visit: Visit) -> Facts:
    """A round is over: who reported in time, who late and who not is frozen as it stands now, with everything that was reported."""
    visit.session.flush()
    matter = _matter(visit)
    account = round_account.account(visit.session, visit.case, visit.problem, at=visit.at)
    matter.result = canonical(account)
    _end(visit)
    visit.journal("round:closed", **account["counts"])
    return {}


def _end(visit: Visit) -> None:
    visit.case.closed_at = visit.at
    visit.problem.state = "closed"


def _matter(visit: Visit) -> Matter:
    return visit.session.get_one(Matter, visit.problem.id)


def _say(visit: Visit, what: str, **facts: object) -> None:
    """Into the journal of the order, and of the problem it is about."""
    visit.journal(what, **facts)
    about_id = _matter(visit).about_id
    if about_id is None:
        return
    about = visit.session.scalars(select(Case).where(Case.problem_id == about_id)).one()
    journal.write(
        visit.session,
        chain=str(about.id),
        at=visit.at,
        actor_id=None,
        actor_name="系统",
        what=what,
        facts=facts,
        case_id=about.id,
        problem_id=about_id,
    )

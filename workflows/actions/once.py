"""Acting once: a press of a button is recognised when it comes again, and gets the answer it got the first time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from workflows.records import Case, Submission


@dataclass(frozen=True, kw_only=True)
class Done:
    """What the person is told: what they did, and where the case goes now."""

    sentence: str


def earlier(session: Session, request_id: UUID, by: UUID, case: Case) -> Done | None:
    """The answer to this same press of this same person on this case; None when it is new. Ask with the case locked."""
    before = session.get(Submission, request_id)
    if before is None or before.person_id != by or before.case_id != case.id:
        return None
    return Done(sentence=before.outcome)


def remember(
    session: Session,
    request_id: UUID,
    case: Case,
    *,
    by: UUID,
    at: datetime,
    sentence: str,
    task_id: UUID | None = None,
) -> Done:
    """Keep the answer for a second press, and give it. Flushes: a press that was faster meanwhile meets its row here."""
    session.add(
        Submission(request_id=request_id, task_id=task_id, case_id=case.id, person_id=by, at=at, outcome=sentence[:300])
    )
    session.flush()
    return Done(sentence=sentence)

"""Plans: one is uploaded and read, its doubts are settled, it is accepted. Mending what was read is done on the page."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from webapp import database, plan_files
from webapp.api import paging
from webapp.api.models import Given, Page, Paged, Shown
from webapp.api.operation import Upload, operation
from webapp.house import house
from webapp.visitor import person_id
from workflows.actions import plan_accepting, plan_deciding
from workflows.actions import plan_reviews as actions
from workflows.actions.plan_accepting import LONGEST, Acceptance
from workflows.actions.plan_deciding import Step
from workflows.actions.plans import PROCESS
from workflows.queries import plan_pages
from workflows.queries.plan_values import PlanLine

TAG = "plans"
Line = Annotated[str, StringConstraints(max_length=LONGEST)]


class Plan(Shown):
    """A plan; `status` reading, unreadable, reviewing, opening, accepted or dropped. `rev` is the last decision about it."""

    id: UUID
    file_name: str
    title: str
    status: str
    error: str
    problems: int
    doubts: int
    rev: int
    size: int
    digest: str
    uploaded_by: str
    uploaded_at: datetime
    list_name: str
    list_id: UUID | None
    accepted_by: str
    accepted_at: datetime | None
    ended_at: datetime | None
    dropped_reason: str


class PlanList(Page[Plan]):
    """The hundred newest, those under way first."""


class Settling(Given):
    """The doubts, and that what was read is right, or is left to be made clear."""

    doubts: Annotated[list[Annotated[str, StringConstraints(max_length=600)]], Field(min_length=1, max_length=2000)]
    how: Literal["right", "left"]
    seen: int = Field(ge=0, lt=2**31, description="看到的 rev · the rev that was seen")


class Accepting(Given):
    """How the list is called, and what was seen of the plan."""

    list_name: Line
    inspection: Line = ""
    round: Line = ""
    process: Annotated[str, StringConstraints(min_length=1, max_length=64)] = PROCESS
    leave_rest: bool = Field(False, description="其余疑点都留待明确 · leave the open doubts to be made clear")
    seen: int = Field(ge=0, lt=2**31, description="看到的 rev · the rev that was seen")


class Dropping(Given):
    """Dropping it is put aside."""

    reason: Annotated[str, StringConstraints(max_length=500)]


@operation("GET", "/plans", tag=TAG, scope="plans", gives=PlanList, query=Paged)
def list_plans(*, query: Paged) -> dict[str, Any]:
    """列出上传的方案
    Plans that were uploaded, those under way first.
    """
    page = plan_pages.plans_page(database.session(), person_id=person_id(), at=database.now())
    return paging.of_few((*page.working, *page.ended), query)


@operation(
    "POST", "/plans", tag=TAG, scope="plans", gives=Plan, once=True, status=201,
    body=Upload(part="file", says="一份方案 · a plan"),
)  # fmt: skip
def upload_plan(*, request_id: UUID) -> object:
    """上传一份方案
    Upload a plan. A small one is read at once, a large one some seconds later: ask for its status.
    """
    made = plan_files.take_in(request_id, None)
    database.session().flush()
    return _plan(made.id)


@operation("GET", "/plans/<uuid:review_id>", tag=TAG, scope="plans", gives=Plan)
def show_plan(*, review_id: UUID) -> object:
    """查看一份方案的进展
    How far a plan is: being read, under review, being registered, done.
    """
    return _plan(review_id)


@operation("POST", "/plans/<uuid:review_id>/doubts", tag=TAG, scope="plans", gives=Plan, body=Settling, once=True)
def settle_plan_doubts(*, review_id: UUID, body: Settling, request_id: UUID) -> object:
    """核对疑点
    Say that what was read is right, or that it is left to be made clear.
    """
    step = Step(id=request_id, kind="settle", body={"doubts": body.doubts, "how": body.how}, seen=body.seen)
    plan_deciding.decide(
        database.session(), house().store, review_id=review_id, step=step, by=person_id(), at=database.now()
    )
    return _plan(review_id)


@operation("POST", "/plans/<uuid:review_id>/acceptance", tag=TAG, scope="plans", gives=Plan, body=Accepting, once=True)
def accept_plan(*, review_id: UUID, body: Accepting, request_id: UUID) -> object:
    """登记方案
    Accept a plan as it stands; its list is opened some seconds later: ask for its status.
    """
    plan_accepting.accept_plan(
        database.session(),
        house().store,
        review_id=review_id,
        acceptance=Acceptance(id=request_id, **body.model_dump()),
        by=person_id(),
        at=database.now(),
    )
    return _plan(review_id)


@operation("POST", "/plans/<uuid:review_id>/drop", tag=TAG, scope="plans", gives=Plan, body=Dropping)
def drop_plan(*, review_id: UUID, body: Dropping) -> object:
    """放弃一份方案
    Put a plan aside without registering it; the file and what was decided stay.
    """
    actions.drop_plan(database.session(), review_id=review_id, reason=body.reason, by=person_id(), at=database.now())
    return _plan(review_id)


def _plan(review_id: UUID) -> PlanLine:
    database.session().flush()
    return plan_pages.plan_line(database.session(), person_id=person_id(), review_id=review_id, at=database.now())

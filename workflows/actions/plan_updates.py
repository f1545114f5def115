"""Taking a later version of a plan into its list: decided row by row, in one transaction, and never at the cost of what has happened since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid5

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workflows.actions import plan_versions, running, who
from workflows.actions.newcomers import found_of, newcomer
from workflows.actions.opening import Opening
from workflows.actions.plan_changes import write_changes
from workflows.actions.plan_targets import Left, Revision
from workflows.actions.plan_versions import PlanFile
from workflows.actions.plans import require_process
from workflows.plans import PlanReading
from workflows.plans.comparing import Row
from workflows.plans.review import Registered
from workflows.queries import people, registers
from workflows.queries.plan_versions import Kept, Standing, newest, standing
from workflows.records import Case, PlanVersion, Problem, ProblemList
from workflows.rules.errors import ChangedMeanwhile, FieldProblem, InvalidInput, Refusal
from workflows.rules.permissions import Actor

CHOICES: Mapping[str, tuple[str, ...]] = {
    "changed": ("apply", "keep"),
    "added": ("open", "leave"),
    "gone": ("keep", "cancel"),
    "doubtful": ("same", "other"),
}
"""Kind of a row → what may be decided about it, what is done unless somebody says otherwise first; a doubtful one must be decided."""
LONGEST_REASON = 2_000


class SamePlan(Refusal):
    """这份方案与清单“{list}”已登记的第 {number} 版内容相同，没有需要更新的。
    The plan says the same as the version in force; there is nothing to update.
    """

    code = "same-plan"


class Undecided(Refusal):
    """有 {count} 个问题像是原来的、又不能确定，没有更新。请逐个决定是同一个问题还是另一个问题：编号 {numbers}。
    {count} problems resemble old ones; say of each whether it is the same. Nothing was changed.
    """

    code = "undecided"


@dataclass(frozen=True, kw_only=True)
class Update:
    """A later version and what was decided about it. `base` is the number of the version it was compared with."""

    reading: PlanReading
    file: PlanFile
    base: int
    reason: str
    decisions: Mapping[str, str] = field(default_factory=dict)
    reviewed: Registered | None = None
    """What people decided about the reading before: the units they matched, the doubts they left, who mended what."""


@dataclass(frozen=True, kw_only=True)
class Updated:
    """What became of an update: problems changed, added, taken off, and what is left for a person to decide. `repeated`: it was done before."""

    version: int
    changed: int = 0
    added: int = 0
    cancelled: int = 0
    left: tuple[Left, ...] = ()
    repeated: bool = False


def update_plan(session: Session, *, list_id: UUID, update: Update, by: UUID | None, at: datetime) -> Updated:
    """Take a later version into the list. `by` is None for the command line. The same update twice changes nothing.

    Raises NotPermitted, NotFound, InvalidInput without a reason, ChangedMeanwhile when another version came first, SamePlan, Undecided.
    """
    actor = who.actor(session, by, at) if by else None
    if actor is not None:
        who.require(session, actor, "update_plan")
    _require_reason(update)
    session.scalars(select(ProblemList.id).where(ProblemList.id == list_id).with_for_update()).all()
    stands = standing(session, list_id)
    if (before := _repeated(session, list_id, update)) is not None:
        return before
    if stands.number != update.base:
        raise ChangedMeanwhile()
    rows = stands.compared(update.reading).rows
    if all(row.kind == "unchanged" for row in rows):
        raise SamePlan(list=stands.problem_list.name, number=max(1, stands.number))
    choices = _choices(rows, update.decisions)
    if stands.number == 0:
        _keep_what_stands(session, stands, at)
    return _Work(session, stands, update, actor, at).carry_out(rows, choices)


def _require_reason(update: Update) -> None:
    if not update.reason.strip() or len(update.reason) > LONGEST_REASON:
        message = f"请写明更新的理由（例如上级批复的文号），最多 {LONGEST_REASON} 字。"
        raise InvalidInput([FieldProblem(field="reason", label="更新理由", message=message)])


def _repeated(session: Session, list_id: UUID, update: Update) -> Updated | None:
    """The answer to the same update, seen earlier."""
    version = newest(session, list_id)
    if version is None or version.file_digest != update.file.digest or version.number != max(1, update.base) + 1:
        return None
    return Updated(version=version.number, repeated=True)


def _choices(rows: Sequence[Row], decisions: Mapping[str, str]) -> dict[str, str]:
    """What is done with each row. Raises Undecided for doubtful rows nobody has decided, InvalidInput for a word that means nothing."""
    chosen = {row.key: decisions.get(row.key, "") for row in rows if row.kind in CHOICES}
    open_rows = [row for row in rows if row.kind == "doubtful" and not chosen[row.key]]
    if open_rows:
        numbers = "、".join(row.new.number for row in open_rows[:20] if row.new)
        raise Undecided(count=len(open_rows), numbers=numbers)
    for row in rows:
        if row.kind in CHOICES and (chosen[row.key] or CHOICES[row.kind][0]) not in CHOICES[row.kind]:
            raise InvalidInput([FieldProblem(field=row.key, label="决定", message="请从列出的办法里选一个。")])
    return {row.key: chosen[row.key] or CHOICES[row.kind][0] for row in rows if row.kind in CHOICES}


def _keep_what_stands(session: Session, stands: Standing, at: datetime) -> None:
    """The first version of a list from before versions were kept: what stands now, under the file it names."""
    listed = stands.problem_list
    file = PlanFile(name=listed.source_name, digest=listed.source_digest)
    plan_versions.keep(session, list_id=listed.id, problems=stands.kept, file=file, by=None, at=at)


@dataclass
class _Work:
    session: Session
    stands: Standing
    update: Update
    actor: Actor | None
    at: datetime
    changed: int = 0
    added: list[Row] = field(default_factory=list)
    cancelled: int = 0
    left: list[Left] = field(default_factory=list)
    kept: dict[int, UUID] = field(default_factory=dict)  # place in the revised plan → the problem it is

    @property
    def number(self) -> int:
        return max(1, self.stands.number) + 1

    def carry_out(self, rows: Sequence[Row], choices: Mapping[str, str]) -> Updated:
        problems = self._problems()
        revision = Revision(
            number=self.number,
            reason=self.update.reason.strip(),
            names=self._names(),
            by=self.actor,
            at=self.at,
        )
        gone = [row for row in rows if row.kind == "gone"]
        for row in rows:
            if row.new is not None:
                self._take(row, choices.get(row.key, ""), problems, revision, gone)
        for row in gone:
            self._drop(row, choices.get(row.key, "keep"), problems)
        self._open()
        version = self._keep(gone)
        self._note(version)
        return Updated(
            version=version.number,
            changed=self.changed,
            added=len(self.added),
            cancelled=self.cancelled,
            left=tuple(self.left),
        )

    def _names(self) -> dict[str, UUID]:
        reviewed = self.update.reviewed
        return people.unit_names(self.session) | dict(reviewed.matches if reviewed else {})

    def _problems(self) -> dict[UUID, Problem]:
        rows = registers.problems_of(self.session, self.stands.problem_list.id, also_cancelled=True)
        return {row.id: row for row in rows}

    def _take(
        self, row: Row, choice: str, problems: Mapping[UUID, Problem], revision: Revision, gone: list[Row]
    ) -> None:
        """A row of the revised plan: changed, added, or found to be another problem than the one it resembles."""
        if row.kind == "added" or choice == "other":
            if choice != "leave":
                self.added.append(row)
            if choice == "other":
                gone.append(row)
            return
        if row.old is None or row.new is None or row.old_at is None or row.new_at is None:
            return
        found = self.stands.kept[row.old_at].problem_id
        self.kept[row.new_at] = found
        if row.changes and choice != "keep":
            written, left = write_changes(self.session, problems[found], row.old, row.new, row.changes, revision)
            self.changed += bool(written)
            self.left += left

    def _drop(self, row: Row, choice: str, problems: Mapping[UUID, Problem]) -> None:
        """A problem the revised plan has no more: it stays, unless whoever may takes it off the list."""
        found = self.stands.kept[row.old_at or 0].problem_id
        if choice == "cancel" and self.actor is not None:
            press = uuid5(found, f"plan-version-{self.number}")
            values = {"reason": f"方案第 {self.number} 版不再列有这个问题：{self.update.reason.strip()}"}
            by = self.actor.person_id
            running.cancel_case(self.session, problem_id=found, values=values, request_id=press, by=by, at=self.at)
            self.cancelled += 1
            return
        case = self.session.scalars(select(Case).where(Case.problem_id == problems[found].id)).one()
        who.note(self.session, "plan:gone", case=case, by=self.actor, at=self.at, version=self.number)

    def _open(self) -> None:
        """Register what was added, behind the problems that stand, and open a case for each."""
        if not self.added:
            return
        listed, reading = self.stands.problem_list, self.update.reading
        diagram = require_process(self.session, listed.process)
        last = self.session.scalar(select(func.max(Problem.position)).where(Problem.list_id == listed.id)) or 0
        names, found = self._names(), list(found_of(reading, self.update.reviewed))
        newcomers = [
            newcomer(listed, found[row.new_at or 0], row.new, last + place, names, self.at)
            for place, row in enumerate(self.added, 1)
            if row.new is not None
        ]
        opening = Opening.of(self.session, diagram, listed, by=self.actor, at=self.at)
        opening.open_cases(self.session, newcomers)
        for row, each in zip(self.added, newcomers, strict=True):
            self.kept[row.new_at or 0] = each.problem.id

    def _keep(self, gone: Sequence[Row]) -> PlanVersion:
        """The new version: every problem of the revised plan that stands on the list, then those it has no more."""
        problems = [
            Kept(problem_id=self.kept[at], reading=reading)
            for at, reading in enumerate(self.update.reading.problems)
            if at in self.kept
        ]
        dropped = {row.old_at for row in gone}
        taken = set(self.kept.values())
        for at, each in enumerate(self.stands.kept):
            if at in dropped or (each.gone and each.problem_id not in taken):
                problems.append(Kept(problem_id=each.problem_id, reading=each.reading, gone=True))
        return plan_versions.keep(
            self.session,
            list_id=self.stands.problem_list.id,
            problems=problems,
            file=self.update.file,
            by=self.actor.person_id if self.actor else None,
            at=self.at,
            reason=self.update.reason.strip(),
        )

    def _note(self, version: PlanVersion) -> None:
        who.note(
            self.session,
            "plan:updated",
            case=None,
            by=self.actor,
            at=self.at,
            list=self.stands.problem_list.name,
            version=version.number,
            changed=self.changed,
            added=len(self.added),
            cancelled=self.cancelled,
            left=len(self.left),
            reason=version.reason,
            digest=version.file_digest,
            register=version.register_digest,
            chain=version.chain,
        )

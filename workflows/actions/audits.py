"""The random audit: freeze the list and the rule, then draw with a seed that did not exist before."""

from __future__ import annotations

import json
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.actions import advance, who
from workflows.queries import audits, cases
from workflows.records import AuditDraw, AuditPoolEntry, ProblemList
from workflows.rules.canonical import canonical
from workflows.rules.draw import DrawRule, draw, population_digest
from workflows.rules.errors import AlreadyDone, FieldProblem, InvalidInput, NotFound, NotYet
from workflows.rules.permissions import Actor


def freeze_audit(
    session: Session, *, list_id: UUID, percent: int, minimum: int, seed_source: str, by: UUID, at: datetime
) -> AuditDraw:
    """Freeze the pool of a list with the rule and the public event that will give the seed; what enters later waits for the next draw.

    Raises NotPermitted, NotFound, NotYet for an empty pool, InvalidInput for a rule out of bounds or without a source.
    """
    actor = who.actor(session, by, at)
    who.require(session, actor, "draw_audit")
    _require_rule(percent, minimum, seed_source)
    if session.get(ProblemList, list_id) is None:
        raise NotFound(what="这份问题清单")
    entries = audits.pool(session, list_id)
    if not entries:
        raise NotYet(why="抽查池是空的，没有通过复核、等待抽查的问题")
    population = sorted(str(entry.case_id) for entry in entries)
    frozen = AuditDraw(
        list_id=list_id,
        rule=canonical({"percent": percent, "minimum": minimum}),
        population=canonical(population),
        population_digest=population_digest(population),
        seed_source=seed_source.strip(),
        frozen_at=at,
        frozen_by_id=by,
    )
    session.add(frozen)
    session.flush()
    for entry in entries:
        entry.draw_id = frozen.id
    digest = frozen.population_digest
    who.note(session, "audit:frozen", case=None, by=actor, at=at, draw=frozen.id, count=len(population), digest=digest)
    session.flush()
    return frozen


def draw_audit(session: Session, *, draw_id: UUID, seed: str, by: UUID, at: datetime) -> AuditDraw:
    """Draw with the seed the public event gave; every case of the frozen list goes on, drawn or not.

    Raises NotPermitted, NotFound, AlreadyDone when it was drawn before, InvalidInput for a seed that is empty or over 200 characters.
    """
    actor = who.actor(session, by, at)
    who.require(session, actor, "draw_audit")
    frozen = session.scalar(select(AuditDraw).where(AuditDraw.id == draw_id).with_for_update())
    if frozen is None:
        raise NotFound(what="这份冻结名单")
    if frozen.drawn_at is not None:
        raise AlreadyDone(who="领导小组办公室", at=frozen.drawn_at.strftime("%Y-%m-%d %H:%M"))
    seed = _valid_seed(seed)
    selected = draw(json.loads(frozen.population), audits.rule_of(frozen), seed)
    frozen.seed, frozen.result = seed, canonical(selected)
    frozen.drawn_at, frozen.drawn_by_id = at, by
    session.flush()
    _tell_cases(session, frozen, set(selected), actor, at)
    return frozen


def _tell_cases(session: Session, frozen: AuditDraw, selected: set[str], actor: Actor, at: datetime) -> None:
    entries = session.scalars(
        select(AuditPoolEntry).where(AuditPoolEntry.draw_id == frozen.id).order_by(AuditPoolEntry.id)
    )
    for entry in entries.all():
        case = cases.locked(session, entry.case_id)
        entry.selected = str(case.id) in selected
        words = "被抽中，须接受抽查" if entry.selected else "未被抽中"
        facts = {"seed": frozen.seed, "digest": frozen.population_digest, "draw": frozen.id}
        who.note(session, "audit:drawn", case=case, by=actor, at=at, words=words, **facts)
        run = advance.load(session, case)
        run.deliver("audit_drawn", {"audit_selected": entry.selected}, at=at)
        advance.settle(session, case, run, at=at)
    session.flush()


def _require_rule(percent: int, minimum: int, seed_source: str) -> None:
    problems = []
    if not 1 <= percent <= 100:
        problems.append(FieldProblem(field="percent", label="抽查比例", message="“抽查比例”应在 1% 到 100% 之间。"))
    if not 1 <= minimum <= 1000:
        problems.append(FieldProblem(field="minimum", label="至少抽取", message="“至少抽取”应在 1 到 1000 之间。"))
    if not 4 <= len(seed_source.strip()) <= 200:
        message = "请写明随机种子的来源（4 到 200 字），例如“11 月 23 日福彩双色球开奖号码”。"
        problems.append(FieldProblem(field="seed_source", label="种子来源", message=message))
    if problems:
        raise InvalidInput(problems)


def _valid_seed(seed: str) -> str:
    seed = seed.strip()
    if not 1 <= len(seed) <= 200:
        message = "请填写公布的号码（1 到 200 字），与冻结时写明的来源一致。"
        raise InvalidInput([FieldProblem(field="seed", label="随机种子", message=message)])
    return seed


def rule_from(percent: str, minimum: str) -> DrawRule:
    """The rule as typed into the page. Raises InvalidInput where a figure is not one."""
    if not percent.isascii() or not percent.isdigit() or not minimum.isascii() or not minimum.isdigit():
        raise InvalidInput(
            [FieldProblem(field="percent", label="抽查比例", message="“抽查比例”和“至少抽取”请填写整数。")]
        )
    return DrawRule(percent=int(percent[:6]), minimum=int(minimum[:6]))

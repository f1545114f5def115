"""Deploying a diagram with its forms: checked first, immutable afterwards. A version can be retired and taken back into use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import TypedDict
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from workflows import engine
from workflows.actions import who
from workflows.actions.case_facts import STANDING_FACTS, START_FACTS
from workflows.boxes.catalogue import service_kinds
from workflows.forms import Form, FormFinding, FormRefused, load_form
from workflows.queries import diagrams
from workflows.records import Diagram, DiagramForm, DiagramRetirement
from workflows.rules.canonical import canonical, digest_of
from workflows.rules.errors import ChangedMeanwhile, FieldProblem, InvalidInput, NotFound, NotYet
from workflows.rules.roles import ROLES

MOST_REASON = 2_000


class Given(TypedDict):
    """What a diagram may rely on, as `engine.move` takes it."""

    services: Mapping[str, engine.ServiceKind]
    forms: Mapping[str, frozenset[str]]
    start_facts: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class Checked:
    """What the check says about a draft: findings of the diagram, and of each form by its key."""

    findings: tuple[engine.Finding, ...]
    forms: Mapping[str, tuple[FormFinding, ...]]

    @property
    def deployable(self) -> bool:
        """Whether nothing must be mended first."""
        return not self.forms and all(each.severity != "error" for each in self.findings)


def check_diagram(source: bytes, forms: Mapping[str, str]) -> list[engine.Finding]:
    """Everything that is wrong with a diagram and its forms, in words; empty when it may be deployed.

    `forms` maps form keys to their JSON text. Raises FormRefused when a form itself cannot be read.
    """
    return engine.check(source, roles=frozenset(ROLES), answers=answer_kinds(forms), **given(forms))


def check_draft(source: bytes, forms: Mapping[str, str]) -> Checked:
    """The same for a draft under someone's hands: a form that cannot be read is a finding too, and its box is told so."""
    sound: dict[str, str] = {}
    broken: dict[str, tuple[FormFinding, ...]] = {}
    for key, text in forms.items():
        try:
            load_form(text)
            sound[key] = text
        except FormRefused as refusal:
            broken[key] = refusal.findings
    return Checked(findings=tuple(check_diagram(source, sound)), forms=broken)


def compile_draft(source: bytes, forms: Mapping[str, str]) -> engine.Diagram:
    """A draft as it would run, stored nowhere. Raises DiagramRefused, FormRefused."""
    return engine.compile_diagram(source, roles=frozenset(ROLES), answers=answer_kinds(forms), **given(forms))


def deploy_diagram(
    session: Session, *, source: bytes, forms: Mapping[str, str], by: UUID | None, at: datetime
) -> Diagram:
    """Store a new version; new cases start under it, running ones keep theirs. The same files twice are the same version.

    `by` is None for the command line and the founding of a city. Raises NotPermitted, DiagramRefused with every finding, FormRefused,
    NotYet for a version that was deployed before and is retired, ChangedMeanwhile when somebody deployed at the same moment.
    """
    actor = who.actor(session, by, at) if by else None
    if actor is not None:
        who.require(session, actor, "deploy_diagram")
    compiled = compile_draft(source, forms)
    if (same := _same(session, compiled, source, forms)) is not None:
        if diagrams.retired(session, same.id):
            why = f"这份流程图就是第 {same.version} 版，已经停用；要重新使用，请在该版本的页面上恢复使用"
            raise NotYet(why=why)
        return same
    last = session.scalar(select(func.max(Diagram.version)).where(Diagram.key == compiled.key)) or 0
    diagram = Diagram(
        key=compiled.key,
        version=last + 1,
        name=compiled.name,
        digest=package_digest(source, forms),
        source=source,
        stored=compiled.stored,
        deployed_at=at,
        deployed_by_id=by,
    )
    session.add(diagram)
    try:
        session.flush()
    except IntegrityError:
        raise ChangedMeanwhile from None
    session.add_all(DiagramForm(diagram_id=diagram.id, key=key, schema=schema) for key, schema in forms.items())
    facts = {"name": compiled.name, "version": diagram.version, "digest": diagram.digest}
    who.note(session, "diagram:deployed", case=None, by=actor, at=at, **facts)
    session.flush()
    return diagram


def package_digest(source: bytes, forms: Mapping[str, str]) -> str:
    """The digest of a version: of the diagram and its forms together, because a changed form is another version."""
    parts = {key: digest_of(text) for key, text in forms.items()}
    return digest_of(canonical({"diagram": sha256(source).hexdigest(), "forms": parts}))


def retire_diagram(session: Session, *, diagram_id: UUID, reason: str, by: UUID, at: datetime) -> Diagram:
    """Let no new case start under a version; cases under way go on. Raises NotFound, NotPermitted, NotYet, InvalidInput."""
    actor, diagram = who.actor(session, by, at), _found(session, diagram_id)
    who.require(session, actor, "retire_diagram")
    reason = given_reason(reason)
    if diagrams.retired(session, diagram_id):
        raise NotYet(why=f"第 {diagram.version} 版已经停用")
    session.add(DiagramRetirement(diagram_id=diagram_id, reason=reason, retired_at=at, retired_by_id=by))
    facts = {"name": diagram.name, "version": diagram.version, "reason": reason}
    who.note(session, "diagram:retired", case=None, by=actor, at=at, **facts)
    session.flush()
    return diagram


def reinstate_diagram(session: Session, *, diagram_id: UUID, by: UUID, at: datetime) -> Diagram:
    """Take a retired version back into use. Raises NotFound, NotPermitted, NotYet for one that is in use."""
    actor, diagram = who.actor(session, by, at), _found(session, diagram_id)
    who.require(session, actor, "retire_diagram")
    retirement = diagrams.retired(session, diagram_id)
    if retirement is None:
        raise NotYet(why=f"第 {diagram.version} 版没有停用")
    retirement.ended_at, retirement.ended_by_id = at, by
    who.note(session, "diagram:reinstated", case=None, by=actor, at=at, name=diagram.name, version=diagram.version)
    session.flush()
    return diagram


def given(forms: Mapping[str, str]) -> Given:
    """What diagrams may rely on beside these forms: a completed form also brings what stands of the case. Raises FormRefused."""
    return {
        "services": service_kinds(),
        "forms": {key: load_form(text).facts | STANDING_FACTS for key, text in forms.items()},
        "start_facts": START_FACTS,
    }


ALONE = {"units": "它会改写问题的单位", "measures": "它会改写整改措施"}
"""Fields that write what a problem has only once: of two answers the later would undo the earlier."""


def answer_kinds(forms: Mapping[str, str]) -> dict[str, engine.FormKind]:
    """What the answers of each form are worth where several units give one. Raises FormRefused."""
    return {key: _answer_kind(load_form(text)) for key, text in forms.items()}


def _answer_kind(form: Form) -> engine.FormKind:
    clashes = [ALONE[field.widget] for field in form.fields if field.widget in ALONE]
    if any(option.returns for field in form.fields for option in field.options):
        clashes.append("它的选项会把案件退回，而其他单位可能还没有办")
    choice = next((field for field in form.fields if field.widget == "return_to"), None)
    return engine.FormKind(
        booleans=form.decided,
        others=form.facts - form.decided,
        alone="，".join(clashes),
        returns={option.value: option.label for option in choice.options} if choice else {},
        return_fact=(choice.fact or "") if choice else "",
    )


def given_reason(reason: str) -> str:
    """The reason, trimmed. Raises InvalidInput for none, or one beyond all bounds."""
    reason = reason.strip()
    if not 2 <= len(reason) <= MOST_REASON:
        said = f"请写明理由，2 到 {MOST_REASON} 字。"
        raise InvalidInput([FieldProblem(field="reason", label="理由", message=said)])
    return reason


def _same(session: Session, compiled: engine.Diagram, source: bytes, forms: Mapping[str, str]) -> Diagram | None:
    """The version that has these very files. The first versions carry the digest of the diagram alone."""
    digests = (package_digest(source, forms), compiled.digest)
    query = select(Diagram).where(Diagram.key == compiled.key, Diagram.digest.in_(digests))
    for each in session.scalars(query.order_by(Diagram.version.desc())):
        if each.digest != compiled.digest or diagrams.form_texts(session, each.id) == dict(forms):
            return each
    return None


def _found(session: Session, diagram_id: UUID) -> Diagram:
    found = session.get(Diagram, diagram_id)
    if found is None:
        raise NotFound(what="这张流程图")
    return found

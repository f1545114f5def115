"""Every paper there is, one line each. A new paper is a dossier class, a template of its kind's name, a line here, and what fills it
(`workflows/queries/dossiers`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from reports.dossiers import (
    case_files,
    case_reports,
    catalogues,
    checks,
    decisions,
    draws,
    letters,
    notices,
    petitions,
    rounds,
)
from reports.dossiers.base import SCHEMA, Dossier
from reports.plain import from_plain
from workflows.rules.errors import Unreadable

SERIES: Mapping[str, str] = {"outgoing": "", "letter": "函", "form": "表", "notice": "公示", "record": "录"}
"""Rows of numbers and what stands between the office's code and the year: 潍督改办〔2026〕1号, 潍督改办函〔2026〕1号. A city may set others."""


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A kind of paper: what it is called, whose numbers it takes, who signs, and what decides that it is issued.

    `mark` follows the office's code where the unit that issues has no code of its own. `signers` are role keys, in order; the last one's
    unit issues. `issued`: by a *box* of the diagram, by the *action* it tells of, or at somebody's *request* on the problem's page.
    """

    dossier: type[Dossier]
    name: str
    signers: tuple[str, ...]
    issued: str
    series: str = "outgoing"
    mark: str = ""

    @property
    def kind(self) -> str:
        return self.dossier.kind


_ALL = (
    Paper(
        dossier=case_reports.AcceptanceReport,
        name="整改销号验收报告",
        signers=("lead_unit",),
        issued="box",
        mark="验",
    ),
    Paper(dossier=case_reports.ClosureReport, name="整改销号报告", signers=("office_leader",), issued="box"),
    Paper(
        dossier=decisions.ClosureForm,
        name="整改销号审批表",
        series="form",
        signers=("responsible_unit", "lead_unit", "municipal_inspector", "office_leader"),
        issued="request",
    ),
    Paper(dossier=decisions.ClosureNotice, name="整改销号通知", signers=("office_leader",), issued="request"),
    Paper(
        dossier=decisions.ReturnNotice,
        name="退回整改通知",
        signers=("municipal_inspector",),
        issued="action",
        mark="退",
    ),
    Paper(
        dossier=decisions.ExtensionForm,
        name="整改延期审批表",
        series="form",
        signers=("responsible_unit", "office"),
        issued="action",
    ),
    Paper(
        dossier=decisions.PlanForm,
        name="整改方案审批表",
        series="form",
        signers=("responsible_unit", "office"),
        issued="request",
    ),
    Paper(dossier=checks.SelfCheckReport, name="自查自验报告", signers=("lead_unit",), issued="request", mark="验"),
    Paper(
        dossier=checks.ReinspectionOpinion,
        name="现场复核意见",
        signers=("municipal_inspector", "municipal_inspector"),
        issued="request",
        mark="复",
    ),
    Paper(dossier=checks.AuditOpinion, name="抽查意见", signers=("office",), issued="request"),
    Paper(dossier=notices.NoticeText, name="拟销号公示", series="notice", signers=("office",), issued="request"),
    Paper(dossier=notices.NoticeResult, name="公示结果", series="notice", signers=("office",), issued="request"),
    Paper(dossier=draws.DrawRecord, name="抽查抽取记录", series="record", signers=("office",), issued="action"),
    Paper(
        dossier=petitions.PetitionForm,
        name="信访件办结销号单",
        series="form",
        signers=("head_of_government", "party_secretary"),
        issued="request",
        mark="信",
    ),
    Paper(
        dossier=catalogues.EvidenceCatalogue,
        name="佐证材料目录",
        series="record",
        signers=("office",),
        issued="request",
    ),
    Paper(dossier=case_files.CaseFile, name="案卷", series="record", signers=("office",), issued="request"),
    Paper(dossier=rounds.WeeklyTable, name="每周调度表", series="record", signers=("office",), issued="request"),
    Paper(dossier=letters.ReminderLetter, name="提醒函", series="letter", signers=("office",), issued="action"),
    Paper(dossier=letters.SpecialLetter, name="督促专函", series="letter", signers=("office",), issued="action"),
    Paper(dossier=letters.TalkNotice, name="约谈通知", signers=("office",), issued="action"),
    Paper(dossier=letters.SupervisionOrder, name="挂牌督办通知", signers=("office_leader",), issued="request"),
)

PAPERS: Mapping[str, Paper] = {paper.kind: paper for paper in _ALL}


def from_json(text: str) -> Dossier:
    """The dossier a canonical text was made from. Raises Unreadable when it is no dossier this version knows."""
    try:
        plain = json.loads(text)
        kind, schema = plain.pop("kind"), plain["schema"]
        if schema not in range(1, SCHEMA + 1):
            raise ValueError(f"schema {schema}, expected 1 to {SCHEMA}")
        return from_plain(PAPERS[kind].dossier, plain, schema=schema)
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise Unreadable(what="文书案卷", where="dossier", why=str(problem)) from problem

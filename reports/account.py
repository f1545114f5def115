"""The story of a case, read out of its dossier: what templates need to know and must not work out by themselves."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest

from reports.dossiers import AcceptanceReport, Audit, CaseDossier, ClosureReport, Dossier, Measure, Notice, Opinion
from reports.wording import chinese_date, days, listed, period, sentence

MEASURES_AS_TEXT = 10  # more than these become a table
EVIDENCE_IN_BODY = 8  # more than these go to an annex
_LISTING_EVIDENCE = (AcceptanceReport, ClosureReport)
_TOLD_ELSEWHERE = {
    "assign_units", "submit_plan", "accept_plan", "rectify", "self_check", "self_accept", "reinspect",
    "confirm_reinspection", "random_audit", "handle_objection", "approve_closure",
}  # fmt: skip


@dataclass(frozen=True)
class Returned:
    """A return and what was done first after it: the unit's new report, or the check that was done again; None while nothing was."""

    opinion: Opinion
    mended: Opinion | None


class Outline:
    """What a paper of any kind is asked for: here, of one that tells of no case."""

    evidence_in_annex = False

    def __init__(self, dossier: Dossier) -> None:
        self.attachments = list(dossier.attachments)


class Account(Outline):
    """Read-only view of the dossier of a case."""

    def __init__(self, dossier: CaseDossier) -> None:
        self.dossier = dossier
        self.evidence_in_annex = len(dossier.evidence) > EVIDENCE_IN_BODY and isinstance(dossier, _LISTING_EVIDENCE)
        own = ["佐证材料目录"] if self.evidence_in_annex else []
        self.attachments = [*dossier.attachments, *own]

    def last(self, step: str) -> Opinion | None:
        """The opinion that counts at a step: the last that did not send the case back, given since the last rectification."""
        return next((o for o in reversed(self._standing) if o.step == step), None)

    @property
    def reported(self) -> list[Opinion]:
        """What each responsible unit last reported, in the order in which they did; the last report alone where none of them is named."""
        units = set(self.dossier.units.responsible)
        last = {o.unit: o for o in self.dossier.opinions if o.step == "rectify"}
        named = [o for o in last.values() if o.unit in units]
        newest = self.last("rectify")
        return sorted(named, key=lambda o: o.at) if len(named) > 1 else [newest] if newest else []

    @property
    def _standing(self) -> list[Opinion]:
        """The opinions since the last rectification that no return has undone: whatever comes after the step a case went back to."""
        opinions = self.dossier.opinions
        newest = max((i for i, o in enumerate(opinions) if o.step == "rectify"), default=0)
        standing: list[Opinion] = []
        for opinion, following in zip_longest(opinions[newest:], opinions[newest + 1 :]):
            if opinion.passed is not False:
                standing.append(opinion)
            elif following is not None:
                steps = [each.step for each in standing]
                standing = standing[: steps.index(following.step)] if following.step in steps else standing
        return standing

    @property
    def acceptance(self) -> Opinion | None:
        """The opinion of whoever accepted: the lead unit, or the county itself where the problem is its own."""
        return self.last("self_check") or self.last("self_accept")

    @property
    def self_accepted(self) -> bool:
        """Whether the county accepted its own rectification (县级自验)."""
        return self.last("self_check") is None and self.last("self_accept") is not None

    @property
    def returns(self) -> list[Returned]:
        """Every time the case was sent back, in order, told whether or not it ended well."""
        opinions = self.dossier.opinions
        return [
            Returned(o, opinions[i + 1] if i + 1 < len(opinions) else None)
            for i, o in enumerate(opinions)
            if o.passed is False
        ]

    @property
    def others(self) -> list[Opinion]:
        """Opinions of steps that a city added to its own diagram."""
        return [o for o in self.dossier.opinions if o.step not in _TOLD_ELSEWHERE and o.passed is not False]

    @property
    def measures_summary(self) -> str:
        """How many measures there are and what was found of them, without rounding anything up."""
        measures = self.dossier.measures
        if not measures:
            return "案卷中没有单列的整改措施，整改情况以责任单位上报、牵头单位验收的意见为准。"
        done, undone = _count(measures, "confirmed"), _count(measures, "not_confirmed")
        unchecked = len(measures) - done - undone
        if done == len(measures):
            return f"该问题共确定整改措施{done}项，经逐项核验，均已落实。"
        parts = [
            f"{n}项{words}" for n, words in ((done, "已落实"), (undone, "未落实"), (unchecked, "未作逐项核验")) if n
        ]
        return f"该问题共确定整改措施{len(measures)}项，经核验，{'，'.join(parts)}。"

    @staticmethod
    def has_due(measure: Measure) -> bool:
        """Whether the plan gives this measure a time of its own."""
        return bool(measure.due_on or (measure.deadline_raw and measure.deadline_raw.strip()))

    @property
    def measures_have_due(self) -> bool:
        return any(self.has_due(measure) for measure in self.dossier.measures)

    @property
    def measures_due_note(self) -> str:
        """Said once, not at each measure: which of them the plan gives no time."""
        undated = [str(i) for i, m in enumerate(self.dossier.measures, 1) if not self.has_due(m)]
        if not undated:
            return ""
        return f"{'各项' if not self.measures_have_due else f'第{listed(undated)}项'}措施原文未单列时限。"

    @property
    def all_confirmed(self) -> bool:
        measures = self.dossier.measures
        return bool(measures) and _count(measures, "confirmed") == len(measures)

    @property
    def long_term(self) -> str:
        """第2、5项: the measures that go on after closure; empty when none does."""
        numbers = [str(i) for i, m in enumerate(self.dossier.measures, 1) if m.long_term]
        return f"第{listed(numbers)}项" if numbers else ""

    @property
    def due_apart(self) -> str:
        """The date the deadline counts as, where the list's own words do not already say it; empty otherwise."""
        problem = self.dossier.problem
        if problem.due_on is None or self.dossier.extensions:
            return ""
        day = chinese_date(problem.due_on)
        return "" if problem.deadline_raw and day in problem.deadline_raw else day

    @property
    def measures_as_table(self) -> bool:
        return len(self.dossier.measures) > MEASURES_AS_TEXT

    @property
    def passed_through(self) -> str:
        """经牵头单位验收、市级现场复核…: the checks this case did pass, no others."""
        accepted = (("self_check", "牵头单位验收"), ("self_accept", "县级自验"))
        steps = (*accepted, ("reinspect", "市级现场复核"), ("random_audit", "随机抽查"))
        passed = [words for step, words in steps if (found := self.last(step)) and found.passed]
        if isinstance(self.dossier, ClosureReport) and self.dossier.notice:
            passed.append("公示")
        return "、".join(passed[:-1]) + "和" + passed[-1] if len(passed) > 1 else "".join(passed)


def audit_words(audit: Audit | None, opinion: Opinion | None) -> str:
    """The draw and what came of it, in one paragraph."""
    if audit is None:
        return "案卷中没有随机抽查记录。"
    drawn = f"{chinese_date(audit.drawn_on)}从{audit.population}件问题中随机抽取{audit.sample}件，"
    if not audit.selected:
        return f"{drawn}该问题未被抽中。"
    if opinion is None:
        return f"{drawn}该问题被抽中，案卷中没有抽查意见。"
    said = f"：{sentence(opinion.opinion)}" if opinion.opinion.strip() else "。"
    return f"{drawn}该问题被抽中。{chinese_date(opinion.on or opinion.at)}{opinion.decision}{said}（{opinion.person}，{opinion.unit}）"


def notice_words(notice: Notice | None) -> str:
    """When it was published, for how long, and what became of the objections."""
    if notice is None:
        return "案卷中没有公示记录。"
    when = f"{period(notice.opens_on, notice.closes_on)}公示，公示期{days(notice.days, notice.calendar)}。"
    upheld = sum(each.upheld is True for each in notice.objections)
    open_ones = sum(each.upheld is None for each in notice.objections)
    if not notice.objections:
        return f"{when}公示期间未收到异议。"
    return f"{when}收到异议{len(notice.objections)}件，其中成立{upheld}件，尚未办结{open_ones}件。"


def of(dossier: Dossier) -> Outline:
    """The story of whatever the paper tells."""
    return Account(dossier) if isinstance(dossier, CaseDossier) else Outline(dossier)


def finding(measure: Measure) -> str:
    """已落实, 未落实 or 未作逐项核验."""
    return {"confirmed": "已落实", "not_confirmed": "未落实"}.get(measure.finding or "", "未作逐项核验")


def _count(measures: tuple[Measure, ...], found: str) -> int:
    return sum(m.finding == found for m in measures)

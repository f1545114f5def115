"""Dossiers for tests: a plausible closed case; every test names only what it changes. All content is invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from hashlib import sha256
from typing import Any

from reports import dossiers as d

BEIJING = timezone(timedelta(hours=8))
AT = datetime(2026, 11, 20, 9, 3, tzinfo=UTC)
OFFICE = "潍坊市深入推进环保督察反馈问题整改工作领导小组办公室"
LEAD = "潍坊市住房和城乡建设局"


def instant(month: int, day: int, hour: int = 10) -> datetime:
    return datetime(2026, month, day, hour, 0, tzinfo=BEIJING)


def problem(**changes: Any) -> d.Problem:
    usual = d.Problem(
        list_name="潍坊市贯彻落实省级环境保护督察“回头看”反馈意见整改方案",
        inspection="省级环境保护督察“回头看”",
        number="12",
        area="深入实施水污染防治行动计划",
        text="污水处理厂管网不配套，部分河段污水溢流。督察组现场检查发现，白浪河、虞河沿线雨污分流改造滞后，"
        "汛期污水溢流入河，群众反映强烈。",
        target="完成白浪河、虞河和化肥沟箱涵溢流整治工程，旱季污水不入河。",
        deadline_raw="2026年底前完成并长期坚持",
        due_on=date(2026, 12, 31),
        long_term=True,
    )
    return replace(usual, **changes)


def units(**changes: Any) -> d.Units:
    usual = d.Units(
        responsible=("奎文区人民政府", "潍城区人民政府"),
        lead=(LEAD,),
        participating=("潍坊市水利局",),
        supervising=("潍坊市生态环境局",),
    )
    return replace(usual, **changes)


def measures(count: int = 3) -> tuple[d.Measure, ...]:
    texts = (
        "完成白浪河、虞河沿线雨污分流改造，新建污水管网12.6公里。",
        "封堵化肥沟箱涵溢流口，建设调蓄池1座。",
        "建立排水管网日常巡查养护制度，落实专人管护。",
    )
    return tuple(
        d.Measure(
            text=texts[i % 3],
            finding="confirmed",
            due_on=date(2026, 9, 30),
            long_term=i % 3 == 2,
            note="查阅竣工验收材料，现场查看3处。" if i == 0 else "",
        )
        for i in range(count)
    )


def opinion(
    step: str,
    step_name: str,
    person: str,
    unit: str,
    capacity: str,
    decision: str,
    text: str,
    at: datetime,
    **more: Any,
) -> d.Opinion:
    return d.Opinion(
        step=step,
        step_name=step_name,
        person=person,
        unit=unit,
        capacity=capacity,
        decision=decision,
        opinion=text,
        at=at,
        **more,
    )


def opinions() -> tuple[d.Opinion, ...]:
    city = "潍坊市生态环境局"
    return (
        opinion(
            "rectify",
            "落实整改",
            "张喆",
            "奎文区人民政府",
            "责任单位",
            "上报整改情况",
            "三项措施均已完成。",
            instant(9, 28),
        ),
        opinion(
            "self_check",
            "自查自验",
            "李堃",
            LEAD,
            "牵头单位",
            "退回整改",
            "化肥沟2号溢流口封堵不严，须重新施工。",
            instant(10, 8),
            passed=False,
            returned_due_on=date(2026, 10, 20),
        ),
        opinion(
            "rectify",
            "落实整改",
            "张喆",
            "奎文区人民政府",
            "责任单位",
            "上报整改情况",
            "2号溢流口已重新封堵并通过闭水试验。",
            instant(10, 18),
        ),
        opinion(
            "self_check",
            "自查自验",
            "李堃",
            LEAD,
            "牵头单位",
            "验收通过",
            "三项措施均已落实，达到整改目标，同意通过验收。",
            instant(10, 22),
            passed=True,
        ),
        opinion(
            "reinspect",
            "市级复核",
            "王𬭎",
            city,
            "市级复核人员",
            "符合销号条件",
            "现场查看溢流口及调蓄池运行情况，旱季无污水入河。",
            instant(10, 28),
            passed=True,
        ),
        opinion(
            "confirm_reinspection",
            "复核确认",
            "赵镕",
            city,
            "市级复核人员",
            "确认复核意见",
            "情况属实。",
            instant(10, 29),
            passed=True,
        ),
        opinion(
            "random_audit",
            "随机抽查",
            "孙翀",
            OFFICE,
            "领导小组办公室",
            "抽查通过",
            "抽查现场与材料一致。",
            instant(11, 4),
            passed=True,
        ),
        opinion(
            "approve_closure",
            "销号审核",
            "周昇",
            OFFICE,
            "领导小组办公室负责人",
            "同意销号",
            "同意销号，请责任单位抓好长效管护。",
            instant(11, 20, 16),
            passed=True,
        ),
    )


def evidence(count: int = 6) -> tuple[d.Evidence, ...]:
    names = ("整改前现场照片", "整改后现场照片", "管网竣工验收单", "水质检测报告", "复查笔录", "闭水试验记录")
    return tuple(
        d.Evidence(
            no=i + 1,
            name=f"{names[i % 6]}（{i // 6 + 1}）",
            media_type="image/jpeg" if i % 6 < 2 else "application/pdf",
            size=180_000 + 7919 * i,
            taken_on=date(2026, 9, 1 + i % 28),
            uploaded_on=date(2026, 9, 28),
            by=("张喆", "李堃", "王𬭎")[i % 3],
            sha256=sha256(f"evidence-{i}".encode()).hexdigest(),
        )
        for i in range(count)
    )


def notice(**changes: Any) -> d.Notice:
    usual = d.Notice(
        title="关于省级环境保护督察“回头看”反馈第12项问题拟销号情况的公示",
        opens_on=date(2026, 11, 6),
        closes_on=date(2026, 11, 12),
        days=5,
        calendar="working",
    )
    return replace(usual, **changes)


def audit(**changes: Any) -> d.Audit:
    usual = d.Audit(
        drawn_on=date(2026, 11, 2),
        selected=True,
        population=12,
        sample=3,
        rule="按20%比例抽取，不足1件的抽1件",
        seed="3f9a-71c2",
        passed=True,
    )
    return replace(usual, **changes)


def closure(**changes: Any) -> d.ClosureReport:
    usual = d.ClosureReport(
        issuer=OFFICE,
        number="潍督改办〔2026〕1号",
        title="关于省级环境保护督察“回头看”反馈第12项问题整改销号的报告",
        addressee="潍坊市深入推进环保督察反馈问题整改工作领导小组",
        issued_on=date(2026, 11, 20),
        closed_on=date(2026, 11, 20),
        problem=problem(),
        units=units(),
        measures=measures(),
        opinions=opinions(),
        evidence=evidence(),
        journal=d.JournalHead(seq=41, hash=sha256(b"journal").hexdigest()),
        verify_url="https://xiaohao.example/verify?code=7C1D-92AF-03E8",
        verify_code="7C1D-92AF-03E8",
        demonstration=True,
        approver="周昇",
        copies_to=(LEAD, "奎文区人民政府", "潍城区人民政府"),
        attachments=("潍坊市住房和城乡建设局整改销号验收报告（潍住建督改〔2026〕3号）",),
        acceptance_number="潍住建督改〔2026〕3号",
        audit=audit(),
        notice=notice(),
    )
    return replace(usual, **changes)


def acceptance(**changes: Any) -> d.AcceptanceReport:
    usual = d.AcceptanceReport(
        issuer=LEAD,
        number="潍住建督改〔2026〕3号",
        title="关于省级环境保护督察“回头看”反馈第12项问题整改销号的验收报告",
        addressee=OFFICE,
        issued_on=date(2026, 10, 22),
        problem=problem(),
        units=units(),
        measures=measures(),
        opinions=opinions()[:4],
        evidence=evidence(),
        journal=d.JournalHead(seq=17, hash=sha256(b"earlier").hexdigest()),
        verify_url="https://xiaohao.example/verify?code=51B0-7E44-A9D3",
        verify_code="51B0-7E44-A9D3",
        demonstration=True,
        approver="李堃",
        copies_to=("奎文区人民政府", "潍城区人民政府"),
    )
    return replace(usual, **changes)

"""A plausible paper of each kind, for tests; every test names only what it changes. All content is invented."""

from __future__ import annotations

import io
from dataclasses import fields, replace
from datetime import date
from hashlib import sha256
from typing import Any

from PIL import Image

from reports import dossiers as d
from reports.photographs import prepared
from tests.reports import builders as b


def _papers_of_a_case(**changes: Any) -> dict[str, Any]:
    """What `closure` says, without what only the closure report says."""
    said = b.closure()
    own = {field.name: getattr(said, field.name) for field in fields(d.CaseDossier)}
    return {**own, "approver": None, "attachments": (), "copies_to": (), **changes}


def closure_form(**changes: Any) -> d.ClosureForm:
    return d.ClosureForm(
        **_papers_of_a_case(
            title="关于省级环境保护督察“回头看”反馈第12项问题的整改销号审批表",
            number="潍督改办表〔2026〕4号",
            closed_on=date(2026, 11, 20),
            audit=b.audit(),
            notice=b.notice(),
        )
        | changes
    )


def closure_notice(**changes: Any) -> d.ClosureNotice:
    return d.ClosureNotice(
        **_papers_of_a_case(
            title="关于省级环境保护督察“回头看”反馈第12项问题予以销号的通知",
            number="潍督改办〔2026〕2号",
            addressee="奎文区人民政府、潍城区人民政府",
            copies_to=(b.LEAD,),
            closed_on=date(2026, 11, 20),
        )
        | changes
    )


def return_notice(**changes: Any) -> d.ReturnNotice:
    return d.ReturnNotice(
        **_papers_of_a_case(
            title="关于退回省级环境保护督察“回头看”反馈第12项问题整改的通知",
            number="潍住建督改〔2026〕2号",
            issuer=b.LEAD,
            addressee="奎文区人民政府、潍城区人民政府",
            issued_on=date(2026, 10, 8),
            opinions=b.opinions()[:2],
            returned=b.opinions()[1],
            times=1,
        )
        | changes
    )


def extension_form(**changes: Any) -> d.ExtensionForm:
    return d.ExtensionForm(
        **_papers_of_a_case(
            title="关于省级环境保护督察“回头看”反馈第12项问题的整改延期审批表",
            number="潍督改办表〔2026〕1号",
            issued_on=date(2026, 9, 10),
            opinions=(),
            asked_by="张喆",
            asked_unit="奎文区人民政府",
            asked_at=b.instant(9, 8),
            reason="连续降雨影响施工，剩余三百米管道预计十二月中旬完成铺设。",
            due_before=date(2026, 9, 30),
            due_on=date(2026, 12, 20),
            granted=True,
            decided_by="周昇",
            decided_unit=b.OFFICE,
            decided_capacity="领导小组办公室",
            decided_at=b.instant(9, 10),
            decision_reason="同意延期，请抓紧组织施工。",
        )
        | changes
    )


def plan_form(**changes: Any) -> d.PlanForm:
    submitted = b.opinion(
        "submit_plan", "报送整改方案", "张喆", "奎文区人民政府", "责任单位", "报送整改方案", "", b.instant(3, 2)
    )
    approved = b.opinion(
        "accept_plan",
        "审核整改方案",
        "周昇",
        b.OFFICE,
        "领导小组办公室",
        "审核通过",
        "目标明确，措施可行。",
        b.instant(3, 5),
        passed=True,
    )
    return d.PlanForm(
        **_papers_of_a_case(
            title="关于省级环境保护督察“回头看”反馈第12项问题的整改方案审批表",
            number="潍督改办表〔2026〕2号",
            issued_on=date(2026, 3, 5),
            opinions=(submitted, approved),
            submitted=submitted,
            approved=approved,
            responsible_persons="区长李明",
        )
        | changes
    )


def self_check_report(**changes: Any) -> d.SelfCheckReport:
    checked = replace(b.opinions()[3], on=date(2026, 10, 21), people=("刘工（市政工程质量站，高级工程师）", "李堃"))
    return d.SelfCheckReport(
        **_papers_of_a_case(
            title="关于省级环境保护督察“回头看”反馈第12项问题的自查自验报告",
            number="潍住建督改〔2026〕4号",
            issuer=b.LEAD,
            addressee=b.OFFICE,
            issued_on=date(2026, 10, 22),
            opinions=b.opinions()[:4],
            checked=checked,
            summary="十月二十一日到现场核验三处溢流口。\n查阅竣工验收材料和水质检测报告，三项措施均已落实。",
        )
        | changes
    )


def reinspection_opinion(**changes: Any) -> d.ReinspectionOpinion:
    people = ("王𬭎（市生态环境局）", "赵镕（市生态环境局）")
    inspected = replace(b.opinions()[4], on=date(2026, 10, 27), place="化肥沟箱涵出口", people=people)
    return d.ReinspectionOpinion(
        **_papers_of_a_case(
            title="关于省级环境保护督察“回头看”反馈第12项问题整改情况的现场复核意见",
            number="潍环督改〔2026〕7号",
            issuer="潍坊市生态环境局",
            addressee=b.OFFICE,
            issued_on=date(2026, 10, 29),
            copies_to=("奎文区人民政府", "潍城区人民政府"),
            opinions=b.opinions()[:6],
            inspected=inspected,
            confirmed=b.opinions()[5],
        )
        | changes
    )


def audit_opinion(**changes: Any) -> d.AuditOpinion:
    audited = replace(b.opinions()[6], on=date(2026, 11, 4), place="化肥沟箱涵出口", people=("孙翀",))
    return d.AuditOpinion(
        **_papers_of_a_case(
            title="关于省级环境保护督察“回头看”反馈第12项问题整改情况的抽查意见",
            number="潍督改办〔2026〕3号",
            addressee="奎文区人民政府、潍城区人民政府",
            issued_on=date(2026, 11, 4),
            opinions=b.opinions()[:7],
            audited=audited,
            findings="抽查现场与材料一致，晴天无溢流。",
            method="现场核查",
            audit=b.audit(),
        )
        | changes
    )


def notice_text(**changes: Any) -> d.NoticeText:
    return d.NoticeText(
        **_papers_of_a_case(
            title="关于省级环境保护督察“回头看”反馈第12项问题拟销号的公示",
            number="潍督改办公示〔2026〕1号",
            addressee="",
            issued_on=date(2026, 11, 6),
            opinions=b.opinions()[:7],
            notice=b.notice(),
            reception=d.Reception(
                office=b.OFFICE, phone="0536-1234567", email="duchagaiban@example.org", address="潍坊市东风东街1号"
            ),
            done=b.opinions()[2],
            basis="《潍坊市环保督察反馈问题整改销号办法》",
        )
        | changes
    )


def notice_result(**changes: Any) -> d.NoticeResult:
    objection = d.Objection(
        received_on=date(2026, 11, 8),
        text="2号溢流口雨天仍有异味",
        answered_on=date(2026, 11, 10),
        upheld=False,
        answer="经两次监测未超标",
    )
    return d.NoticeResult(
        **_papers_of_a_case(
            title="关于省级环境保护督察“回头看”反馈第12项问题拟销号公示结果的公告",
            number="潍督改办公示〔2026〕2号",
            addressee="",
            issued_on=date(2026, 11, 13),
            opinions=b.opinions()[:7],
            notice=b.notice(objections=(objection,)),
        )
        | changes
    )


def petition_form(**changes: Any) -> d.PetitionForm:
    county = "云溪县"
    said = [
        b.opinion(step, name, person, county, capacity, decision, text, b.instant(11, day), passed=passed)
        for step, name, person, capacity, decision, text, day, passed in (
            ("investigate", "调查核实", "周敏", "责任单位", "基本属实", "厂区喷漆废气收集不全。", 4, None),
            ("review_petition", "县级审核", "沈文", "县级分管负责人", "通过", "事实清楚，处理到位。", 5, True),
            (
                "sign_by_head_of_government",
                "政府主要负责人签字",
                "陆海",
                "政府主要负责人",
                "同意办结，签字",
                "同意办结。",
                6,
                True,
            ),
            (
                "sign_by_party_secretary",
                "党委主要负责人签字",
                "韩冰",
                "党委主要负责人",
                "同意办结，签字",
                "同意。",
                7,
                True,
            ),
        )
    ]
    problem = b.problem(
        list_name="督察组交办信访件清单",
        number="X420000201811240021",
        area="大气、噪声",
        text="云溪县城南木器厂喷漆气味刺鼻，夜间锯木噪声扰民。",
        target=None,
        deadline_raw="自收到之日起 10 日内办结",
        due_on=date(2026, 11, 12),
        long_term=False,
    )
    return d.PetitionForm(
        **_papers_of_a_case(
            title="信访件X420000201811240021办结销号单",
            number="潍督改办信表〔2026〕1号",
            issuer=county,
            addressee="",
            issued_on=date(2026, 11, 7),
            problem=problem,
            units=d.Units(responsible=(county,)),
            measures=(),
            evidence=(),
            opinions=tuple(said),
            received_on=date(2026, 11, 2),
            closed_on=date(2026, 11, 7),
            investigated=replace(
                said[0], on=date(2026, 11, 3), place="城南街道永和小区东侧", people=("刘工（县环境监测站）",)
            ),
            findings="十一月三日到现场核查，该厂喷漆工段废气收集罩破损，夜间有锯木作业。",
            handling="责令停产整治，查封喷漆设备，立案处罚。",
            outcome="已办结",
            reply="十一月四日电话反馈，举报人表示满意。",
            reviewed=said[1],
            government=said[2],
            party=said[3],
        )
        | changes
    )


def draw_record(**changes: Any) -> d.DrawRecord:
    places = {2: (1, ("孙翀", "钱伟")), 5: (2, ("孙翀",)), 9: (3, ("钱伟",))}
    candidates = tuple(
        d.Drawn(
            number=str(number),
            title=f"白浪河沿线第{number}段溢流口整治",
            unit="奎文区人民政府" if number % 2 else "潍城区人民政府",
            risk="重点" if number == 5 else "一般",
            lots=1 + number % 3,
            place=places.get(number, (None, ()))[0],
            auditors=places.get(number, (None, ()))[1],
        )
        for number in range(1, 13)
    )
    usual = d.DrawRecord(
        issuer=b.OFFICE,
        number="潍督改办录〔2026〕1号",
        title="“潍坊市贯彻落实省级环境保护督察‘回头看’反馈意见整改方案”抽查抽取记录",
        addressee="",
        issued_on=date(2026, 11, 2),
        journal=d.JournalHead(seq=8, hash="0" * 64),
        verify_url="https://xiaohao.example/verify?code=11C0-2D44-A9D3",
        verify_code="11C0-2D44-A9D3",
        demonstration=True,
        list_name="潍坊市贯彻落实省级环境保护督察“回头看”反馈意见整改方案",
        rule=("重点问题抽100%，一般问题抽20%", "总数至少1个", "机会均等，每个问题一支签", "每个问题抽2名抽查人员"),
        frozen_at=b.instant(11, 1),
        frozen_by="孙悦",
        frozen_digest="3f9a71c2" * 8,
        seed_source="11 月 1 日福彩双色球开奖号码",
        seed_at=b.instant(11, 1, 22),
        seed="03071219253108",
        drawn_at=b.instant(11, 2),
        drawn_by="孙悦",
        candidates=candidates,
        published_at="https://xiaohao.example/draws/5e0c",
        record='{"digest":"3f9a71c2"}',
    )
    return replace(usual, **changes)


def _letter(title: str, number: str, **changes: Any) -> dict[str, Any]:
    return (
        _papers_of_a_case(
            title=title,
            number=number,
            addressee="奎文区人民政府、潍城区人民政府",
            copies_to=("潍坊市生态环境局",),
            contact="孙悦，0536-1234567",
            issued_on=date(2026, 10, 12),
            opinions=(),
            measures=tuple(replace(each, finding=None, note="") for each in b.measures()),
            deadline_name="整改时限",
            due_on=date(2026, 9, 30),
            days_late=12,
            lamp="黄灯",
            yellows=2,
            rule="黄灯两次，发专函",
            approved_by="孙悦",
            approved_on=date(2026, 10, 12),
            reason="多次催办仍未完成，同意。",
        )
        | changes
    )


def reminder_letter(**changes: Any) -> d.ReminderLetter:
    said = _letter("关于省级环境保护督察“回头看”反馈第12项问题整改进展的提醒函", "潍督改办函〔2026〕1号", yellows=1)
    return d.ReminderLetter(**said | changes)


def special_letter(**changes: Any) -> d.SpecialLetter:
    said = _letter("关于省级环境保护督察“回头看”反馈第12项问题整改工作的督促函", "潍督改办函〔2026〕2号")
    return d.SpecialLetter(**said | changes)


def talk_notice(**changes: Any) -> d.TalkNotice:
    said = _letter(
        "关于省级环境保护督察“回头看”反馈第12项问题整改工作约谈的通知",
        "潍督改办〔2026〕5号",
        lamp="红灯",
        hopeless="管线迁改受阻，年内无法完工。",
    )
    return d.TalkNotice(**said | changes)


def supervision_order(**changes: Any) -> d.SupervisionOrder:
    signed = b.opinion(
        "issue_order",
        "签发挂牌督办",
        "周昇",
        b.OFFICE,
        "领导小组办公室负责人",
        "签发",
        "",
        b.instant(10, 12),
        passed=True,
    )
    return d.SupervisionOrder(
        **_papers_of_a_case(
            title="关于省级环境保护督察“回头看”反馈第12项问题挂牌督办的通知",
            number="潍督改办〔2026〕6号",
            addressee="奎文区人民政府、潍城区人民政府",
            copies_to=("潍坊市生态环境局",),
            issued_on=date(2026, 10, 12),
            opinions=(signed,),
            evidence=(),
            order_number="督〔2026〕1号",
            reason="多次催办仍未完成，群众反映强烈。",
            requirements="十一月底前完成全部溢流口封堵。\n每周报送进展。",
            due_on=date(2026, 11, 30),
            signed=signed,
        )
        | changes
    )


def picture(colour: str, size: tuple[int, int] = (640, 480), kind: str = "JPEG") -> bytes:
    """A photograph of one colour."""
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, kind)
    return out.getvalue()


PICTURES = {"before": picture("#8a7f6a"), "after": picture("#6a9a6a", (480, 640)), "cut": picture("#333333")[:200]}
PHOTOGRAPHS = {sha256(data).hexdigest(): prepared(io.BytesIO(data)) for data in PICTURES.values()}


def evidence_catalogue(**changes: Any) -> d.EvidenceCatalogue:
    digests = list(PHOTOGRAPHS)
    evidence = tuple(replace(each, sha256=digest) for each, digest in zip(b.evidence(2), digests, strict=False))
    cut = replace(b.evidence(7)[6], sha256=digests[2])
    long = replace(
        b.evidence(3)[2],
        name="云溪县化肥沟箱涵溢流口封堵及调蓄池建设竣工验收单_2026年9月28日_" + "最终版" * 12 + ".pdf",
    )
    pictures = (
        d.Picture(no=1, caption="化肥沟2号溢流口", sha256=digests[0], side="before", taken_on=date(2026, 3, 2)),
        d.Picture(no=2, caption="化肥沟2号溢流口", sha256=digests[1], side="after", taken_on=date(2026, 9, 28)),
        d.Picture(no=7, caption="调蓄池", sha256=digests[2]),
    )
    return d.EvidenceCatalogue(
        **_papers_of_a_case(
            title="省级环境保护督察“回头看”反馈第12项问题佐证材料目录",
            number="潍督改办录〔2026〕2号",
            addressee="",
            evidence=(*evidence, long, *b.evidence(6)[3:], cut),
            photographs=pictures,
            pairs=(d.Pair(first=1, after=2), d.Pair(first=7)),
            left_out=1,
        )
        | changes
    )


def weekly_table(**changes: Any) -> d.WeeklyTable:
    units = ("奎文区人民政府", "潍城区人民政府", "坊子区人民政府")
    progress = tuple(
        d.Progress(
            unit=units[number % 2],
            number=str(number),
            title=f"白浪河沿线第{number}段溢流口整治",
            pace="进度滞后" if number == 3 else "按计划推进",
            text="管道铺设完成六成，溢流口临时封堵。",
            due_on=date(2026, 12, 31),
            difficulty="管线迁改受阻。" if number == 3 else "",
        )
        for number in range(1, 9)
    )
    outcomes = ("按时填报", "逾期填报", "没有填报")
    usual = d.WeeklyTable(
        issuer=b.OFFICE,
        number="潍督改办录〔2026〕3号",
        title="2026年第45周（11月2日至8日）每周调度表",
        addressee="",
        issued_on=date(2026, 11, 7),
        journal=d.JournalHead(seq=5, hash="1" * 64),
        verify_url="https://xiaohao.example/verify?code=22C0-2D44-A9D3",
        verify_code="22C0-2D44-A9D3",
        demonstration=True,
        week="2026年第45周（11月2日至8日）",
        opened_on=date(2026, 11, 2),
        due_on=date(2026, 11, 6),
        closed_on=date(2026, 11, 7),
        summary="总体按计划推进，第3项滞后，下周现场督导。",
        asked=tuple(d.Asked(unit=unit, outcome=word) for unit, word in zip(units, outcomes, strict=True)),
        progress=progress,
    )
    return replace(usual, **changes)


def case_file(**changes: Any) -> d.CaseFile:
    inside = (
        plan_form(),
        b.acceptance(),
        evidence_catalogue(),
        draw_record(),
        reminder_letter(),
        closure_form(),
        b.closure(),
    )
    papers = tuple(
        d.Filed(
            name=d.PAPERS[each.kind].name,
            number=each.number,
            title=each.title,
            issuer=each.issuer,
            issued_on=each.issued_on,
            dossier=each.to_json(),
        )
        for each in inside
    )
    return d.CaseFile(
        **_papers_of_a_case(
            title="省级环境保护督察“回头看”反馈第12项问题整改销号案卷",
            number="潍督改办录〔2026〕4号",
            addressee="",
            opened_on=date(2026, 3, 1),
            closed_on=date(2026, 11, 20),
            papers=papers,
            void=("潍督改办〔2026〕4号（责任单位名称有误。）",),
        )
        | changes
    )


EVERY_PAPER = {
    "case_file": case_file,
    "weekly_table": weekly_table,
    "evidence_catalogue": evidence_catalogue,
    "acceptance_report": b.acceptance,
    "closure_report": b.closure,
    "closure_form": closure_form,
    "closure_notice": closure_notice,
    "return_notice": return_notice,
    "extension_form": extension_form,
    "plan_form": plan_form,
    "self_check_report": self_check_report,
    "reinspection_opinion": reinspection_opinion,
    "audit_opinion": audit_opinion,
    "notice_text": notice_text,
    "notice_result": notice_result,
    "petition_form": petition_form,
    "draw_record": draw_record,
    "reminder_letter": reminder_letter,
    "special_letter": special_letter,
    "talk_notice": talk_notice,
    "supervision_order": supervision_order,
}
"""A plausible paper of each kind."""

"""The permission table in words, for the page that says what each role may do. Every key of `permissions.ACTIONS` has its words here."""

from __future__ import annotations

from collections.abc import Mapping

from workflows.rules.permissions import ACTIONS, SEES_ALL
from workflows.rules.roles import ROLES, SIGNED_IN_PERSON, Role

WORDS: Mapping[str, str] = {
    "add_evidence": "上传佐证材料",
    "ask_extension": "申请延期",
    "decide_extension": "决定延期",
    "register_objection": "登记公示异议",
    "publish": "开放公开页面，公开问题清单",
    "withhold": "决定某个问题不在公开页面显示",
    "record_notice": "登记别处发布的公示",
    "reopen": "重新整改已销号的问题",
    "draw_audit": "组织随机抽查",
    "withdraw_draw": "撤销抽查冻结名单",
    "withdraw_draw_late": "种子公布以后撤销抽查",
    "replace_auditor": "更换抽查人员",
    "load_plan": "登记整改方案",
    "update_plan": "更新整改方案",
    "export_register": "导出整份清单",
    "remake_document": "重新制作没有做成的文书",
    "take_bundle": "制作和下载证据包",
    "issue_document": "制发文书",
    "void_document": "作废文书",
    "see_numbers": "查看文号登记簿",
    "see_keys": "查看签名密钥",
    "revoke_key": "停用签名密钥",
    "register_petition": "登记信访件",
    "set_calendar": "更正工作日历",
    "set_deadline_rules": "设置提醒和亮灯的天数",
    "declare_hopeless": "声明不能按期完成",
    "decide_escalation": "审定督办建议",
    "start_order": "起草挂牌督办",
    "start_check": "部署举一反三排查",
    "decide_finding": "审定排查发现的问题",
    "open_round": "开始一期调度",
    "end_collecting": "截止调度填报",
    "set_rounds": "设置每周调度的日子",
    "report_serious": "报告重大事项",
    "note_serious": "阅知重大事项",
    "chase": "催办",
    "suspend": "暂停和恢复办理",
    "cancel": "撤销列入",
    "merge": "并案",
    "correct": "更正登记内容",
    "reassign": "转办其他单位",
    "set_unit_deadline": "单独确定单位的时限",
    "hand_over": "转办任何人的任务",
    "see_diagrams": "查看流程",
    "deploy_diagram": "部署流程",
    "retire_diagram": "停用流程",
    "move_cases": "把在办案件移到新流程",
    "move_tasks": "移交某个人名下的任务",
    "manage_units": "登记、更改、停用单位",
    "manage_people": "登记、停用人员账号",
    "manage_seats": "确定任职，安排任何人的代办",
    "manage_sign_in": "重设密码、解锁、重置两步验证",
    "see_directory": "查看单位人员",
    "see_settings": "查看设置",
    "set_papers": "更改文书用语和文号设置",
    "set_templates": "更换本市文书模板",
    "set_retention": "设置打印结果、消息和发送记录的保留天数",
    "manage_delivery": "设置邮件和推送",
    "share_filter": "把保存的筛选共享给同事",
    "manage_jobs": "重试和取消后台任务",
    "see_operations": "查看运行状况和后台任务",
    "read_system_journal": "查看全部日志，校验日志是否完整",
}


def actions_of(role: Role) -> tuple[str, ...]:
    """What a holder of this role may do besides the tasks of the diagrams, in words; for a unit's handlers with the part the unit takes."""
    found = []
    for action, keys in ACTIONS.items():
        parts = [
            ROLES[key].name for key in keys if ROLES[key].seat == role.key and ROLES[key].part and not ROLES[key].post
        ]
        if role.key in keys:
            found.append(WORDS.get(action, action))
        elif parts:
            found.append(f"{WORDS.get(action, action)}（本单位是{'、'.join(parts)}时）")
    return tuple(found)


def sight_of(role: Role) -> str:
    """What a holder of this role sees."""
    if role.key in SEES_ALL:
        return "看得到全市的问题"
    if role.key in ("system_admin", "security_admin", "journal_admin"):
        return "看不到问题，不能办理业务"
    return "只看得到本单位参与的问题"


def notes_of(role: Role) -> tuple[str, ...]:
    """What else to know before giving the role to somebody."""
    notes = []
    if role.key in ("system_admin", "security_admin", "journal_admin"):
        notes.append("不能兼任其他角色，也不能代办")
    if role.key in SIGNED_IN_PERSON:
        notes.append("信访件由本人签字，不能代办；两个签字须是两个人")
    if role.post:
        notes.append("只在本单位是责任单位的问题上签署")
    return tuple(notes)

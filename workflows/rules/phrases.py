"""Journal entries as sentences: what the timeline, the papers and a court read.

A key is what happened, in the past tense; the template is filled from the entry's facts. A key without a template is shown as it is, so that
an old journal never becomes unreadable.
"""

from __future__ import annotations

from collections.abc import Mapping

from workflows.rules.texts import phrase

STOOD_IN_FOR = "stood_in_for"
"""The fact that names for whom somebody did it; the sentence ends with it, whatever was done."""

SENTENCES: Mapping[str, str] = {
    "plan:loaded": "登记问题清单“{list}”，共 {count} 个问题",
    "plan:uploaded": "上传整改方案《{name}》，摘要 {digest}",
    "plan:accepted": "方案《{name}》核对完毕，登记为“{list}”，共 {count} 个问题，核对中作出决定 {decisions} 项",
    "plan:stopped": "停止登记方案《{name}》（“{list}”），没有登记，回到核对",
    "plan:dropped": "放弃方案《{name}》：{reason}",
    "case:opened": "问题列入清单“{list}”，编号 {number}",
    "petition:registered": "登记交办信访件 {number}，{received_on} 收到，应于 {due_on} 前办结",
    "box:completed": "{box_name}：{decision}",
    "box:returned": "{box_name}：{decision}，新的时限 {due_on}",
    "box:nobody": "没有需要办理“{box_name}”的单位，直接进入下一步",
    "units:assigned": "明确责任单位：{units}",
    "plan:entered": "报送整改措施 {count} 条",
    "deadline:passed": "整改时限 {due_on} 已过，尚未完成整改",
    "deadline:moved": "整改时限由 {before} 改为 {due_on}，原时限的提醒已取消",
    "deadline:set-for-units": "单独确定{units}的时限为 {due_on}，其他单位不变",
    "extension:asked": "申请延期至 {due_on}",
    "extension:granted": "同意延期至 {due_on}",
    "extension:refused": "不同意延期至 {due_on}",
    "extension:asked-for-unit": "{unit}申请本单位延期至 {due_on}",
    "extension:granted-to-unit": "同意{unit}延期至 {due_on}，其他单位的时限不变",
    "extension:refused-to-unit": "不同意{unit}延期至 {due_on}",
    "evidence:added": "上传佐证材料《{name}》",
    "comment:added": "发表评论",
    "comment:added-to": "发表评论，提到{people}",
    "comment:withdrawn": "撤回评论",
    "photographs:paired": "照片配对：整改前《{before}》，整改后《{after}》",
    "photographs:unpaired": "拆开照片配对：整改前《{before}》，整改后《{after}》",
    "document:issued": "制发《{title}》（{number}）",
    "document:signed": "《{title}》（{number}）：{name}（{capacity}）已签名，签名前摘要 {before}",
    "document:answered": "《{title}》（{number}）：{name}交回签名文件",
    "document:refused": "《{title}》（{number}）：{name}没有签名，理由：{reason}",
    "key:added": "登记签名密钥：{owner}，{subject}，有效期至 {until}",
    "key:revoked": "停用签名密钥：{owner}，{subject}，理由：{reason}",
    "document:ready": "《{title}》（{number}）已签名，可以下载打印",
    "document:retried": "重新制作《{title}》（{number}）",
    "job:retried": "重试后台任务：{name}（{key}）",
    "job:cancelled": "取消后台任务：{name}（{key}）",
    "setting:changed": "设置：{label}由“{before}”改为“{value}”",
    "template:set": "本市文书模板 {name}：由{before}改为{after}",
    "prints:cleaned": "清理 {count} 批超过 {days} 天的打印结果",
    "papers:set": "文书用语：{label}由“{before}”改为“{value}”",
    "document:voided": "《{title}》（{number}）作废：{reason}",
    "document:failed": "《{title}》（{number}）制作失败：{error}",
    "document:copied": "打印《{title}》（{number}）的副本（不带签名，注明重印人和时间）",
    "bundle:asked": "制作证据包，日志至第 {seq} 条",
    "notice:opened": "开始公示，{words}",
    "notice:recorded": "登记在“{published_in}”发布的公示《{title}》，写明 {days} 天",
    "notice:resumed": "异议已答复，继续公示至 {closes_on}",
    "notice:over": "公示期满",
    "objection:registered": "登记公示异议 1 件",
    "objection:online": "网上收到异议，公示中止",
    "problem:withheld": "决定不在公开页面显示：{reason}",
    "problem:shown": "恢复在公开页面显示",
    "objection:upheld": "异议成立",
    "objection:rejected": "异议不成立，已答复",
    "audit:pooled": "进入抽查池",
    "audit:frozen": "冻结抽查名单，共 {count} 个，摘要 {digest}",
    "audit:drawn": "抽查：{words}",
    "audit:withdrawn": "撤销抽查冻结名单，摘要 {digest}",
    "audit:replaced": "抽查人员由{leaves}换为{comes}（{how}）",
    "case:closed": "销号：从问题清单中划掉",
    "case:reopened": "重新整改：{reason}",
    "diagram:deployed": "部署流程图《{name}》第 {version} 版",
    "signed_in": "登录（{login}）",
    "signed_out": "退出登录（{login}）",
    "plan:updated": "清单“{list}”按方案第 {version} 版更新：改动 {changed} 个、新增 {added} 个、撤销 {cancelled} 个，{left} 处待定；理由：{reason}",
    "plan:corrected": "方案第 {version} 版：{label}由“{before}”改为“{after}”；理由：{reason}",
    "plan:deadline-moved": "方案第 {version} 版：{label}由“{before}”改为“{after}”，原时限的提醒已取消；理由：{reason}",
    "plan:left": "方案第 {version} 版：{label}由“{before}”改为“{after}”，{why}",
    "plan:gone": "方案第 {version} 版不再列有这个问题，问题保留在清单上",
    "register:exported": "导出清单“{list}”的全部登记内容 {count} 个问题（{ending}）",
    "portal:opened": "开放公开页面",
    "portal:closed": "关闭公开页面",
    "list:published": "公开问题清单“{list}”",
    "list:unpublished": "停止公开问题清单“{list}”",
    "list:exported": "导出问题清单 {count} 行（{ending}；{filters}）",
    "diagram:retired": "停用流程图《{name}》第 {version} 版",
    "diagram:reinstated": "重新启用流程图《{name}》第 {version} 版",
    "city:opened": "启用本站：{city}，{office}",
    "messages:address": "更改了接收消息的邮箱",
    "hook:added": "增加消息端点“{name}”（{host}）",
    "hook:secret-changed": "更换消息端点“{name}”的密钥",
    "hook:secret-seen": "查看消息端点“{name}”的密钥",
    "hook:on": "启用消息端点“{name}”",
    "hook:off": "停用消息端点“{name}”",
    "password:changed": "{login} 更改了自己的密码",
    "password:reset": "为 {name}（{login}）重设密码，原登录全部结束",
    "second-factor:on": "{name} 启用两步验证",
    "second-factor:off": "{name} 停用自己的两步验证",
    "second-factor:codes": "{name} 更换了两步验证的备用码",
    "second-factor:reset": "重置 {name}（{login}）的两步验证，原登录全部结束",
    "session:ended": "结束了自己的一次登录",
    "unit:registered": "登记单位 {name}",
    "unit:changed": "更改单位 {name}：{before} 改为 {after}",
    "unit:closed": "停用单位 {name}",
    "unit:opened": "启用单位 {name}",
    "person:registered": "登记人员 {name}（{login}）",
    "person:changed": "{name}（{login}）的职务由“{before}”改为“{after}”",
    "directory:imported": "从表格导入单位人员：新增 {new} 项，更改 {changed} 项",
    "person:closed": "停用账号 {name}（{login}）",
    "person:opened": "启用账号 {name}（{login}）",
    "seat:given": "{name}（{login}）任{unit}{role}",
    "substitute:set": "{name}不在期间（{first} 至 {last}），由{person}代办：{reason}",
    "substitute:ended": "{person}不再代{name}办理（原定至 {last}）",
    "seat:ended": "{name}（{login}）不再任{unit}{role}",
    "deadline:reminded": "到期提醒：{name}，时限 {due_on}，还有 {days} 天",
    "deadline:late": "{name}的时限 {due_on} 已过，亮黄灯",
    "deadline:red": "{name}的时限 {due_on} 已过 {days} 天，亮红灯",
    "deadline:rules": "提醒改为时限前 {days_before} 天，超期 {red_after} 天亮红灯（原为 {before}）",
    "deadline:hopeless": "声明不能按期完成，亮红灯：{reason}",
    "escalation:proposed": "{name}{lamp}，系统建议：{step}（等待领导小组办公室审定，未批准不生效）",
    "escalation:approved": "批准：{step}",
    "escalation:dismissed": "不采纳建议：{step}",
    "escalation:withdrawn": "时限已变更或已完成，建议自动撤销：{step}",
    "escalation:deployed": "启用预警督办决策表“{name}”",
    "calendar:seeded": "录入 {first} 至 {last} 年的节假日安排",
    "calendar:set": "工作日历：{day} 由{before}改为{kind}",
    "calendar:entered": "工作日历：确认 {year} 年的节假日安排已全部录入",
    "clock:moved": "演示时钟拨到 {day}",
    "order:drawn-up": "起草挂牌督办 {number}，督办时限 {due_on}",
    "order:issued": "挂牌督办 {number} 已签发，督办时限 {due_on}",
    "order:refused": "挂牌督办 {number} 没有签发，不予挂牌",
    "order:lifted": "挂牌督办 {number} 摘牌",
    "serious:reported": "{unit}报告重大事项：{text}",
    "serious:noted": "重大事项已阅",
    "check:started": "部署举一反三排查 {number}，请 {count} 家单位在 {due_on} 前答复",
    "finding:listed": "{unit}发现的同类问题（{place}）列入清单，编号 {number}",
    "finding:dismissed": "{unit}的发现（{place}）不列入清单",
    "problem:found": "举一反三排查 {check} 发现，原问题 {original}",
    "round:opened": "开始调度，请 {count} 家单位在 {due_on} 前填报",
    "round:ended": "截止填报，{count} 家单位没有填报",
    "round:closed": "调度结束：按时填报 {reported} 家，逾期 {late} 家，没有填报 {missing} 家",
    "rounds:set": "每周调度：{words}，{due}前填报",
    "matter:opened": "列入“{list}”，编号 {number}",
    "matter:late": "时限 {due_on} 已过，尚未办结",
    "matter:closed": "办结",
    "chased": "催办“{box_name}”（第 {times} 次）：{words}",
    "case:suspended": "暂停办理",
    "case:resumed": "恢复办理，新的时限 {due_on}",
    "case:cancelled": "撤销列入（不是销号）",
    "case:merged": "并入问题 {number}“{title}”",
    "case:reassigned": "转办其他单位",
    "task:claimed": "认领“{box_name}”",
    "task:taken_over": "接办“{box_name}”，原由{before}承办",
    "task:handed_over": "“{box_name}”转办给{person}",
    "task:released": "“{box_name}”放回待办，{before}不再承办",
    "case:moved": "改按流程第 {to_version} 版办理（原为第 {from_version} 版）：{reason}",
    "case:moved-back": "退回流程第 {from_version} 版办理",
    "fact:corrected": "更正{label}：“{before}”改为“{after}”",
    "box:withdrawn": "撤回刚才的办理",
    "co_signature:asked": "请{person}加签：{question}",
    "co_signature:answered": "加签意见：{words}",
    "notified": "提醒：{words}",
    "token:made": "创建个人令牌“{name}”，有效 {days} 天",
    "token:revoked": "停用个人令牌“{name}”",
}


def sentence_of(what: str, facts: Mapping[str, object]) -> str:
    """The sentence of one entry; a fact that is missing is shown as a dash."""
    template = SENTENCES.get(what)
    said = what if template is None else phrase(template, facts)
    absent = facts.get(STOOD_IN_FOR)
    return phrase("{said}（代{person}）", {"said": said, "person": absent}) if absent else said


def who_acted(name: str, facts: Mapping[str, object]) -> str:
    """Who did it, and through which of their personal tokens where it was a program of theirs."""
    token = facts.get("token")
    return f"{name}（令牌“{token}”）" if token else name


def title_of(text: str, limit: int = 32) -> str:
    """A short title for a problem: its first sentence, cut at a comma or at `limit` characters."""
    first = text.split("。")[0].strip()
    if len(first) <= limit:
        return first
    head = first[:limit]
    comma = max(head.rfind("，"), head.rfind(","), head.rfind("；"))
    return head[:comma] if comma >= 8 else head + "…"

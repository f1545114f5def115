"""How findings speak of the parts of a diagram."""

from __future__ import annotations

from workflows.engine.findings import Finding, Severity
from workflows.engine.sketch import Connection, Lane, Part, Shape, Sketch
from workflows.rules.texts import phrase

TAGS = {
    "startEvent": "开始事件",
    "endEvent": "结束事件",
    "userTask": "人工任务",
    "serviceTask": "服务任务",
    "exclusiveGateway": "排他网关",
    "parallelGateway": "并行网关",
    "eventBasedGateway": "事件网关",
    "intermediateCatchEvent": "中间事件",
    "boundaryEvent": "边界事件",
    "scriptTask": "脚本任务",
    "callActivity": "调用活动",
    "subProcess": "子流程",
    "eventSubProcess": "事件子流程",
    "adHocSubProcess": "自由子流程",
    "transaction": "事务子流程",
    "businessRuleTask": "业务规则任务",
    "sendTask": "发送任务",
    "receiveTask": "接收任务",
    "manualTask": "手工任务",
    "task": "未指定类型的任务",
    "inclusiveGateway": "包容网关",
    "complexGateway": "复杂网关",
    "intermediateThrowEvent": "抛出事件",
}


def label(part: Part) -> str:
    """`人工任务“落实整改措施”（rectify）`: kind, Chinese name, id."""
    fields = {"kind": _kind(part), "name": part.name or "", "id": part.id or ""}
    if part.name and part.id:
        return phrase("{kind}“{name}”（{id}）", fields)
    if part.name:
        return phrase("{kind}“{name}”", fields)
    return phrase("{kind}（{id}）", fields) if part.id else f"没有编号的{_kind(part)}"


def _kind(part: Part) -> str:
    match part:
        case Shape():
            return TAGS.get(part.tag, part.tag)
        case Connection():
            return "连线"
        case Lane():
            return "泳道"
        case Sketch():
            return "流程"
    return ""


def finding(code: str, part: Part, said: str, english: str, *, severity: Severity = "error") -> Finding:
    """A finding about one part. `said` continues the part's name: “……没有放在任何泳道里。”"""
    return Finding(
        code=code,
        box=part.id or None,
        name=part.name or None,
        line=part.line,
        message=phrase("{label}{said}", {"label": label(part), "said": said}),
        english=f"{part.id or 'a box without id'}: {english}",
        severity=severity,
    )

"""What a diagram may be built of. Everything else BPMN offers is refused by name, with what to use instead."""

from __future__ import annotations

from collections.abc import Iterator

from workflows.engine.checks.words import finding
from workflows.engine.findings import Finding, Known
from workflows.engine.modelling import KINDS
from workflows.engine.sketch import Shape, Sketch

_EVENTS = frozenset({"intermediateCatchEvent", "boundaryEvent"})
_WAITING = frozenset({"timerEventDefinition", "messageEventDefinition"})
_INSTEAD = {
    "scriptTask": "流程图里不能运行程序。请改用服务任务，并从服务目录中选一种。",
    "callActivity": "不支持调用另一个流程。请把步骤画进本流程。",
    "subProcess": "不支持子流程。请把步骤直接画进本流程。",
    "eventSubProcess": "不支持事件子流程。请用边界事件或事件网关。",
    "inclusiveGateway": "不支持包容网关：在回路里会提前汇合。请改用排他网关。",
    "complexGateway": "不支持复杂网关。请改用排他网关。",
    "intermediateThrowEvent": "不支持抛出事件（链接、补偿、信号、消息）。请用连线或服务任务代替。",
    "businessRuleTask": "暂不支持业务规则任务。请用排他网关的条件代替。",
    "sendTask": "不支持发送任务。请改用服务任务。",
    "receiveTask": "不支持接收任务。请改用等待消息的中间事件。",
    "manualTask": "请改为人工任务（userTask），并写明表单。",
    "task": "没有指定类型。请改为人工任务（userTask）或服务任务（serviceTask）。",
}
_DEFINITIONS = {
    "linkEventDefinition": "链接事件",
    "compensateEventDefinition": "补偿事件",
    "signalEventDefinition": "信号事件",
    "errorEventDefinition": "错误事件",
    "escalationEventDefinition": "升级事件",
    "conditionalEventDefinition": "条件事件",
    "cancelEventDefinition": "取消事件",
    "terminateEventDefinition": "终止事件",
    "messageEventDefinition": "消息",
    "timerEventDefinition": "定时器",
}
_EXTRAS = {
    "multiInstanceLoopCharacteristics": "的多实例标记上写了次数、集合或结束条件，不支持。请只留标记，由哪些单位分别办理写在属性 each 里。",
    "isSequential": "标为依次多实例（三条横线），不支持。请改为并行多实例（三条竖线），或者用连线画出先后。",
    "standardLoopCharacteristics": "标为循环，不支持。请用排他网关和连线画出回路。",
    "preScript": "带有前置脚本，流程图里不能运行程序，请删除。",
    "postScript": "带有后置脚本，流程图里不能运行程序，请删除。",
    "unitTests": "带有脚本测试，流程图里不能运行程序，请删除。",
    "serviceTaskOperator": "用了 serviceTaskOperator。请改用属性 service 写明服务目录中的一种。",
    "calledDecisionId": "调用了决策表，暂不支持。请用排他网关的条件代替。",
    "instantiate": "标为“启动新流程”，不支持。",
    "parallelMultiple": "要等几个事件都发生，不支持。",
    "eventGatewayType": "标为并行的事件网关，不支持。",
}


def check(sketch: Sketch, _known: Known) -> Iterator[Finding]:
    """Kinds of boxes, kinds of events, and what is hung onto them."""
    for shape in sketch.shapes:
        if shape.tag in KINDS or shape.tag in _EVENTS:
            yield from _events_of(shape)
        else:
            said = _INSTEAD.get(shape.tag, "不支持这种元素。")
            yield finding("unsupported-box", shape, f"不能使用：{said}", f"{shape.tag} is not supported")
        for extra in shape.extras:
            yield finding("unsupported-feature", shape, _EXTRAS[extra], f"{extra} is not supported")


def _events_of(shape: Shape) -> Iterator[Finding]:
    if shape.tag in _EVENTS:
        yield from _waiting_event(shape)
    elif shape.triggers and shape.tag == "startEvent":
        word = _word(shape)
        said = f"由{word}触发，不支持。流程由系统在登记问题时开始，请改为普通的开始事件。"
        yield finding("unsupported-start", shape, said, "only a plain start event is supported")
    elif shape.triggers:
        said = f"带有{_word(shape)}，不支持。请改为普通的结束事件，需要系统动作时在前面加服务任务。"
        yield finding("unsupported-event", shape, said, "it must not carry an event definition")


def _waiting_event(shape: Shape) -> Iterator[Finding]:
    if len(shape.triggers) > 1:
        yield finding("several-triggers", shape, "同时等几种事件，只能等一种。", "it waits for several events")
    elif shape.trigger is None:
        yield finding("no-trigger", shape, "没有写明等什么：须为定时器或消息。", "it waits for nothing")
    elif shape.trigger.tag not in _WAITING:
        said = f"是{_word(shape)}，不支持。只能等定时器或消息。"
        yield finding("unsupported-event", shape, said, f"{shape.trigger.tag} is not supported")


def _word(shape: Shape) -> str:
    tag = shape.triggers[0].tag
    return _DEFINITIONS.get(tag, tag)

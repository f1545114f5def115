"""Timers, messages, events at the border of a box, and event-based gateways."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from workflows.engine.checks.words import finding
from workflows.engine.durations import read_duration, read_instant
from workflows.engine.errors import ExpressionRefused
from workflows.engine.expressions import compile_timer
from workflows.engine.facts import NAME, is_fact_name
from workflows.engine.findings import Finding, Known
from workflows.engine.sketch import Shape, Sketch

_INTERNAL = frozenset({"event_value", "event_fired", "seen_events"})
"""A message of this name would overwrite what the library remembers of a waiting event."""


def check(sketch: Sketch, known: Known) -> Iterator[Finding]:
    """Every event that waits, and the gateways before them."""
    for shape in sketch.shapes:
        if shape.is_timer and shape.tag != "startEvent":
            yield from _timer(shape)
        if shape.is_message and shape.tag != "startEvent":
            yield from _message(shape, known)
        if shape.tag == "boundaryEvent":
            yield from _border(sketch, shape)
        if shape.tag == "eventBasedGateway":
            yield from _event_gateway(sketch, shape)


def given_by_message(shape: Shape) -> list[str]:
    """The facts a message brings, as its property `gives` lists them."""
    return shape.properties.get("gives", "").replace(",", " ").replace("，", " ").split()


def _timer(shape: Shape) -> Iterator[Finding]:
    times = shape.trigger.times if shape.trigger else ()
    if len(times) != 1 or not times[0][1]:
        said = "须写明一个时间：某一时刻（timeDate）或一段时长（timeDuration）。"
        yield finding("timer-without-time", shape, said, "it needs exactly one time")
    elif times[0][0] == "timeCycle":
        said = "是周期定时器，不支持：错过几个周期就会冒出几个任务。请改用一个时刻或一段时长。"
        yield finding("cycle-timer", shape, said, "cycle timers are not supported")
    elif times[0][0] in ("timeDate", "timeDuration"):
        yield from _time(shape, *times[0])


def _time(shape: Shape, tag: str, text: str) -> Iterator[Finding]:
    try:
        constant = compile_timer(text).constant
    except ExpressionRefused as refused:
        why, english = refused.fields["why"], refused.fields["why_english"]
        yield finding("bad-timer", shape, f"的时间“{text}”不能使用：{why}。", f'the time "{text}": {english}')
        return
    if constant is None:
        return
    if tag == "timeDate" and read_instant(constant) is None:
        said = f'的时刻“{constant}”写法不对，须带日期、时间和时区，例如 "2026-12-31T18:00:00+08:00"。'
        yield finding("bad-timer", shape, said, f'"{constant}" is no instant with a time zone')
    if tag == "timeDuration" and read_duration(constant) is None:
        said = f'的时长“{constant}”写法不对，例如 "P10D"（十天）、"P1M"（一个月）、"PT36H"（三十六小时）。'
        yield finding("bad-timer", shape, said, f'"{constant}" is no duration')


def _message(shape: Shape, known: Known) -> Iterator[Finding]:
    message = shape.trigger.message if shape.trigger else None
    if message is None:
        said = "没有指明等哪一条消息（messageRef 没有对应的 message）。"
        yield finding("no-message", shape, said, "its messageRef leads to no message")
    elif NAME.fullmatch(message) is None or message in _INTERNAL:
        said = f"等的消息叫“{message}”，不能用这个名称：请用小写字母、数字、下划线，例如 audit_drawn。"
        yield finding("bad-message", shape, said, f'"{message}" cannot be the name of a message')
    for fact in given_by_message(shape):
        if not is_fact_name(fact):
            said = f"的属性 gives 里，“{fact}”不是事实的名称（小写字母、数字、下划线）。"
            yield finding("bad-fact", shape, said, f"{fact} is not the name of a fact")
    form = shape.properties.get("form")
    if form and form not in known.forms:
        yield finding("unknown-form", shape, f"用的表单“{form}”不存在。", f"there is no form {form}")


def _border(sketch: Sketch, shape: Shape) -> Iterator[Finding]:
    host = sketch.by_id.get(shape.attached_to or "")
    if host is None or host.tag != "userTask":
        said = "须附在一个人工任务上。"
        yield finding("badly-attached", shape, said, "it must be attached to a user box")
    if sketch.entering.get(shape.id):
        yield finding("border-entered", shape, "不能有连线指向它。", "no connection may lead to it")
    if shape.is_message and not shape.interrupting:
        said = "是不中断任务的消息，只会触发一次，第二条消息会被拒绝。请改为中断任务，或由应用办理这一申请。"
        yield finding("repeatable-message", shape, said, "a non-interrupting message fires only once")


def _event_gateway(sketch: Sketch, shape: Shape) -> Iterator[Finding]:
    events = [sketch.by_id[one.target] for one in sketch.leaving.get(shape.id, [])]
    if len(events) < 2:
        yield finding("few-events", shape, "后面至少要有两个事件。", "it needs at least two events")
    for event in events:
        yield from _event_behind(sketch, shape, event)
    if sum(1 for event in events if event.is_timer) > 1:
        said = "后面有两个定时器，它们会共用一个时间。最多只能有一个。"
        yield finding("two-timers", shape, said, "two timers behind one gateway share one value")
    messages = Counter(event.trigger.message for event in events if event.is_message and event.trigger)
    for message in (message for message, count in messages.items() if count > 1):
        said = f"后面有两个事件等同一条消息“{message}”。"
        yield finding("same-message", shape, said, f"two events wait for the same message {message}")


def _event_behind(sketch: Sketch, gateway: Shape, event: Shape) -> Iterator[Finding]:
    if event.tag != "intermediateCatchEvent":
        said = f"后面只能接等待时间或消息的中间事件，不能接“{event.name or event.id}”。"
        yield finding("not-an-event", gateway, said, f"{event.id} is not an intermediate catch event")
    elif len(sketch.entering[event.id]) > 1:
        said = "接在事件网关后面，就不能再有别的连线指向它，否则会立即通过、不再等待。"
        yield finding("event-entered-twice", event, said, "behind an event gateway only that gateway may lead to it")

"""Indicators a text sets: 到2025年，细颗粒物浓度控制在24微克/立方米以下; 优良天数比率达到98.1%; 完成省上下达的任务 (pending: the value is elsewhere).

A number is an indicator where a word of aim stands before it or a word of comparison behind it; other numbers (12处, 3家企业) are part of
what is to be done and not taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from workflows.plans.dates import dates_in
from workflows.plans.han import both, simplified
from workflows.plans.reading import Indicator

_NUMBER = r"(?P<value>[0-9０-９]+(?:[.．][0-9０-９]+)?)"
_UNIT = (
    r"(?P<unit>[%％]|‰|个?百分点|(?:微克|毫克|克)/(?:标准)?(?:立方米|升|千克|公斤)|[μµ]g/m[3³]|mg/[Ll]|分贝|蒸吨(?:/小时)?|(?:百|千|万|亿)*"
    r"(?:吨标准煤|吨标煤|标准立方米|立方米|平方公里|平方千米|平方米|公里|千米|公顷|千瓦时|千瓦|吨|亩|方|元|米|度|人|户|辆|台|套|座|个|家|条|处|项|天|件|株|只|头|口|块|次|眼|种)"
    r"(?:/(?:日|天|年|月|小时|人|亩|公顷|公里|万元|平方公里))?)"
)
_PREFIX = (
    r"(?P<aim>不得?低于|不少于|不小于|不高于|不超过|不大于|低于|少于|小于|高于|大于|超过|多于|控制在|限制在|(?:稳定|保持|维持)在|达到|达|提高(?:到|至)"
    r"|提升(?:到|至)|上升(?:到|至)|增(?:加)?(?:到|至)|下降(?:到|至)|降低?(?:到|至)|提至|升至|压减(?:到|至)|减少(?:到|至)|削减(?:到|至)|不得(?:少于|高于|超过|大于)|[≥≧≤≦＞＜><]=?)"
)
_CHANGE = r"(?P<change>下降|降低|提高|提升|增长|增加|减少|削减|压减)"
_ABOUT = r"(?P<about>约|大约)?"
_SUFFIX = r"(?P<suffix>及?以上|及?以下|以内|之内|左右|上下)?"
_QUANTITY = both(rf"(?:{_PREFIX}|{_CHANGE})?\s*{_ABOUT}\s*{_NUMBER}\s*{_UNIT}\s*{_SUFFIX}")
_AND = both(rf"\s*(?:[、和及与]|以及)\s*{_NUMBER}\s*{_UNIT}\s*{_SUFFIX}")
_PENDING = both(
    r"(?:中央|国家|部|省|市|州|县|区|上级)[^，,。；;、]{0,8}?下达[^，,。；;、]{0,16}?(?:任务|目标|指标|要求|计划)(?:要求|任务|指标|数)?"
)
_LONGEST_NAME, _LONGEST_SENTENCE = 150, 1500  # characters looked back over: hostile text must not cost its square
_NOUN = re.compile(r"[\u4e00-\u9fa5A-Za-z]")
_SENTENCE = re.compile(r"[^。；;\n]+")
_YEAR_BEFORE = both(
    r"(?<![较比同以])((?:19|20)[0-9]{2})\s*年(?!来|以来|基础|水平|相比)"
)  # 较2020年下降5% is measured against 2020
_SUBJECT = re.compile(r"[^，,。；;：:\n（）()]*$")
_AIMED_AT = both(r"(?P<name>.{2,}?)(?:达到|提高到|提升到|控制在)[^，,]{1,12}的$")  # 普及率达到常住农户的80%左右
_VERB_ALONE = both(r"(?:基本|全面|力争|确保)?(?:完成|实现|建成|推进|达到|落实|做到)?")
_OBJECT = re.compile(r"的?(?P<name>[\u4e00-\u9fa5A-Za-z0-9]{4,40})")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．％", "0123456789.%")
_AT_LEAST, _AT_MOST, _ABOVE, _BELOW, _NEAR, _EXACT = ">=", "<=", ">", "<", "~", "="
_COMPARATORS = {
    "不低于": _AT_LEAST, "不少于": _AT_LEAST, "不小于": _AT_LEAST, "不高于": _AT_MOST, "不超过": _AT_MOST, "不大于": _AT_MOST,
    "低于": _BELOW, "少于": _BELOW, "小于": _BELOW, "高于": _ABOVE, "大于": _ABOVE, "超过": _ABOVE, "多于": _ABOVE,
    "控制在": _AT_MOST, "限制在": _AT_MOST, "不得低于": _AT_LEAST, "不得少于": _AT_LEAST, "不得高于": _AT_MOST, "不得超过": _AT_MOST,
    "不得大于": _AT_MOST, "≥": _AT_LEAST, "≧": _AT_LEAST, "≤": _AT_MOST, "≦": _AT_MOST, "＞": _ABOVE, "＜": _BELOW, ">": _ABOVE,
    "<": _BELOW, ">=": _AT_LEAST, "<=": _AT_MOST,
}  # fmt: skip
_BEHIND = {"上": _AT_LEAST, "下": _AT_MOST, "内": _AT_MOST}


@dataclass(frozen=True)
class _At:
    start: int
    indicator: Indicator


def indicators_in(text: str, line: int) -> tuple[Indicator, ...]:
    """The indicators of a text in order. The year is the last one printed before the value in its sentence; None where none is."""
    found = [each for sentence in _SENTENCE.finditer(text) for each in _of_sentence(sentence.group(), line)]
    return tuple(found)


def _of_sentence(sentence: str, line: int) -> Iterator[Indicator]:
    dated = {position for date in dates_in(sentence) for position in range(date.start, date.end)}
    found = [*_quantities(sentence, line, dated), *_pending(sentence, line)]
    yield from (each.indicator for each in sorted(found, key=lambda each: each.start))


def _quantities(sentence: str, line: int, dated: set[int]) -> Iterator[_At]:
    for match in _QUANTITY.finditer(sentence):
        if match.start("value") in dated or not _is_aim(match):
            continue
        name = _name(sentence[: match.start()], match["change"])
        name = (_behind(sentence, match.end()) or name) if _VERB_ALONE.fullmatch(name) else name
        yield _At(match.start(), _indicator(sentence, match, name, line))
        end = match.end()
        while match["aim"] and (more := _AND.match(sentence, end)):  # 分别达到1406吨、400吨和10吨
            yield _At(more.start(), _indicator(sentence, more, name, line, aim=match["aim"]))
            end = more.end()


def _is_aim(match: re.Match[str]) -> bool:
    if match["aim"]:
        return True
    if match["suffix"]:  # 10蒸吨以下燃煤锅炉 says which boilers; a share (90%以上餐饮场所) is an aim all the same
        return match["unit"] in ("%", "％") or not _NOUN.match(match.string, match.end())
    return bool(match["change"]) and simplified(match["unit"]) not in ("个", "家", "条", "处", "项", "次")


def _indicator(sentence: str, match: re.Match[str], name: str, line: int, *, aim: str | None = None) -> Indicator:
    groups = match.groupdict()
    prefix = simplified(aim or groups.get("aim") or "")
    return Indicator(
        name=name,
        comparator=_comparator(prefix, groups.get("suffix") or "", bool(groups.get("about"))),
        value=match["value"].translate(_FULL_WIDTH),
        unit=match["unit"].translate(_FULL_WIDTH),
        year=_year(sentence[: match.start()]),
        raw=match.group().strip(),
        line=line,
    )


def _comparator(aim: str, suffix: str, about: bool) -> str:
    if about or suffix in ("左右", "上下"):
        return _NEAR
    return _BEHIND.get(suffix[-1:], "") or _COMPARATORS.get(aim, _EXACT)


def _pending(sentence: str, line: int) -> Iterator[_At]:
    """The value is set by a higher level: 完成省上下达任务."""
    for match in _PENDING.finditer(sentence):
        before = sentence[: match.start()]
        name = re.sub(r"(?:完成|达到|落实|实现)$", "", _name(before, None))
        yield _At(
            match.start(),
            Indicator(name=name, year=_year(before), pending=True, raw=match.group(), line=line),
        )


def _name(before: str, change: str | None) -> str:
    """What is measured: the words of the clause before the value."""
    subject = _SUBJECT.search(before[-_LONGEST_NAME:])
    words = re.sub(r"^(?:到|至)?\s*(?:19|20)[0-9]{2}\s*年(?:底|末)?前?", "", subject.group() if subject else "")
    aimed = _AIMED_AT.match(words) if len(words) <= 80 else None
    words = aimed["name"] if aimed else words
    return re.sub(r"(?:分别|力争|确保|要)$", "", words.strip()) + (change or "")


def _behind(sentence: str, end: int) -> str:
    """完成90%以上大型餐饮场所油烟净化设施安装: what is measured stands behind the value where only a verb stands before it."""
    rest = _OBJECT.match(sentence, end)
    return rest["name"] if rest else ""


def _year(before: str) -> int | None:
    years = _YEAR_BEFORE.findall(before[-_LONGEST_SENTENCE:])
    return int(years[-1]) if years else None

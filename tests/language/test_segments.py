"""How a template is cut into messages, and put together again in English."""

from __future__ import annotations

import pytest
from jinja2 import Environment

from webapp.language.scripts import in_english, messages_of_script
from webapp.language.shown import filters
from webapp.language.sources import of_module
from webapp.language.templates import PageEnvironment, translate
from workflows.rules.texts import Written


def environment(entries: dict[str, str] | None = None) -> PageEnvironment:
    found = PageEnvironment.__new__(PageEnvironment)
    Environment.__init__(found, autoescape=True)
    found.filters.update(filters())
    if entries is not None:
        found.look_up = entries.get
    return found


def messages(source: str) -> list[str]:
    found: list[str] = []
    translate(environment().parse(source), lambda message, _line: found.append(message))
    return found


def drawn(source: str, entries: dict[str, str], **values: object) -> str:
    return environment(entries).from_string(source).render(**values)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("<p>没有。</p>", ["没有。"]),
        ("<td>{{ unit.people }} 人</td>", ["{people} 人"]),
        ("<p>交回{{ a.name }}，共 {{ b | length }} 件，{{ c.name }}收</p>", ["交回{name}，共 {b} 件，{name_2}收"]),
        ("<p>请改下载<a href='{{ url }}'>整份内容</a>，不加说明。</p>", ["请改下载<a>整份内容</a>，不加说明。"]),
        ("<a href='/a'>核验</a><a href='/b'>公开</a>", ["核验", "公开"]),
        ("<b>演示</b><span>虚构</span>", ["演示", "虚构"]),
        ('<input placeholder="按{{ what }}查找" value="不翻译">', ["按{what}查找"]),
        ("<p>{% if a %}有{% else %}无{% endif %}期限</p>", ["有", "无", "期限"]),
        ("{{ line('day', '日期', hint='点“{}”') }}", ["日期", "点“{}”"]),
        ("{{ '例如' ~ year ~ ' 年' }}", ["例如{year} 年"]),
        ("{{ '必填' if must else '选填' }}", ["必填", "选填"]),
        ("{% if word == '公示' %}{% endif %}{{ words['休'] }}", []),
        ("<textarea>{{ text }}</textarea><script src='a.js'></script>", []),
        ("{# 注释 #}<!-- 注释 -->", []),
    ],
)
def test_a_message_is_a_sentence_with_what_is_filled_in(source: str, said: list[str]) -> None:
    assert messages(source) == said


def test_english_may_put_the_words_in_another_order() -> None:
    page = drawn(
        "<p>{{ who }}于 {{ at }} 申请</p>", {"{who}于 {at} 申请": "On {at}, {who} asked"}, who="Li", at="Monday"
    )

    assert page == "<p>On Monday, Li asked</p>"


def test_an_element_inside_a_sentence_moves_with_it_and_keeps_its_address() -> None:
    source = '<p>请改下载<a href="{{ url }}">整份内容</a>，不加说明。</p>'
    english = "Without a note, download <a>the whole</a> instead."

    page = drawn(source, {"请改下载<a>整份内容</a>，不加说明。": english}, url="/whole?a=1&b=2")

    assert page == '<p>Without a note, download <a href="/whole?a=1&amp;b=2">the whole</a> instead.</p>'


def test_english_can_break_neither_the_page_nor_an_attribute() -> None:
    page = drawn('<b title="名称">甲</b>', {"名称": 'a "name" <x>', "甲": "R&D <b>"})

    assert page == '<b title="a &#34;name&#34; &lt;x&gt;">R&amp;D &lt;b&gt;</b>'


@pytest.mark.parametrize(("count", "said"), [(1, "1 day left"), (2, "2 days left"), (0, "0 days left")])
def test_one_day_is_not_one_days(count: int, said: str) -> None:
    assert drawn("还有 {{ n }} 天", {"还有 {n} 天": "{n} {n|day|days} left"}, n=count) == said


def test_a_title_holds_no_element_whatever_stands_in_it() -> None:
    source = "{% block title %}证据包 {{ name }}{% endblock %}{% block main %}{{ name }}{% endblock %}"

    page = drawn(source, {"证据包 {name}": "Evidence of {name}"}, name=Written("扬尘"))

    assert page == 'Evidence of 扬尘<span lang="zh">扬尘</span>'


def test_what_somebody_typed_is_given_back_as_it_was() -> None:
    source = '<input value="{{ typed }}"><textarea>{{ typed }}</textarea>'

    assert drawn(source, {"销号": "closure"}, typed="销号") == '<input value="销号"><textarea>销号</textarea>'


def test_the_sentences_of_a_module_are_found_without_a_mark() -> None:
    source = '''
"""模块说明"""
class Wrong(Refusal):
    """{who}不能办理。
    {who} may not.
    """
LABELS = {"a": "待办"}
def say(days):
    """函数说明"""
    return f"还有 {days} 天，{done.at}，{'、'.join(names)}"
'''

    assert set(of_module(source)) == {"{who}不能办理。", "待办", "还有 {days} 天，{at}，{names}", "、"}


def test_a_script_is_translated_in_its_strings_and_nowhere_else() -> None:
    source = '/* 说明 */ say(bad ? `已写 ${n} 字` : "没有"); // 说明\nname(`${names.join("、")}`);'

    assert list(messages_of_script(source)) == ["已写 {n} 字", "没有"]
    assert in_english(source, {"已写 {n} 字": "{n} {n|character|characters}", "没有": 'no "x"'}.get) == (
        '/* 说明 */ say(bad ? `${n} ${n === 1 ? "character" : "characters"}` : "no \\"x\\""); // 说明\nname(`${names.join("、")}`);'
    )

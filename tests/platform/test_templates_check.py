"""What ./run check says of a page that would break in the browser."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).parents[2] / "scripts" / "check_templates.py"


@pytest.fixture(scope="module")
def check() -> ModuleType:
    """The script as a module: scripts/ is no package."""
    spec = importlib.util.spec_from_file_location("check_templates", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    "markup",
    [
        "<script>alert(1)</script>",
        "<style>p{}</style>",
        '<p class="a"\n style="color:red">',
        "<button onclick=go()>",
        '<a href="javascript:go()">',
        '<script src="https://example.com/x.js"></script>',
    ],
)
def test_what_the_security_policy_forbids_is_found(check: ModuleType, markup: str) -> None:
    assert len(list(check.forbidden(markup))) == 1


def test_what_the_policy_allows_is_left_alone(check: ModuleType) -> None:
    page = '<script src="{{ asset("js/page.js") }}" defer></script><p class="style" data-on="x">style=</p>'
    assert list(check.forbidden(page)) == []


def test_a_letter_may_have_style_attributes_but_no_script(check: ModuleType) -> None:
    assert list(check.forbidden('<p style="margin: 0">您好</p>', letter=True)) == []
    assert len(list(check.forbidden('<p onclick="x()">您好</p>', letter=True))) == 1


def test_an_element_left_open_is_named_with_its_line(check: ModuleType) -> None:
    assert list(check.unbalanced("<main>\n<p>一</p>\n<div>\n{% if a %}</div>{% endif %}")) == [(1, "<main> 没有关闭")]


def test_a_link_to_a_view_that_does_not_exist_is_found(check: ModuleType) -> None:
    source = "{{ url_for('tasks.mine') }}\n{{ url_for('tasks.mime') }}"
    assert list(check.dead_links(source, frozenset({"tasks.mine"}))) == [(2, "url_for 所指的页面 tasks.mime 不存在")]


def test_places_survive_blanking_out(check: ModuleType) -> None:
    assert check.blank(check.JINJA_COMMENT, "a{# x\ny #}b") == "a    \n    b"

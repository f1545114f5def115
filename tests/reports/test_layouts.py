"""A city's own templates: theirs win, a broken one is refused with file and line and nothing is printed in its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from reports.layouts import findings
from reports.paper import html_of
from reports.refusals import TemplateRefused
from tests.reports.every_paper import closure_notice

OWN = """{% extends "ours/closure_notice.html" %}
{% block closing %}<p class="closing">特此函告，请认真落实。</p>{% endblock %}
"""


def written(folder: Path, text: str | bytes, name: str = "closure_notice.html") -> Path:
    data = text if isinstance(text, bytes) else text.encode()
    (folder / name).write_bytes(data)
    return folder


def test_a_city_s_template_wins_and_may_change_one_block_of_ours(tmp_path: Path) -> None:
    html = html_of(closure_notice(), unprinted=False, templates=written(tmp_path, OWN))

    assert "特此函告，请认真落实。" in html
    assert "特此通知" not in html
    assert "后续要求" in html


def test_without_a_folder_or_a_file_of_that_name_ours_is_used(tmp_path: Path) -> None:
    ours = html_of(closure_notice(), unprinted=False)

    assert html_of(closure_notice(), unprinted=False, templates=tmp_path / "none") == ours
    assert html_of(closure_notice(), unprinted=False, templates=written(tmp_path, OWN, "plan_form.html")) == ours


def test_a_changed_file_is_read_anew(tmp_path: Path) -> None:
    html_of(closure_notice(), unprinted=False, templates=written(tmp_path, OWN))

    html = html_of(
        closure_notice(), unprinted=False, templates=written(tmp_path, OWN.replace("请认真落实", "请遵照执行"))
    )

    assert "请遵照执行" in html


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ('{% extends "ours/closure_notice.html" %}\n{% block closing %}\n<p>', 3, "写法有误"),
        ('{% extends "paper.html" %}\n{% block body %}\n{{ probelm }}\n{% endblock %}', 3, "没有“probelm”这一项内容"),
        ('{% extends "papier.html" %}\n', 1, "引用的模板“papier.html”不存在"),
        ("第一行\n".encode() + b"\xff\xfe", 2, "不是 UTF-8"),
        ("x" * 200_001, 1, "超过 200 KB"),
    ],
)
def test_a_broken_template_is_refused_with_file_and_line(
    tmp_path: Path, text: str | bytes, line: int, why: str
) -> None:
    folder = written(tmp_path, text)

    with pytest.raises(TemplateRefused, match=f"closure_notice.html 第 {line} 行有误：.*{why}"):
        html_of(closure_notice(), unprinted=False, templates=folder)
    assert len(findings(folder)) == 1


def test_what_only_fails_while_printing_is_refused_with_its_line_too(tmp_path: Path) -> None:
    text = '{% extends "paper.html" %}\n{% block body %}\n\n{{ d.no_such_thing }}\n{% endblock %}'

    with pytest.raises(TemplateRefused, match="第 4 行有误"):
        html_of(closure_notice(), unprinted=False, templates=written(tmp_path, text))


@pytest.mark.parametrize("evil", ["{{ ''.__class__.__mro__ }}", "{{ d.__init__.__globals__ }}"])
def test_a_city_s_template_cannot_reach_the_machine(tmp_path: Path, evil: str) -> None:
    text = '{% extends "paper.html" %}{% block body %}' + evil + "{% endblock %}"

    with pytest.raises(TemplateRefused):
        html_of(closure_notice(), unprinted=False, templates=written(tmp_path, text))

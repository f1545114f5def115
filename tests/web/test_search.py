"""The search page: what is asked, what is shown, and what is said when nothing is there."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from tests.web.browser import Visitor, words
from tests.web.journey import Journey
from webapp import cli
from webapp.settings import Settings
from workflows.records import make_engine


def test_every_page_has_a_search_box_but_the_search_page_has_its_own(office: Visitor) -> None:
    assert 'aria-label="站内搜索"' in office.opens("/problems")
    page = office.opens("/search")
    assert 'aria-label="站内搜索"' not in page
    assert "想找什么" in words(page)


def test_words_that_were_found_are_marked_and_lead_to_the_problem(journey: Journey) -> None:
    page = journey.person("sunyue").opens("/search?q=扬尘")
    assert "<mark>扬尘</mark>" in page
    assert f'href="{journey.problem()}"' in page


def test_what_is_asked_is_shown_as_it_was_typed_and_never_run(office: Visitor) -> None:
    page = office.opens("/search?q=<script>alert(1)</script>")
    assert "<script>alert" not in page
    assert "没有找到" in words(page)
    for odd in ("%25", "__", '"', "'", "a*", "NEAR(", "(", "\\", "AND", "-", "%00", "字" * 500, "a " * 200):
        office.opens(f"/search?q={odd}")


def test_a_stranger_to_the_problem_finds_nothing_of_it(journey: Journey) -> None:
    assert "没有找到" in words(journey.person("rizhi").opens("/search?q=扬尘"))


def test_a_search_that_finds_nothing_says_what_to_do(office: Visitor) -> None:
    page = words(office.opens("/search?q=扬尘 火星&state=closed"))
    assert "去掉筛选条件再找" in page
    assert "换一个说法： 扬尘 （" in page
    assert "少写几个字" in words(office.opens("/search?q=火星"))
    assert "没有可以查找的字" in words(office.opens("/search?q=，、。"))


@pytest.mark.usefixtures("app")
def test_the_command_finds_what_was_torn_and_mends_it(settings: Settings) -> None:
    env = {"XIAOHAO_DATA_DIR": str(settings.data_dir)}
    said = CliRunner().invoke(cli.main, ["search", "verify"], env=env)
    assert (said.exit_code, "一致" in said.output) == (0, True)
    engine = make_engine(f"sqlite:///{settings.data_dir / 'xiaohao.db'}")
    with engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM search_entry WHERE source = 'measure'")
        connection.exec_driver_sql("INSERT INTO search_pieces(search_pieces) VALUES ('delete-all')")
    torn = CliRunner().invoke(cli.main, ["search", "verify"], env=env)
    assert torn.exit_code == 1
    assert "整改措施：缺" in torn.output
    assert "全文索引与表不符" in torn.output
    assert "✗" not in CliRunner().invoke(cli.main, ["search", "rebuild"], env=env).output
    assert CliRunner().invoke(cli.main, ["search", "verify", "--json"], env=env).exit_code == 0
    engine.dispose()

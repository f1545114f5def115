"""Photographs on the pages: shown small, with time and place; paired by hand; and the pair is what is printed."""

from __future__ import annotations

import io
import re

from flask import Flask
from sqlalchemy import select

from tests.reports.test_pictures import WEIFANG, photo
from tests.web.browser import Visitor, words
from tests.web.journey import TITLE
from webapp.house import KEY, House
from workflows.records import Evidence

BEFORE = photo(taken="2026:09:01 09:00:00", gps=WEIFANG)
AFTER = photo(taken="2026:11:18 10:22:05")


def brings(visitor: Visitor, *files: tuple[str, bytes]) -> str:
    """The task, with these files."""
    task = visitor.task(TITLE)
    sent = [(io.BytesIO(content), name) for name, content in files]
    visitor.fills(task, {"go": "upload", "files": sent}, status=200)
    return task


def album(visitor: Visitor) -> str:
    """The page of the photographs of the case."""
    return visitor.finds(r'href="(/problems/[^"]+/photographs)"', visitor.task(TITLE))


def ids(app: Flask) -> dict[str, str]:
    house: House = app.extensions[KEY]
    with house.sessions() as session:
        return {row.name: str(row.id) for row in session.scalars(select(Evidence))}


def test_a_photograph_is_shown_with_its_time_and_place(unit: Visitor) -> None:
    task = brings(unit, ("现场.jpg", photo(taken="2026:11:18 10:22:05", gps=WEIFANG)))

    page = unit.opens(task)

    assert "摄于 2026 年 11 月 18 日 10:22 · 北纬 36.70833°，东经 119.10000°" in words(page)
    assert 'class="doubt"' not in page
    small = unit.client.get(unit.finds(r'src="(/evidence/[^"]+/thumbnail)"', task))
    assert (small.mimetype, small.data[:3]) == ("image/jpeg", b"\xff\xd8\xff")
    assert "private" in small.headers["Cache-Control"]


def test_what_to_look_at_twice_is_said(unit: Visitor) -> None:
    task = brings(unit, ("旧照.jpg", photo(taken="2026:09:01 09:00:00")), ("截图.jpg", photo()))

    page = words(unit.opens(task))

    assert "拍摄于列入清单（2026 年 11 月 10 日）以前" in page
    assert "照片里没有拍摄时间和地点" in page


def test_a_picture_taken_before_the_work_may_be_older_than_the_case(unit: Visitor) -> None:
    task = brings(unit, ("工地整改前.jpg", BEFORE))

    assert "以前" not in words(unit.opens(task)).replace("以前，", "")


def test_names_suggest_a_pair_and_a_person_sets_it(app: Flask, unit: Visitor) -> None:
    brings(unit, ("东门整改前.jpg", BEFORE), ("东门整改后.jpg", AFTER))
    page = unit.opens(album(unit))
    known = ids(app)
    assert re.search(rf'name="before" value="{known["东门整改前.jpg"]}" checked', page)
    assert re.search(rf'name="after" value="{known["东门整改后.jpg"]}" checked', page)

    unit.fills(album(unit), {"before": known["东门整改前.jpg"], "after": known["东门整改后.jpg"]})

    after = unit.opens(album(unit))
    assert "1 对照片" in words(after)
    assert "周敏配对" in words(after)
    assert unit.client.get(f"/evidence/{known['东门整改前.jpg']}/picture").mimetype == "image/jpeg"


def test_a_pair_is_taken_apart_and_both_photographs_stay(app: Flask, unit: Visitor) -> None:
    brings(unit, ("甲.jpg", BEFORE), ("乙.jpg", AFTER))
    known, page = ids(app), album(unit)
    unit.fills(page, {"before": known["甲.jpg"], "after": known["乙.jpg"]})

    unit.fills(page, {}, send_to=unit.finds(r'action="([^"]+/dissolve)"', page))

    assert "2 张没有配对" in words(unit.opens(page))


def test_what_cannot_be_a_pair_is_refused_in_words(app: Flask, unit: Visitor) -> None:
    brings(unit, ("甲.jpg", BEFORE), ("乙.jpg", AFTER), ("说明.txt", b"text"))
    known, page = ids(app), album(unit)

    same = unit.fills(page, {"before": known["甲.jpg"], "after": known["甲.jpg"]}, status=422)
    text = unit.fills(page, {"before": known["甲.jpg"], "after": known["说明.txt"]}, status=422)
    none = unit.fills(page, {"before": known["甲.jpg"], "after": ""}, status=422)

    assert "两张是同一张照片" in words(same.text)
    assert "不是照片" in words(text.text)
    assert "请选择一张“整改后”的照片" in words(none.text)


def test_a_photograph_stands_in_one_pair_only(app: Flask, unit: Visitor) -> None:
    brings(unit, ("甲.jpg", BEFORE), ("乙.jpg", AFTER), ("丙.jpg", AFTER))
    known, page = ids(app), album(unit)
    unit.fills(page, {"before": known["甲.jpg"], "after": known["乙.jpg"]})

    refused = unit.fills(page, {"before": known["甲.jpg"], "after": known["丙.jpg"]}, status=409)

    assert "已经在另一对里" in words(refused.text)


def test_photographs_of_others_do_not_exist_for_who_may_not_see_the_case(app: Flask, unit: Visitor) -> None:
    brings(unit, ("甲.jpg", BEFORE), ("乙.jpg", AFTER))
    stranger, known = Visitor(app).signed_in("wufang"), ids(app)

    addresses = [album(unit), *(f"/evidence/{known['甲.jpg']}{part}" for part in ("", "/thumbnail", "/picture"))]

    assert [stranger.client.get(each).status_code for each in addresses] == [404, 404, 404, 404]


def test_who_only_looks_pairs_nothing(app: Flask, unit: Visitor) -> None:
    brings(unit, ("甲.jpg", BEFORE), ("乙.jpg", AFTER))
    page, leader = album(unit), Visitor(app).signed_in("liguoqing")

    assert "配成一对</button>" not in leader.opens(page)
    values = {"csrf_token": leader.token("/"), "request_id": "00000000-0000-4000-8000-000000000001"}
    refused = leader.client.post(page, data={**values, "before": ids(app)["甲.jpg"], "after": ids(app)["乙.jpg"]})
    assert refused.status_code == 403

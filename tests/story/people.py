"""The words the people of the story type: sensible answers for every form on the way, as the page's own field names."""

from __future__ import annotations

from typing import Any

DAY = "2026-11-20"
SAID = "十一月二十日到云溪县滨河新城等六处工地逐一查看，裸土已全部覆盖，冲洗设施运行正常。"


def checks(page: str, finding: str) -> dict[str, str]:
    """A finding for every measure the page lists."""
    count = page.count('type="hidden" name="measure_checks-')
    return {f"measure_checks-{row}-finding": finding for row in range(count)}


def rectified(page: str) -> dict[str, Any]:
    return {**checks(page, "done"), "statement": SAID, "completed_on": DAY}


def self_checked(page: str) -> dict[str, Any]:
    group = {"members-0-name": "陈静", "members-0-unit": "市住房和城乡建设局", "members-0-title": "科长"}
    return {**checks(page, "confirmed"), **group, "summary": SAID, "checked_on": DAY, "decision": "pass"}


def reinspected(page: str) -> dict[str, Any]:
    two = {
        "people-0-name": "王立新",
        "people-0-unit": "市生态环境局",
        "people-1-name": "赵强",
        "people-1-unit": "市生态环境局",
    }
    place = {"findings": SAID, "inspected_on": DAY, "place": "云溪县滨河新城", "decision": "pass"}
    return {**checks(page, "confirmed"), **two, **place}


def confirmed(_page: str) -> dict[str, Any]:
    return {"opinion": "与现场情况一致，同意复核意见。", "decision": "pass"}


def frozen(*, seed_at: str) -> dict[str, str]:
    """The whole pool, one auditor each."""
    rule = {"percent_high": "100", "percent": "100", "per_unit": "0", "minimum": "1", "auditors": "1"}
    return {**rule, "lots_per_return": "1", "seed_source": "福彩双色球第 2026136 期开奖号码", "seed_at": seed_at}


def seed() -> dict[str, str]:
    """The number that came out, typed twice."""
    return {"seed": "03 07 12 19 25 31 + 08", "seed_again": "03 07 12 19 25 31 + 08"}


def audited(_page: str) -> dict[str, Any]:
    who = {"people-0-name": "钱伟", "people-0-unit": "领导小组办公室"}
    return {**who, "audited_on": DAY, "place": "云溪县滨河新城", "method": "site", "findings": SAID, "decision": "pass"}


def approved(_page: str) -> dict[str, Any]:
    return {"opinion": "整改到位，资料齐全，同意销号。", "decision": "pass"}

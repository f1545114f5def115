"""随机抽查：按公布的方法用种子重新抽取，逐字比较。"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from reports.bundles.checker.reading import DAMAGED, LARGEST_TEXT, Bundle, Report, canonical, sha


def check_draws(bundle: Bundle, manifest: dict[str, Any], entries: list[dict[str, Any]], report: Report) -> None:
    """名单摘要、种子、结果逐字相同，并与案件日志所记的相同。"""
    report.title("五、随机抽查（按种子重新抽取）")
    facts = (json.loads(each["text"]) for each in entries if each["what"] == "audit:drawn")
    told = {str(each["draw"]): each for each in facts}
    have = {each["draw"]: each["path"] for each in manifest["files"] if each["kind"] == "draw"}
    for missing in sorted(set(told) - set(have)):
        report.wrong(f"抽查 {missing}", "日志登记过，清单里没有抽查文件")
    for key in sorted(have):
        try:
            record = json.loads(bundle.read(have[key], LARGEST_TEXT).decode("utf-8"))
            fault = _fault(record, told.get(key), manifest["case"]["id"])
        except DAMAGED as problem:
            fault = f"读不了（{type(problem).__name__}：{problem}）"
        report.hold(not fault, have[key], "重新抽取，结果逐字相同", fault)
    if not have and not told:
        report.note("抽查", "这个案件没有参加随机抽查")


def _fault(record: dict[str, Any], told: Any, case: str) -> str:
    """哪里不对；空的表示全对。"""
    frozen, seed = record["frozen"], "".join(c for c in record["seed"] if c.isascii() and c.isalnum()).upper()
    if sha(canonical(frozen)) != record["digest"]:
        return "名单、规则或种子来源与公布的摘要不符"
    if not datetime.fromisoformat(frozen["frozen_at"]) < datetime.fromisoformat(frozen["seed_at"]):
        return "种子产生在名单冻结之前"
    if canonical(draw(frozen, seed)) != canonical(record["result"]):
        return "重新抽取的结果与文件不同"
    if told is None or (told["digest"], told["seed"]) != (record["digest"], record["seed"]):
        return "名单摘要或种子与案件日志所记的不同"
    drawn = case in record["result"]["drawn"]
    return "" if drawn or told.get("words") == "未被抽中" else "日志说被抽中，抽查文件里没有"


def draw(frozen: dict[str, Any], seed: str) -> dict[str, Any]:
    """每支签的名次是“种子|名单摘要|问题|第几支签”的 SHA-256，从小到大取够各组应抽的数。"""
    rule, base = frozen["rule"], "|".join((seed, sha(canonical(frozen))))
    best = {c["id"]: min(sha(base, c["id"], n + 1) for n in range(c["lots"])) for c in frozen["candidates"]}
    order = sorted(frozen["candidates"], key=lambda c: best[c["id"]])
    taken: set[str] = set()

    def fill(group: list[dict[str, Any]], due: int) -> None:
        waiting = [c["id"] for c in group if c["id"] not in taken]
        taken.update(waiting[: max(0, due - (len(group) - len(waiting)))])

    units = sorted({c["unit"] for c in order})
    percents = {"high": rule["percent_high"], "normal": rule["percent"]}
    for unit in units:
        for risk in percents:
            group = [c for c in order if (c["unit"], c["risk"]) == (unit, risk)]
            fill(group, len(group) * percents[risk] // 100)
    for unit in units:
        fill([c for c in order if c["unit"] == unit], rule["per_unit"])
    for risk in percents:
        group = [c for c in order if c["risk"] == risk]
        fill(group, -(-len(group) * percents[risk] // 100))
    fill(order, rule["minimum"])
    drawn = [c for c in order if c["id"] in taken]
    return {"drawn": [c["id"] for c in drawn], "auditors": _auditors(frozen, drawn, base)}


def _auditors(frozen: dict[str, Any], drawn: list[dict[str, Any]], base: str) -> dict[str, list[str]]:
    """须回避的除外，已抽到件数少的优先，相同的按名次。"""
    load = {each["id"]: 0 for each in frozen["auditors"]}
    found: dict[str, list[str]] = {}
    for c in drawn:
        free = sorted((load[a], sha(base, c["id"], a), a) for a in load if a not in c["barred"])
        found[c["id"]] = [a for _, _, a in free[: frozen["rule"]["auditors"]]]
        for a in found[c["id"]]:
            load[a] += 1
    return found

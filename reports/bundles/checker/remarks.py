"""评论和照片配对：写了什么、把哪两张放在一起，都与日志的登记逐条核对。"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from reports.bundles.checker.reading import LARGEST_TEXT, Bundle, Report

COMMENTS = "comments.jsonl"


def check_remarks(bundle: Bundle, manifest: dict[str, Any], entries: list[dict[str, Any]], report: Report) -> None:
    """日志登记过的评论都在，内容就是登记的那一条；撤回的只有摘要。照片配对与日志相同。"""
    report.title("四、评论与照片配对（与日志的登记核对）")
    told = {each["seq"]: (each, json.loads(each["text"])) for each in entries}
    _check_comments(_comments(bundle), told, report)
    _check_pairs(manifest, told, report)


def _comments(bundle: Bundle) -> list[dict[str, Any]]:
    if COMMENTS not in bundle.sizes:
        return []
    lines = bundle.read(COMMENTS, LARGEST_TEXT).decode("utf-8").split("\n")
    return [dict(json.loads(line)) for line in lines if line]


def _check_comments(found: list[dict[str, Any]], told: dict[Any, Any], report: Report) -> None:
    said = {seq for seq in told if told[seq][0]["what"] in ("comment:added", "comment:added-to")}
    back = [told[seq][1].get("digest") for seq in told if told[seq][0]["what"] == "comment:withdrawn"]
    before = report.bad
    for seq in sorted(said - {each.get("seq") for each in found}):
        report.wrong(f"日志第 {seq} 条", "登记的评论不在包里，被拿走了")
    for number, each in enumerate(found, 1):
        where, seq = f"{COMMENTS} 第 {number} 行", each.get("seq")
        if seq not in said:
            report.wrong(where, "日志里没有登记过这条评论")
            continue
        entry, facts = told[seq]
        text, digest = each.get("text"), facts.get("digest")
        if (each.get("by"), each.get("at")) != (entry["actor_name"], entry["at"]):
            report.wrong(where, f"发表的人或时间与日志第 {seq} 条的登记不同")
        if text is None and digest not in back:
            report.wrong(where, "没有内容，日志里却没有撤回的记录")
        if text is not None and hashlib.sha256(text.encode("utf-8")).hexdigest() != digest:
            report.wrong(where, f"内容与日志第 {seq} 条登记的摘要不同，已被改动")
    if len({each.get("seq") for each in found}) != len(found):
        report.wrong(COMMENTS, "同一条评论列了不止一次")
    if report.bad == before:
        gone = sum(each["text"] is None for each in found)
        report.good(f"评论共 {len(found)} 条", f"与日志的登记相同（其中本人撤回 {gone} 条，内容不在包里）")


def _check_pairs(manifest: dict[str, Any], told: dict[Any, Any], report: Report) -> None:
    names = {each["path"]: each.get("name") for each in manifest["files"] if each["kind"] == "evidence"}
    standing: list[tuple[Any, Any]] = []
    for seq in sorted(told):
        entry, facts = told[seq]
        pair = (facts.get("before"), facts.get("after"))
        if entry["what"] == "photographs:paired":
            standing.append(pair)
        elif entry["what"] == "photographs:unpaired" and pair in standing:
            standing.remove(pair)
    pairs = manifest.get("pairs", [])
    found = [
        tuple(names.get(each.get(side), each.get(f"{side}_name")) for side in ("before", "after")) for each in pairs
    ]
    same = sorted(map(str, found)) == sorted(map(str, standing))
    report.hold(same, f"照片配对 {len(pairs)} 对", "与日志的登记相同", f"与日志的登记（{len(standing)} 对）不同")

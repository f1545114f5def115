"""清单、日志、文书三处的记载互相核对：改了哪一处，另一处就会说出来。"""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from collections.abc import Iterator
from typing import Any

from reports.bundles.checker.reading import DAMAGED, LARGEST_PDF, LARGEST_TEXT, Bundle, Report, canonical, safe, sha


def check_files(bundle: Bundle, manifest: dict[str, Any], report: Report) -> None:
    """清单里的每个文件都在、都没有变；清单以外没有别的文件。"""
    report.title("一、文件（与 manifest.json 逐个核对）")
    listed = {safe(each["path"]): each for each in manifest["files"]}
    for name in sorted(listed):
        try:
            found = bundle.digest(name)
        except KeyError:
            report.wrong(name, "清单里有，包里没有，文件被拿走了")
        except DAMAGED as problem:
            report.wrong(name, f"内容被改动或损坏（{problem}）")
        else:
            report.hold(found == listed[name]["sha256"], name, "没有改动", "内容被改动，与清单的摘要不同")
    for name in sorted(set(bundle.sizes) - set(listed) - {"manifest.json"}):
        report.wrong(name, "清单里没有，是后来加进来的")
    for each in manifest["absent"]:
        report.note(each["what"], each["why"])


def read_journal(bundle: Bundle) -> list[dict[str, Any]]:
    lines = bundle.read("journal.jsonl", LARGEST_TEXT).decode("utf-8").split("\n")
    return [dict(json.loads(line)) for line in lines if line]


def check_journal(entries: list[dict[str, Any]], manifest: dict[str, Any], report: Report) -> None:
    """每条的哈希都对，每条都接着上一条，最后一条是清单所说的链尾。"""
    report.title("二、办理日志（逐条重新计算）")
    before, seq, breaks, head = "0" * 64, 0, report.bad, manifest["journal"]
    for entry in entries:
        where = f"日志第 {entry.get('seq')} 条"
        if sha(canonical({key: value for key, value in entry.items() if key != "hash"})) != entry.get("hash"):
            report.wrong(where, "内容与其哈希值不符，已被改动")
        if entry.get("seq") != seq + 1:
            report.wrong(where, f"前面缺失或多出记录（上一条是第 {seq} 条）")
        elif entry.get("prev") != before:
            report.wrong(where, "与上一条不相衔接")
        if entry.get("chain") != manifest["case"]["id"]:
            report.wrong(where, "不是这个案件的记录")
        before, seq = str(entry.get("hash")), int(entry.get("seq") or 0)
    if (seq, before) != (head["seq"], head["hash"]):
        report.wrong("日志末尾", f"应为第 {head['seq']} 条，实为第 {seq} 条，或末条被改动")
    if report.bad == breaks:
        report.good(f"日志共 {seq} 条", "前后相扣，没有改动、缺失或调换")


def check_contents(bundle: Bundle, manifest: dict[str, Any], entries: list[dict[str, Any]], report: Report) -> None:
    """日志登记过的文书和材料都在包里，包里的都有登记；文书内嵌的案卷数据就是签发时的那一份。"""
    report.title("三、文书与佐证材料（与日志的登记核对）")
    facts = [(each["seq"], each["what"], json.loads(each["text"])) for each in entries]
    for kind, what, key in (("evidence", "evidence:added", "digest"), ("paper", "document:ready", "signed")):
        told = {str(fact[key]): (seq, fact) for seq, event, fact in facts if event == what and key in fact}
        _compare(manifest, kind, told, report)
    issued = {fact.get("dossier"): seq for seq, event, fact in facts if event == "document:issued"}
    hashes = {each["seq"]: each["hash"] for each in entries}
    for paper in (each for each in manifest["files"] if each["kind"] == "paper"):
        try:
            _check_dossier(paper, dossier_of(bundle, paper), issued, hashes, report)
        except DAMAGED as problem:
            report.wrong(paper["path"], f"内嵌的案卷数据读不了（{problem}）")


def _compare(manifest: dict[str, Any], kind: str, told: dict[str, Any], report: Report) -> None:
    absent = {each.get("sha256") for each in manifest["absent"]}
    have = {each["sha256"]: each["path"] for each in manifest["files"] if each["kind"] == kind}
    for digest in told:
        seq, fact = told[digest]
        if digest not in have and digest not in absent:
            report.wrong(f"日志第 {seq} 条", f"登记的《{fact.get('title') or fact.get('name')}》不在清单里")
    for digest in sorted(have, key=have.__getitem__):
        yes = f"与日志第 {told[digest][0]} 条的登记相同" if digest in told else ""
        report.hold(digest in told, have[digest], yes, "清单里的摘要在日志里没有登记过，文件可能被调换")


def _check_dossier(
    paper: dict[str, Any], found: bytes, issued: dict[Any, int], hashes: dict[int, str], report: Report
) -> None:
    name, seq = paper["path"], issued.get(paper["dossier"])
    if not found or seq is None:
        report.wrong(name, "内嵌的案卷数据与签发时登记的不同")
        return
    head = json.loads(found.decode("utf-8"))["journal"]
    same = head["seq"] == 0 or hashes.get(head["seq"]) == head["hash"]
    yes = f"案卷数据是第 {seq} 条登记的那一份，所印的日志链尾（第 {head['seq']} 条）属实"
    report.hold(same, name, yes, f"所印的日志链尾（第 {head['seq']} 条）与日志不同：日志在签发以后被改写")


def dossier_of(bundle: Bundle, paper: dict[str, Any]) -> bytes:
    """文书内嵌附件中，摘要与签发时登记相同的那一份；没有就是空的。"""
    for each in embedded(bundle.read(paper["path"], LARGEST_PDF)):
        if hashlib.sha256(each).hexdigest() == paper["dossier"]:
            return each
    return b""


def embedded(pdf: bytes) -> Iterator[bytes]:
    """PDF 内嵌的附件，逐个解开，每个有上限。"""
    for match in re.finditer(rb"stream\r?\n", pdf):
        if b"/EmbeddedFile" not in pdf[max(0, match.start() - 600) : match.start()].rpartition(b" obj")[2]:
            continue
        try:
            yield zlib.decompressobj().decompress(pdf[match.end() :], LARGEST_TEXT)
        except zlib.error:
            yield pdf[match.end() : pdf.find(b"endstream", match.end())].rstrip(b"\r\n")

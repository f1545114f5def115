"""重新计算一次随机抽查 · Recompute a published random audit.

用法：python3 recompute_draw.py 抽查文件.json [公布的号码]
只用 Python 3.9 以上的标准库。不写号码就用文件里记载的号码，并与文件里的结果逐字比较。
"""

from __future__ import annotations

import hashlib
import json
import sys
from typing import Any


def sha(*parts: object) -> str:
    return hashlib.sha256("|".join(map(str, parts)).encode("utf-8")).hexdigest()


def text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def draw(frozen: dict[str, Any], seed: str) -> dict[str, Any]:
    rule, base = frozen["rule"], "|".join((seed, sha(text(frozen))))
    best = {c["id"]: min(sha(base, c["id"], n + 1) for n in range(c["lots"])) for c in frozen["candidates"]}
    order, taken = sorted(frozen["candidates"], key=lambda c: best[c["id"]]), set[str]()

    def fill(due: Any, **group: str) -> None:  # 在一组之内按名次补足到 due 个
        members = [c["id"] for c in order if all(c[key] == value for key, value in group.items())]
        waiting = [each for each in members if each not in taken]
        taken.update(waiting[: max(0, due(len(members)) - (len(members) - len(waiting)))])

    units, percents = sorted({c["unit"] for c in order}), {"high": rule["percent_high"], "normal": rule["percent"]}
    for unit in units:  # 一、各单位的重点、一般问题按比例，舍去小数
        for risk, percent in percents.items():
            fill(lambda size, percent=percent: size * percent // 100, unit=unit, risk=risk)
    for unit in units:  # 二、各单位不少于规定个数
        fill(lambda _: rule["per_unit"], unit=unit)
    for risk, percent in percents.items():  # 三、重点、一般问题在全部名单中按比例，向上取整
        fill(lambda size, percent=percent: -(-size * percent // 100), risk=risk)
    fill(lambda _: rule["minimum"])  # 四、总数不少于规定个数
    load, auditors = {a["id"]: 0 for a in frozen["auditors"]}, dict[str, list[str]]()
    for c in (c for c in order if c["id"] in taken):  # 抽查人员：须回避的除外，已抽到件数少的优先，相同的按名次
        free = sorted((load[a], sha(base, c["id"], a), a) for a in load if a not in c["barred"])
        auditors[c["id"]] = [a for _, _, a in free[: rule["auditors"]]]
        for a in auditors[c["id"]]:
            load[a] += 1
    return {"drawn": [c["id"] for c in order if c["id"] in taken], "auditors": auditors}


with open(sys.argv[1], encoding="utf-8") as file:
    record = json.load(file)
seed = sys.argv[2] if len(sys.argv) > 2 else record["seed"] or sys.exit("还没有抽取：请在文件名后面写上公布的号码")
result = draw(record["frozen"], "".join(c for c in seed if c.isascii() and c.isalnum()).upper())
same_list = sha(text(record["frozen"])) == record["digest"]
same_result = text(result) == text(record["result"])
sys.stdout.buffer.write((text(result) + "\n").encode("utf-8"))
sys.stderr.write("名单摘要" + ("相符；" if same_list else "不符；"))
sys.stderr.write("结果相同\n" if same_result else "结果不同\n" if record["result"] else "文件里还没有结果\n")
sys.exit(0 if same_list and same_result else 1)

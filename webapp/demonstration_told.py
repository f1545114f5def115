"""What the demonstration city's past is about: eight invented problems, who dealt with them, and photographs of nothing that exists."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass

HOUSING = "青禾市住房和城乡建设局"
WATER = "青禾市水务局"


@dataclass(frozen=True, kw_only=True)
class Told:
    """One problem of the past: its words, its units, its deadline in days after the list came (None: counted from today by `left`)."""

    title: str
    text: str
    unit: str
    lead: str
    measures: tuple[str, ...]
    days: int | None = None
    left: int = 0
    rectified: int | None = None
    """Days after the list came; negative: before today."""


PROBLEMS = (
    Told(
        title="云溪县老城区污水直排",
        text="云溪县老城区东关街沿线雨污合流，雨季污水直排入河。",
        unit="云溪县",
        lead=WATER,
        measures=("完成东关街雨污分流改造1.8公里。", "封堵入河直排口4处。"),
        days=60,
        rectified=38,
    ),
    Told(
        title="白石区砂石料场扬尘",
        text="白石区三家砂石料场物料露天堆放，无抑尘设施。",
        unit="白石区",
        lead=HOUSING,
        measures=("物料全部入棚密闭存放。", "出入口安装车辆冲洗设施并正常运行。"),
        days=60,
        rectified=40,
    ),
    Told(
        title="江口县乡镇污水处理设施闲置",
        text="江口县两座乡镇污水处理站建成后长期闲置。",
        unit="江口县",
        lead=WATER,
        measures=("两座污水处理站恢复运行，出水稳定达标。", "落实运行经费和专人管护。"),
        days=70,
        rectified=42,
    ),
    Told(
        title="高新区工业雨水口溢流",
        text="高新区化工园北侧雨水口晴天有水流出，化学需氧量超标。",
        unit="高新区",
        lead=WATER,
        measures=("排查并封堵错接管道12处。", "雨水口安装在线监测。"),
        left=30,
        rectified=-26,
    ),
    Told(
        title="云溪县建筑垃圾随意倾倒",
        text="云溪县北环路两侧倾倒建筑垃圾约三千立方米。",
        unit="云溪县",
        lead=HOUSING,
        measures=("清运全部建筑垃圾并复绿。", "北环路安装视频监控3处。"),
        left=20,
        rectified=-2,
    ),
    Told(
        title="白石区河道管理范围内养殖",
        text="白石区清水河管理范围内有畜禽养殖户五家。",
        unit="白石区",
        lead=WATER,
        measures=("五家养殖户全部搬迁。", "恢复河道岸坡植被。"),
        left=5,
        rectified=-20,
    ),
    Told(
        title="江口县矿山边坡未治理",
        text="江口县石梁采石场闭矿后边坡未治理，水土流失明显。",
        unit="江口县",
        lead=HOUSING,
        measures=("完成边坡治理4.2公顷。", "完成截排水沟1.1公里。"),
        left=-12,
    ),
    Told(
        title="高新区加油站油气回收不到位",
        text="高新区六座加油站油气回收装置停用。",
        unit="高新区",
        lead=HOUSING,
        measures=("六座加油站油气回收装置全部恢复运行。",),
        left=-45,
    ),
)

SAID = "已到现场逐一查看并调阅记录，整改措施已落实，资料与现场一致。"
HANDLERS = {
    "云溪县": ("zhoumin", "madong"),
    "白石区": ("wufang", "hetao"),
    "江口县": ("linqing", "yuanfei"),
    "高新区": ("dingkai", "songya"),
    HOUSING: ("chenjing", "xuning"),
    WATER: ("zhenglan", "fanyi"),
}
POSTS = {
    "reinspect": "wanglixin",
    "confirm_reinspection": "zhaoqiang",
    "approve_closure": "liguoqing",
    "accept_plan": "sunyue",
}


def picture(sky: tuple[int, int, int], ground: tuple[int, int, int], *, seed: int) -> bytes:
    """An invented photograph: sky over ground with a ridge between, as a small PNG; it claims to show nothing that exists."""
    width, height = 160, 100
    ridge = [55 + (seed % 13) - 6 + ((x * (seed % 7 + 3)) % 97) // 12 for x in range(width)]

    def shaded(colour: tuple[int, int, int], by: int) -> bytes:
        return bytes(max(0, value - by) for value in colour)

    def row(y: int) -> bytes:
        above, below = shaded(sky, y // 2), shaded(ground, y // 3)
        return b"\0" + b"".join(above if y < edge else below for edge in ridge)

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n"
        + head
        + chunk(b"IDAT", zlib.compress(b"".join(map(row, range(height))), 9))
        + chunk(b"IEND", b"")
    )

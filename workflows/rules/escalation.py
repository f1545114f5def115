"""The escalation ladder in words. Which step fits when is a decision table (`diagrams/escalation.dmn`), so that a city can change it.

Seen elsewhere: yellow, two yellows on one task → special letter; red → talk with the head, accountability; 函告 → 通报 → 约谈; 挂牌督办. A step is
proposed, never taken: somebody in the office approves or dismisses it.
"""

from __future__ import annotations

from collections.abc import Mapping

STEPS: Mapping[str, str] = {
    "reminder_letter": "发提醒函",
    "special_letter": "发专函督促",
    "talk": "约谈主要负责人",
    "supervision_order": "挂牌督办",
    "accountability_referral": "线索移交追责问责",
}
LAMPS: Mapping[str, str] = {"yellow": "亮黄灯", "red": "亮红灯"}
STATES: Mapping[str, str] = {
    "waiting": "等待审定",
    "approved": "已批准",
    "dismissed": "不采纳",
    "withdrawn": "已自动撤销",
}

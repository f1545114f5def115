"""Taking steps back. A step is undone by a further step, so that nothing that was decided is ever lost."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from workflows.plans.review.refusals import NothingToUndo
from workflows.plans.review.values import Decision


def live(decisions: Sequence[Decision]) -> tuple[Decision, ...]:
    """The decisions that count, without the undone ones and the undoing itself."""
    undone = {each.body["seq"] for each in decisions if each.kind == "undo"}
    return tuple(each for each in decisions if each.kind != "undo" and each.seq not in undone)


def undoable(decisions: Sequence[Decision], by: UUID) -> Decision:
    """The last step of this person that still counts.

    Raises NothingToUndo when there is none, and when somebody has gone on with the same problem since.
    """
    counting = live(decisions)
    own = next((each for each in reversed(counting) if each.by_id == by), None)
    if own is None:
        raise NothingToUndo(why="您在这份方案上还没有作过决定，或者都已撤销")
    mine = touched(own)
    for later in counting:
        if later.seq > own.seq and touched(later) & mine:
            raise NothingToUndo(why=f"您的上一步之后，{later.by}又改动了同一处，请先商定")
    return own


def touched(decision: Decision) -> frozenset[str]:
    """What a decision is about, in one word each: problems, doubts, units, lines. A problem that came of a step is named by its number."""
    body = decision.body
    named = {str(body[name]) for name in ("problem", "other") if name in body}
    if decision.kind in ("split", "add"):
        named.add(new_key(decision.seq))
    if decision.kind == "settle":
        doubts = body["doubts"]
        named |= {str(each) for each in doubts} if isinstance(doubts, list) else set()
    if decision.kind == "match":
        named.add(f"u:{body['raw']}")
    if decision.kind in ("add", "take"):
        named |= {f"line {line}" for line in range(_whole(body["first"]), _whole(body["last"]) + 1)}
    return frozenset(named)


def new_key(seq: int) -> str:
    """The key of the problem a step made."""
    return f"s{seq}"


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0

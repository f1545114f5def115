"""Saying something to the others on a case, and taking it back. No decision and no evidence: comments stand on no paper."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from workflows.actions import telling
from workflows.actions.once import Done
from workflows.actions.press import Press, begin
from workflows.queries import comments
from workflows.queries.comments import Reader
from workflows.records import Comment, CommentMention, CommentWithdrawal
from workflows.rules.canonical import digest_of
from workflows.rules.errors import FieldProblem, InvalidInput, NotFound, NotPermitted, NotYet
from workflows.rules.mentions import called

LONGEST = 2000
"""Characters of a comment."""
MOST_CALLED = 20
"""People one comment may call."""
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2028\u2029\ufeff]")
LABEL = "评论"


class WhichOne(InvalidInput):
    """评论里的姓名不止一人，请选择您要提到的是哪一位，评论还没有发表。
    Several people have the name you mentioned; choose one.
    """

    code = "which-one"

    def __init__(self, asked: Mapping[str, Sequence[Reader]]) -> None:
        named = "、".join(f"@{name}" for name in asked)
        super().__init__([FieldProblem(field="which", label="提到谁", message=f"{named}不止一人，请选择是哪一位。")])
        self.asked = asked


def add_comment(
    session: Session,
    *,
    problem_id: UUID,
    text: str,
    chosen: Mapping[str, UUID],
    request_id: UUID,
    by: UUID,
    at: datetime,
) -> Done:
    """Say something to everybody who may see the case. `chosen`: name → who of those with that name is meant.

    Raises NotFound for a problem the person may not see, InvalidInput for a text that is empty or too long or calls nobody known, WhichOne.
    """
    press = begin(session, None, problem_id=problem_id, request_id=request_id, by=by, at=at)
    if press.before:
        return press.before
    text = plain(text)
    _require_bounds(text)
    mentioned = _mentioned(press, text, chosen)
    units = "、".join(dict.fromkeys(seat.unit_name for seat in (*press.actor.seats, *press.actor.lent)))
    comment = Comment(case_id=press.case.id, person_id=by, unit_name=units[:500], text=text, at=at)
    session.add(comment)
    session.flush()
    session.add_all(CommentMention(comment_id=comment.id, person_id=each.id) for each in mentioned)
    names = "、".join(each.name for each in mentioned)
    for each in mentioned:
        told = {"by": press.actor.name, "text": text}
        telling.tell(session, "mentioned", at=at, by=by, to=each.id, case=press.case, facts=told)
    press.note("comment:added-to" if names else "comment:added", digest=digest_of(text), people=names)
    return press.done(f"已发表评论，并提醒{names}。" if names else "已发表评论。")


def withdraw_comment(
    session: Session, *, problem_id: UUID, comment_id: UUID, request_id: UUID, by: UUID, at: datetime
) -> Done:
    """Take one's own comment back: its words are no longer shown, that it was there is. Raises NotFound, NotPermitted, NotYet."""
    press = begin(session, None, problem_id=problem_id, request_id=request_id, by=by, at=at)
    if press.before:
        return press.before
    comment = session.get(Comment, comment_id)
    if comment is None or comment.case_id != press.case.id:
        raise NotFound(what="这条评论")
    if comment.person_id != by:
        raise NotPermitted(why="评论只能由发表的人撤回")
    if session.get(CommentWithdrawal, comment_id) is not None:
        raise NotYet(why="这条评论已经撤回了")
    session.add(CommentWithdrawal(comment_id=comment_id, at=at))
    telling.take_words_back(session, "mentioned", by=by, case=press.case, word="text", value=comment.text)
    press.note("comment:withdrawn", digest=digest_of(comment.text))
    return press.done("评论已撤回，内容不再显示。")


def plain(text: str) -> str:
    """What was typed or pasted as plain text: line ends as \\n, nothing invisible, no more than one empty line at a time."""
    clean = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return re.sub(r"\n{3,}", "\n\n", clean).strip()


def _require_bounds(text: str) -> None:
    if not text:
        raise _wrong("请写下要说的话。")
    if len(text) > LONGEST:
        raise _wrong(f"“评论”最多 {LONGEST} 字，现在 {len(text)} 字。更长的内容请作为佐证材料上传。")


def _mentioned(press: Press, text: str, chosen: Mapping[str, UUID]) -> list[Reader]:
    """The people a text calls, each once. Raises InvalidInput for a name nobody answers to who may see the case, WhichOne for several."""
    known: dict[str, list[Reader]] = {}
    for reader in comments.readers(press.session, press.problem.id, press.at):
        known.setdefault(reader.name, []).append(reader)
    found = called(text, known)
    if found.unknown:
        names = "、".join(f"@{name}" for name in found.unknown)
        raise _wrong(f"{names}：能看到这个问题的人里没有这个姓名，请核对，或去掉 @。")
    if len(found.names) > MOST_CALLED:
        raise _wrong(f"一条评论最多提到 {MOST_CALLED} 人，现在 {len(found.names)} 人。")
    picked = {
        name: [each for each in known[name] if each.id == chosen.get(name)] or known[name] for name in found.names
    }
    if several := {name: readers for name, readers in picked.items() if len(readers) > 1}:
        raise WhichOne(several)
    return [readers[0] for readers in picked.values()]


def _wrong(message: str) -> InvalidInput:
    return InvalidInput([FieldProblem(field="text", label=LABEL, message=message)])

"""Refusals: the one hierarchy of things a person can be told "no" about.

A refusal's docstring is its message, so that the sentence stands where the error is defined: Chinese on the first line, English on the
second, `{name}` filled from the keyword arguments. What is filled in is Chinese, so the English line takes figures only.
`webapp/errors.py` maps classes to a status and a page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from workflows.rules.texts import phrase


class Refusal(Exception):
    """操作没有完成。
    The action was not carried out.
    """

    code: ClassVar[str] = "refused"

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if not cls.__doc__:
            raise TypeError(f"{cls.__name__} needs a docstring: it is its message")

    def __init__(self, **fields: object) -> None:
        super().__init__(fields)
        self.fields = fields

    def __str__(self) -> str:
        return phrase(self._lines()[0], self.fields)

    @property
    def english(self) -> str:
        """The second line of the docstring, filled; empty when there is none."""
        lines = self._lines()
        return lines[1].format(**self.fields) if len(lines) > 1 else ""

    def _lines(self) -> list[str]:
        return [line.strip() for line in (type(self).__doc__ or "").strip().splitlines() if line.strip()]


class NotFound(Refusal):
    """没有找到{what}：可能已被移走，或者您无权查看。
    This was not found, or you may not see it.
    """

    code = "not-found"


class NotPermitted(Refusal):
    """您不能办理此事：{why}。
    You may not do this.
    """

    code = "not-permitted"


class NotVisible(NotPermitted):
    """您不能查看这一页：{why}。
    You may not look at this.
    """

    code = "not-visible"


class AlreadyDone(Refusal):
    """这项任务已由 {who} 于 {at} 办理，您的提交没有保存。
    Somebody else completed this task before you; your submission was not saved.
    """

    code = "already-done"


class ChangedMeanwhile(Refusal):
    """在您填写期间，另一人刚刚办理了同一事项，您的提交没有保存。请刷新页面，查看最新情况后再办理。
    Somebody else acted on this case meanwhile; reload and try again.
    """

    code = "changed-meanwhile"


class NotYet(Refusal):
    """现在还不能办理：{why}。
    This is not possible yet.
    """

    code = "not-yet"


class Unreadable(Refusal):
    """读不了{what}（{where}）：{why}。
    This cannot be read; see the sentence above for where and why.
    """

    code = "unreadable"


class TooLarge(Refusal):
    """{what}太大：上限为 {limit}，文件没有保存。请压缩或分成几份后再上传。
    This is over the limit of {limit}; nothing was saved.
    """

    code = "too-large"


@dataclass(frozen=True, kw_only=True)
class FieldProblem:
    """One field of a form that cannot be accepted, in words: the field's name in the form, its Chinese label, the sentence."""

    field: str
    label: str
    message: str


class InvalidInput(Refusal):
    """填写的内容有 {count} 处需要更正，没有保存。
    {count} fields need correcting; nothing was saved.
    """

    code = "invalid-input"

    def __init__(self, problems: list[FieldProblem]) -> None:
        super().__init__(count=len(problems))
        self.problems = problems

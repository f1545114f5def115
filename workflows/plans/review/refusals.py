"""What is said of a decision that cannot be applied."""

from __future__ import annotations

from workflows.rules.errors import ChangedMeanwhile, NotFound, Refusal


class NoSuchProblem(ChangedMeanwhile):
    """这个问题已经不在清单里：可能刚被合并、删去或撤销。您的修改没有保存，请返回“全部问题”查看。
    This problem is no longer in the list; your change was not saved.
    """

    code = "no-such-problem"


class NoSuchDoubt(NotFound):
    """没有这处疑点：可能刚由他人核对，或随问题一起删去。请刷新页面。
    There is no such doubt; reload the page.
    """

    code = "no-such-doubt"


class NotALineToSplitAt(Refusal):
    """不能从第 {line} 行拆分：请选择这个问题自己的一行，不能是它的第一行，也不能是与别的问题共用的行。没有拆分。
    A problem is split at a line of its own other than the first; nothing was split.
    """

    code = "not-a-line-to-split-at"


class NotALineToAdd(Refusal):
    """不能由第 {first} 至 {last} 行增加问题：{why}。没有增加。
    No problem can be made of these lines; nothing was added.
    """

    code = "not-a-line-to-add"


class NothingToUndo(Refusal):
    """没有可以撤销的步骤：{why}。
    There is nothing to undo.
    """

    code = "nothing-to-undo"

"""What a form definition is told when it cannot be used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workflows.rules.errors import Refusal


@dataclass(frozen=True, kw_only=True)
class FormFinding:
    """One thing to mend in a form definition.

    `code` is for programs; `where` is the path of keys (`properties.reason`), empty for the whole file.
    """

    code: str
    where: str
    message: str
    english: str


class FormRefused(Refusal):
    """表单有 {count} 处必须改正，不能使用。第一处：{first}
    The form has {count} errors and cannot be used. The first: {first_english}
    """

    code = "form-refused"

    def __init__(self, findings: Sequence[FormFinding]) -> None:
        first = findings[0]
        super().__init__(count=len(findings), first=first.message, first_english=first.english)
        self.findings = tuple(findings)

"""What is being read of a decision table, with everything found wrong on the way; and the small helpers for its XML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from workflows.engine.decisions.table import TableKind
from workflows.engine.findings import Finding
from workflows.engine.reading import line_of


@dataclass(kw_only=True)
class Reading:
    """What was read so far, and what is wrong with it."""

    kind: TableKind
    findings: list[Finding] = field(default_factory=list)

    def wrong(
        self, code: str, message: str, english: str, where: etree._Element | None = None, name: str | None = None
    ) -> None:
        """Note one thing to mend."""
        self.findings.append(
            Finding(
                code=code,
                message=message,
                english=english,
                box=where.get("id") if where is not None else None,
                name=name,
                line=line_of(where) if where is not None else None,
            )
        )


def children(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """The children of an element with this local name, whichever version of DMN they are of."""
    return (each for each in element if isinstance(each.tag, str) and etree.QName(each).localname == name)


def words_of(element: etree._Element | None) -> str:
    """The words in an element's `text` child, or its own."""
    if element is None:
        return ""
    inner = next(children(element, "text"), element)
    return "".join(str(each) for each in inner.itertext()).strip()

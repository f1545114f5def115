"""The question in SQL: by the database's own index of pieces first, and looked at again where the pieces alone do not decide."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, and_, column, func, literal_column, select, table, text
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.sql.expression import cast

from workflows.records.search.entries import PIECES, SearchEntry
from workflows.records.search.folding import needs_second_look, wanted


def matching(terms: Iterable[str], dialect: str) -> ColumnElement[bool]:
    """The condition that an entry has every one of these terms (as `folding.terms` gives them)."""
    looked_for = list(terms)
    needed = dict.fromkeys(piece for term in looked_for for piece in wanted(term)[0])
    beginnings = dict.fromkeys(beginning for term in looked_for if (beginning := wanted(term)[1]))
    conditions = [SearchEntry.folded.contains(term, autoescape=True) for term in looked_for if needs_second_look(term)]
    if needed or beginnings:
        by_index = _postgresql if dialect == "postgresql" else _sqlite
        conditions.insert(0, by_index(list(needed), list(beginnings)))
    return and_(*conditions)


def _sqlite(needed: list[str], beginnings: list[str]) -> ColumnElement[bool]:
    """Pieces have letters and digits only, so nothing in them can be an operator; the quotes keep words such as AND words."""
    question = " ".join([*(f'"{each}"' for each in needed), *(f'"{each}"*' for each in beginnings)])
    found = text(f"{PIECES} MATCH :pieces").bindparams(pieces=question)
    return SearchEntry.id.in_(select(column("rowid")).select_from(table(PIECES)).where(found))


def _postgresql(needed: list[str], beginnings: list[str]) -> ColumnElement[bool]:
    """The space is written out: the index is used only where the expression is its own, word for word."""
    question = " & ".join([*(f"'{each}'" for each in needed), *(f"'{each}':*" for each in beginnings)])
    vector = func.array_to_tsvector(func.string_to_array(SearchEntry.pieces, literal_column("' '")))
    return vector.op("@@", is_comparison=True)(cast(question, TSQUERY))

"""Finding by words: what is kept for it (`keeping`), of which records (`sources`), how it is compared (`folding`) and asked (`matching`)."""

from workflows.records.search.entries import SearchEntry
from workflows.records.search.folding import FOLDS, LONGEST_QUERY, terms
from workflows.records.search.keeping import (
    VERSION,
    Difference,
    counts_differ,
    differences,
    make_current,
    rebuild,
    sound,
)
from workflows.records.search.matching import matching

__all__ = [
    "FOLDS",
    "LONGEST_QUERY",
    "VERSION",
    "Difference",
    "SearchEntry",
    "counts_differ",
    "differences",
    "make_current",
    "matching",
    "rebuild",
    "sound",
    "terms",
]

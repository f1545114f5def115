"""Two versions of a plan beside each other: which problem is which, what of it changed, and in which words."""

from workflows.plans.comparing.difference import Change, Difference, Row, changes_of, difference
from workflows.plans.comparing.words import Piece, words_difference

__all__ = ["Change", "Difference", "Piece", "Row", "changes_of", "difference", "words_difference"]

"""A plan under review: the reading, which is never changed, with the decisions of people applied in their order.

reading + decisions = the register to be. What was undone is left out when applying; who decided what is in the decisions themselves.
"""

from workflows.plans.review.applying import review_of
from workflows.plans.review.refusals import NoSuchDoubt, NoSuchProblem, NotALineToAdd, NotALineToSplitAt, NothingToUndo
from workflows.plans.review.registering import Decided, Registered, register_of
from workflows.plans.review.undoing import live, undoable
from workflows.plans.review.values import FIELDS, KINDS, LABEL_OF, TAKES_LINES, Decision, Doubt, Entry, Outside, Review

__all__ = [
    "FIELDS",
    "KINDS",
    "LABEL_OF",
    "TAKES_LINES",
    "Decided",
    "Decision",
    "Doubt",
    "Entry",
    "NoSuchDoubt",
    "NoSuchProblem",
    "NotALineToAdd",
    "NotALineToSplitAt",
    "NothingToUndo",
    "Outside",
    "Registered",
    "Review",
    "live",
    "register_of",
    "review_of",
    "undoable",
]

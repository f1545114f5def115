"""Plans of our own invention across shapes and formats, each with what a careful clerk reads in it; written before the reader saw them."""

from tests.plans.corpus import blocks, brackets, divisions, notices, pages, spreadsheets, words
from tests.plans.corpus.plan import Plan

PLANS: tuple[Plan, ...] = (
    *notices.PLANS,
    *blocks.PLANS,
    *brackets.PLANS,
    *divisions.PLANS,
    *words.PLANS,
    *spreadsheets.PLANS,
    *pages.PLANS,
)

__all__ = ["PLANS", "Plan"]

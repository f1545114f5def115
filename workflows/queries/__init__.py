"""Reads for screens, lists and dossiers. What may be seen is decided here, in SQL; an object is never loaded by its id alone."""

from workflows.queries.diagrams import diagram_source
from workflows.queries.document_pages import documents, evidence_file, paper, registered, registered_file
from workflows.queries.draw_pages import draw_page, public_draw, public_draws
from workflows.queries.inbox import inbox, next_task
from workflows.queries.overview import overview
from workflows.queries.problem_list import problem_list
from workflows.queries.problem_pages import problem_page
from workflows.queries.replacing import replace_page
from workflows.queries.search import find
from workflows.queries.task_page import task_page

__all__ = [
    "diagram_source",
    "documents",
    "draw_page",
    "evidence_file",
    "find",
    "inbox",
    "next_task",
    "overview",
    "paper",
    "problem_list",
    "problem_page",
    "public_draw",
    "public_draws",
    "registered",
    "registered_file",
    "replace_page",
    "task_page",
]

"""Decision tables (DMN): which line of a table fits some facts.

The library's own DMN support hands every cell to Python's `eval`. Here a cell is one of a short list of tests, read by `cells`, and nothing else is
ever evaluated. A table is checked before it is used: every cell understood, no two lines in each other's way, no case forgotten.
"""

from workflows.engine.decisions.checks import check_table, read_table
from workflows.engine.decisions.table import Decided, DecisionTable, TableKind, TableRefused

__all__ = ["Decided", "DecisionTable", "TableKind", "TableRefused", "check_table", "read_table"]

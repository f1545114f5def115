"""Reading a published plan: bytes → text → lines → blocks → shape → fields, pure Python without a database.

What the text does not say is flagged with its line, never guessed.
"""

from workflows.plans.decode import decode
from workflows.plans.errors import PlanUnreadable
from workflows.plans.formats import MOST_BYTES
from workflows.plans.reader import read_file, read_plan
from workflows.plans.reading import (
    Deadline,
    Indicator,
    Json,
    LeftOut,
    MeasureReading,
    Number,
    Place,
    PlanReading,
    ProblemReading,
    SourceCell,
    SourceLine,
    SourceTable,
    Warning,
)
from workflows.plans.seasons import Seasons

__all__ = [
    "MOST_BYTES",
    "Deadline",
    "Indicator",
    "Json",
    "LeftOut",
    "MeasureReading",
    "Number",
    "Place",
    "PlanReading",
    "PlanUnreadable",
    "ProblemReading",
    "Seasons",
    "SourceCell",
    "SourceLine",
    "SourceTable",
    "Warning",
    "decode",
    "read_file",
    "read_plan",
]

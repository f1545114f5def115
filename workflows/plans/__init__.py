"""Reading a published plan: bytes → text → lines → blocks → shape → fields, pure Python without a database.

What the text does not say is flagged with its line, never guessed.
"""

from workflows.plans.decode import decode
from workflows.plans.errors import PlanUnreadable
from workflows.plans.reader import read_plan
from workflows.plans.reading import (
    Deadline,
    Json,
    LeftOut,
    MeasureReading,
    Number,
    Place,
    PlanReading,
    ProblemReading,
    Warning,
)

__all__ = [
    "Deadline",
    "Json",
    "LeftOut",
    "MeasureReading",
    "Number",
    "Place",
    "PlanReading",
    "PlanUnreadable",
    "ProblemReading",
    "Warning",
    "decode",
    "read_plan",
]

"""The engine behind a glass wall: diagrams are checked, stored and run; SpiffWorkflow is seen nowhere else.

The engine never acts. A service box is a stop like a user box: the application reads `open_boxes()`, does what
the box says, and completes it. Time is an argument everywhere.
"""

from workflows.engine.diagram import Diagram, check, compile_diagram, restore_diagram
from workflows.engine.difference import Change, difference
from workflows.engine.errors import (
    BoxNotOpen,
    CaseNotMovable,
    DiagramRefused,
    ExpressionFailed,
    ExpressionRefused,
    FactRefused,
    NaiveInstant,
    NobodyWaits,
    StateUnreadable,
    TimerRefused,
)
from workflows.engine.findings import Finding, FormKind, ServiceKind
from workflows.engine.moving import move, obstacles
from workflows.engine.obstacles import Obstacle
from workflows.engine.run import Run
from workflows.engine.values import Fact, Facts, Node, OpenBox, Wait
from workflows.engine.ways import always_through

__all__ = [
    "BoxNotOpen",
    "CaseNotMovable",
    "Change",
    "Diagram",
    "DiagramRefused",
    "ExpressionFailed",
    "ExpressionRefused",
    "Fact",
    "FactRefused",
    "Facts",
    "Finding",
    "FormKind",
    "NaiveInstant",
    "NobodyWaits",
    "Node",
    "Obstacle",
    "OpenBox",
    "Run",
    "ServiceKind",
    "StateUnreadable",
    "TimerRefused",
    "Wait",
    "always_through",
    "check",
    "compile_diagram",
    "difference",
    "move",
    "obstacles",
    "restore_diagram",
]

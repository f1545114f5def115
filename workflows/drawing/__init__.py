"""A diagram as people see it: its picture as SVG, and its main path as a short list of steps.

Both work without JavaScript and from the BPMN file alone, so what is shown is what was deployed.
"""

from workflows.drawing.picture import Picture, svg
from workflows.drawing.steps import Step, steps

__all__ = ["Picture", "Step", "steps", "svg"]

"""Every operation there is, one module per noun. Importing this declares them all."""

from __future__ import annotations

from webapp.api import me, problems, tasks
from webapp.api.operation import OPERATIONS, bp

__all__ = ["OPERATIONS", "bp", "me", "problems", "tasks"]

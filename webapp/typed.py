"""What a person typed into a form, apart from what every form of ours carries."""

from __future__ import annotations

from flask import request

OURS = frozenset({"csrf_token", "request_id", "rev", "go", "draft_path"})


def items() -> dict[str, list[str]]:
    """The fields of the form itself."""
    return {name: texts for name, texts in request.form.lists() if name not in OURS}

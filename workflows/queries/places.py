"""Places in lists with the newest first, by which a program goes on page by page."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_

Place = tuple[datetime, UUID]
"""Where something stands in a list with the newest first: its moment, and its id among those of one moment."""


def older(moment: Any, identity: Any, place: Place | None) -> list[ColumnElement[bool]]:
    """What comes after a place where the newest stands first."""
    if place is None:
        return []
    return [or_(moment < place[0], and_(moment == place[0], identity > place[1]))]

"""Pages by the key of the last item: the hundredth page costs what the first does, and nothing is seen twice when something is added.

A cursor is plain JSON in base64: it tells the caller nothing the items did not, and what it may point at is asked anew each time.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, TypeVar
from urllib.parse import urlencode
from uuid import UUID

import orjson
from flask import request
from pydantic import AwareDatetime, Field, TypeAdapter, ValidationError

from webapp.api.models import Paged
from workflows.rules.errors import FieldProblem, InvalidInput

Place = TypeVar("Place")
Count = Annotated[int, Field(ge=0, lt=2**31)]
Moment = Annotated[AwareDatetime, Field(ge=datetime(1970, 1, 1, tzinfo=UTC), lt=datetime(2200, 1, 1, tzinfo=UTC))]
NOT_OURS = "不是本接口给出的位置，请从第一页重新开始。"


def place_in_time(after: str) -> tuple[datetime, UUID] | None:
    """The place in a list with the newest first. Raises as `place`."""
    return place(after, tuple[Moment, UUID])


def place(after: str, kind: type[Place]) -> Place | None:
    """The place a cursor names, of this kind of tuple; None for the first page. Raises InvalidInput for one that is not ours."""
    if not after:
        return None
    try:
        return TypeAdapter(kind).validate_json(base64.urlsafe_b64decode(after + "=" * (-len(after) % 4)))
    except (ValidationError, binascii.Error, ValueError):
        raise InvalidInput([FieldProblem(field="?after", label="after", message=NOT_OURS)]) from None


def cursor(keys: Sequence[Any]) -> str:
    """The cursor of an item's keys."""
    return base64.urlsafe_b64encode(orjson.dumps(list(keys))).decode().rstrip("=")


def page(items: Iterable[Any], after: str) -> dict[str, Any]:
    """The items with the address of what follows; an empty `after` says that nothing does."""
    return {"items": tuple(items), "next": _address(after) if after else None}


def part(rows: Sequence[Any], *, limit: int, keys: Any) -> dict[str, Any]:
    """A page of rows that were fetched with one more than `limit`; `keys` gives the place of a row."""
    more = len(rows) > limit
    return page(rows[:limit], cursor(keys(rows[limit - 1])) if more else "")


def of_few(values: Sequence[Any], query: Paged) -> dict[str, Any]:
    """A page of values that were all fetched together, because they stand on one page for people too; their place is their id."""
    ids = [each.id for each in values]
    last = place(query.after, tuple[UUID])
    if last and last[0] not in ids:
        raise InvalidInput([FieldProblem(field="?after", label="after", message=NOT_OURS)])
    begin = ids.index(last[0]) + 1 if last else 0
    return part(values[begin : begin + query.limit + 1], limit=query.limit, keys=lambda each: (each.id,))


def _address(after: str) -> str:
    kept = {name: text for name, text in request.args.items() if name != "after"}
    return f"{request.path}?{urlencode({**kept, 'after': after})}"

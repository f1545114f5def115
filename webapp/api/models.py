"""The families of models: what is sent, what stands in an address, what is answered. And what every operation shares."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

Item = TypeVar("Item")

Text = Annotated[str, StringConstraints(max_length=100, pattern=r"^[^\x00-\x1f\x7f]*$")]
"""A short text in an address."""
Cursor = Annotated[str, StringConstraints(max_length=500, pattern=r"^[A-Za-z0-9_=-]*$")]
MOST, USUAL = 100, 50


def _iso(text: object) -> object:
    """A day as ISO writes it, and nothing else a lenient reader would take for one."""
    if not isinstance(text, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        raise PydanticCustomError("date_parsing", "not a day")
    return text


Day = Annotated[date, BeforeValidator(_iso)]
"""A day in an address."""


class Given(BaseModel):
    """What a program sends as JSON: exactly these fields, of exactly these types."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Query(BaseModel):
    """What stands in an address after the question mark."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Paged(Query):
    """A list asked for page by page."""

    limit: int = Field(USUAL, ge=1, le=MOST, description="一页最多几项 · items per page")
    after: Cursor = Field("", description="上一页给出的位置；空的是第一页 · the place the page before gave")


class Shown(BaseModel):
    """What is answered: made from the values the pages are given, but with names of its own that stay."""

    model_config = ConfigDict(from_attributes=True, frozen=True)


class Page(Shown, Generic[Item]):
    """One page of a list. `next` is the address of the following page, null on the last."""

    items: tuple[Item, ...]
    next: str | None = Field(description="下一页的地址；没有了就是 null · address of the next page")


class Done(Shown):
    """What became of an act, in words."""

    sentence: str = Field(description="办理结果 · what was done and where it goes now")


class Values(Given):
    """The fields of a form. Which there are is told by the form itself (JSON Schema, `form`)."""

    values: dict[str, Any] = Field(description="按表单逐项填写 · field by field, as the form's schema says")


class FieldFault(Shown):
    """One thing to be corrected."""

    detail: str
    label: str
    pointer: str | None = Field(None, description="请求内容里的位置（JSON Pointer） · where in the body")
    parameter: str | None = Field(None, description="地址里的参数 · which parameter of the address")


class Refused(Shown):
    """Why something was not done (RFC 9457)."""

    type: str = Field(description="拒绝的种类，见 /api#errors")
    title: str
    status: int
    detail: str = Field(description="中文说明")
    detail_en: str = Field(description="the same in English")
    code: str = Field(description="不变的代号 · stable code")
    next_step: str = Field(description="接下来怎么办")
    request_id: str
    errors: tuple[FieldFault, ...] = ()

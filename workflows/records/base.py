"""What every record shares: names of constraints, identity, time and bounded text.

Relationships of this package never load by surprise: a single object is `lazy="raise_on_sql"` (free when the session
holds it already), a collection is `lazy="raise"`. A query says what it needs with `selectinload` or `joinedload`, so
that no list becomes one query per row. Every foreign key has its relationship, because a flush orders its INSERTs by
them. Nothing cascades a deletion: what was once recorded is closed or ended, not removed.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Annotated, Any, ClassVar
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, DateTime, Dialect, MetaData, String, Table, Uuid, event
from sqlalchemy.orm import DeclarativeBase, mapped_column
from sqlalchemy.types import TypeDecorator, TypeEngine

from workflows.rules.texts import Written

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

Identity = Annotated[UUID, mapped_column(primary_key=True, default=uuid4)]
"""A random identity made by the application: never reused, and it tells a stranger nothing about its neighbours."""

Key = Annotated[str, "key"]
"""A word of our own vocabulary: a role, a box id, a state. At most 64 characters."""
Digest = Annotated[str, "digest"]
"""SHA-256 in 64 hexadecimal characters."""
Line = Annotated[str, "line"]
"""A name or title on one line, at most 500 characters."""
Paragraphs = Annotated[str, "paragraphs"]
"""What people write or a plan prints, at most 20,000 characters."""
Label = Annotated[str, "label"]
"""One line in our own words or a diagram's, not a person's: what a box is called, which table decided. At most 500 characters."""
Sentence = Annotated[str, "sentence"]
"""What we said to somebody: why a paper could not be made, a reminder. At most 20,000 characters."""
CanonicalText = Annotated[str, "canonical text"]
"""JSON in the one spelling of `rules.canonical`, at most 4,000,000 characters.

Text and never a database's own JSON, because it is hashed."""


class Instant(TypeDecorator[datetime]):
    """A moment in UTC. A naive datetime is refused when bound (ValueError); what is read is always aware."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(DateTime(timezone=dialect.name != "sqlite"))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment needs its time zone: {value.isoformat()}")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 (SQLAlchemy's signature)
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Prose(TypeDecorator[str]):
    """What people write: it comes back as `Written`, which is never translated. Stored as any text."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 (SQLAlchemy's signature)
        return str.__str__(value) if isinstance(value, Written) else value

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 (SQLAlchemy's signature)
        return None if value is None else Written(value)


class Base(DeclarativeBase):
    """The root of all records. Bounded text also gets a CHECK, because SQLite does not enforce VARCHAR lengths."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: Instant(),
        UUID: Uuid(),
        Key: String(64),
        Digest: String(64),
        Line: Prose(500),
        Paragraphs: Prose(20_000),
        Label: String(500),
        Sentence: String(20_000),
        CanonicalText: String(4_000_000),
    }

    def __init_subclass__(cls, **kw: Any) -> None:
        super().__init_subclass__(**kw)
        _bound_lengths(cls.__table__)  # type: ignore[arg-type]  # declared as FromClause, always a Table here


@event.listens_for(Base, "init", propagate=True)
def _identify(target: Base, _args: tuple[Any, ...], given: dict[str, Any]) -> None:
    """Give a new object its identity at once, not at the flush, so that others can be pointed at it."""
    if "id" not in given and "id" in target.__table__.c and isinstance(target.__table__.c["id"].type, Uuid):
        given["id"] = uuid4()


def one_of(column: str, values: Iterable[str]) -> CheckConstraint:
    """A CHECK that a column holds one of the words known to the code; an empty column passes."""
    words = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({words})", name=f"{column}_known")


def _bound_lengths(table: Table) -> None:
    for column in table.columns:
        length = column.type.length if isinstance(column.type, String | Prose) else None
        if length:
            limit = CheckConstraint(f"length({column.name}) <= {length}", name=f"{column.name}_length")
            table.append_constraint(limit)

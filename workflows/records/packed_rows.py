"""Rows that are not in the database yet, as one file: written aside by one transaction, put in place by another as plain inserts.

Nothing is computed when they are put in place, so that a register of thousands holds the database for the time of its inserts alone. The
values are written as SQLite keeps them, and go into it without being looked at: there alone does one who writes hold up all others.
"""

from __future__ import annotations

import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Connection, Table, insert, inspect
from sqlalchemy.orm import Mapper, Session
from sqlalchemy.types import TypeDecorator

from workflows.records.base import Base
from workflows.records.search.unwritten import entries_of
from workflows.records.text_limits import check

Rows = list[dict[str, Any]]
_READ: Mapping[type, Callable[[str], Any]] = {
    UUID: UUID,
    datetime: lambda text: datetime.fromisoformat(text).replace(tzinfo=UTC),
    date: date.fromisoformat,
    bytes: b64decode,
}
"""How a value is read back, by the Python type of its column; everything else is JSON already."""


def packed(records: Iterable[Base]) -> bytes:
    """The records as rows of their tables, in this order, with what they will be found by.

    Raises TextTooLong, TextUnstorable, as a flush would.
    """
    given = list(records)
    tables: dict[str, Rows] = {}
    for record in given:
        check(inspect(type(record)), None, record)
        tables.setdefault(str(record.__tablename__), []).append(_values(record))
    tables["search_entry"] = entries_of(given)
    text = json.dumps([[name, *_columnar(rows)] for name, rows in tables.items() if rows], default=_plain)
    return zlib.compress(text.encode(), 3)


def put(session: Session, data: bytes) -> None:
    """Insert what `packed` made, in the caller's transaction."""
    connection = session.connection()
    write = _write_as_kept if connection.dialect.name == "sqlite" else _write
    for name, columns, rows in json.loads(zlib.decompress(data)):
        write(connection, Base.metadata.tables[name], columns, rows)


def _values(record: Base) -> dict[str, Any]:
    """Every column with its value; what the flush would fill in (a default, the first revision) is filled in here."""
    mapper, made = inspect(type(record)), {}
    for column in record.__table__.c:
        value = record.__dict__.get(mapper.get_property_by_column(column).key)
        made[column.name] = _default(mapper, column) if value is None else value
    return made


def _default(mapper: Mapper[Any], column: Any) -> Any:
    if column is mapper.version_id_col:
        return 1  # as the mapper counts from
    default = column.default
    if default is None:
        return None
    return default.arg if default.is_scalar else default.arg(None)


def _columnar(rows: Rows) -> tuple[list[str], list[list[Any]]]:
    names = list(rows[0])
    return names, [[row[name] for name in names] for row in rows]


def _plain(value: Any) -> str:
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")
    return b64encode(value).decode() if isinstance(value, bytes) else str(value)


def _write_as_kept(connection: Connection, table: Table, names: list[str], rows: list[list[Any]]) -> None:
    """The fast way: a register of ten thousand problems has two hundred thousand rows."""
    places = [place for place, name in enumerate(names) if _kind(table.c[name]) is bytes]
    for place in places:
        for row in rows:
            row[place] = b64decode(row[place]) if row[place] is not None else None
    compiled = insert(table).compile(dialect=connection.dialect, column_keys=names)
    if compiled.positiontup != names:
        raise ValueError(f"columns of {table.name} in another order: {compiled.positiontup}")
    connection.exec_driver_sql(str(compiled), [tuple(row) for row in rows])


def _write(connection: Connection, table: Table, names: list[str], rows: list[list[Any]]) -> None:
    readers = [_READ.get(_kind(table.c[name])) for name in names]
    read = [
        [value if value is None or reader is None else reader(value) for value in column]
        for reader, column in zip(readers, zip(*rows, strict=True), strict=True)
    ]
    connection.execute(insert(table), [dict(zip(names, row, strict=True)) for row in zip(*read, strict=True)])


def _kind(column: Column[Any]) -> type:
    kind = column.type
    return kind.impl_instance.python_type if isinstance(kind, TypeDecorator) else kind.python_type

"""A copy of the embedded database, taken while people work.

Copying the file itself would miss what still lies in its write-ahead log, or catch it half-way; `VACUUM INTO` reads one moment.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine

from workflows.rules.errors import Refusal


class NoBackup(Refusal):
    """没有备份：{why}
    No backup was made: {english_why}
    """

    code = "no-backup"


def back_up(engine: Engine, target: Path) -> int:
    """Write a whole, compact copy of the database to a new file; returns its size in bytes. Who writes meanwhile is not held back.

    Raises NoBackup when the target exists, for nothing is overwritten, or when the database has tools of its own for this.
    """
    if engine.dialect.name != "sqlite":
        raise NoBackup(
            why="数据库是 PostgreSQL，请用 pg_dump 备份。", english_why="this database is PostgreSQL; use pg_dump."
        )
    if target.exists():
        raise NoBackup(
            why=f"文件 {target} 已经存在，请换一个文件名。",
            english_why=f"{target} exists already; choose another name.",
        )
    with engine.connect() as connection:
        connection.connection.cursor().execute(
            "VACUUM INTO ?", (str(target),)
        )  # VACUUM refuses to run in a transaction
    return target.stat().st_size

"""A copy of the embedded database, taken while people work.

Copying the file itself would miss what still lies in its write-ahead log, or catch it half-way; `VACUUM INTO` reads one
moment, and who writes meanwhile is not held back.
"""

from __future__ import annotations

from pathlib import Path

import pysqlite3.dbapi2
from sqlalchemy import Engine

from workflows.rules.errors import Refusal


class NoBackup(Refusal):
    """没有备份：{why}
    No backup was made: {english_why}
    """

    code = "no-backup"


def back_up(engine: Engine, target: Path) -> int:
    """Write a whole, compact copy of the database to a new file; returns its size in bytes.

    Raises NoBackup, and leaves no half file, when the target exists (nothing is overwritten), cannot be written, or when
    the database has tools of its own for this.
    """
    if engine.dialect.name != "sqlite":
        raise NoBackup(why="数据库是 PostgreSQL，请用 pg_dump 备份。", english_why="this is PostgreSQL; use pg_dump.")
    if target.exists():
        raise NoBackup(
            why=f"文件 {target} 已经存在，请换一个文件名。", english_why=f"{target} exists; choose another name."
        )
    if not target.parent.is_dir():
        raise NoBackup(
            why=f"目录 {target.parent} 不存在，请先建立。", english_why=f"there is no directory {target.parent}."
        )
    _copy(engine, target)
    return target.stat().st_size


def _copy(engine: Engine, target: Path) -> None:
    try:
        with engine.connect() as connection:  # its cursor, because VACUUM refuses to run in a transaction
            connection.connection.cursor().execute("VACUUM INTO ?", (str(target),))
    except pysqlite3.dbapi2.Error as problem:
        target.unlink(missing_ok=True)
        raise NoBackup(
            why=f"写不了文件 {target}，请检查权限和磁盘空间（{problem}）。",
            english_why=f"{target} cannot be written; check permissions and free space ({problem}).",
        ) from problem

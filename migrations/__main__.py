"""`python -m migrations "Add a field"` writes the next migration: the difference between head and the models."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from alembic import command

from migrations import configuration, head, upgrade
from workflows.records import make_engine


def main(message: str) -> None:
    """Compare with a fresh database at head, so that nobody's own data can get into a migration."""
    with TemporaryDirectory() as directory:
        engine = make_engine(f"sqlite:///{Path(directory) / 'head.db'}")
        upgrade(engine)
        with engine.begin() as connection:
            command.revision(configuration(connection), message, autogenerate=True, rev_id=f"{int(head()) + 1:04d}")
        engine.dispose()


if __name__ == "__main__":
    main(" ".join(sys.argv[1:]) or sys.exit('usage: python -m migrations "What it does"'))

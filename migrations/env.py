"""What Alembic runs: our models on one side, a connection that the caller has opened and locked on the other."""

from __future__ import annotations

from alembic import context

from migrations.comparing import OPTIONS


def _run() -> None:
    context.configure(connection=context.config.attributes["connection"], **OPTIONS)
    context.run_migrations()


_run()

"""The city of these tests, founded anew for each."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.city import City


@pytest.fixture
def city(sqlite_engine: Engine, tmp_path: Path) -> City:
    """A city on SQLite."""
    return City.founded(sqlite_engine, tmp_path / "evidence")


@pytest.fixture
def any_city(engine: Engine, tmp_path: Path) -> City:
    """A city on SQLite, and one on PostgreSQL."""
    return City.founded(engine, tmp_path / "evidence")

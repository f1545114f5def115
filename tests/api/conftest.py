"""The founded city of the web tests, and people's programs in it."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.api.program import Program
from tests.web.conftest import app, founded, journey, office, settings, stranger, unit, watch  # noqa: F401  # fixtures of the next room


@pytest.fixture
def owner(app: Flask) -> Program:  # noqa: F811  # pytest's way to ask for a fixture
    """A program of 周敏, who rectifies for 云溪县."""
    return Program(app, "zhoumin")


@pytest.fixture
def elsewhere(app: Flask) -> Program:  # noqa: F811
    """A program of 卢倩, whose department has nothing to do with the building sites."""
    return Program(app, "luqian")

"""Where a page belongs: the place in the navigation, and the list a line is found on."""

from __future__ import annotations

from flask import Flask, url_for

from workflows.rules.matters import PETITION, Kind

HOMES = {"order": "matters.orders", "check": "matters.checks", "round": "matters.rounds"}


def register(app: Flask) -> None:
    """Make the trail known to templates."""
    app.jinja_env.globals.update(home_of=home_of)


def home_of(kind: Kind) -> tuple[str, str]:
    """Name and address of the list on which a line of this kind is found."""
    if kind.key in HOMES:
        return kind.name, url_for(HOMES[kind.key])
    if kind is PETITION:
        return kind.name, url_for("problems.listing", kind=kind.key)
    return "问题清单", url_for("problems.listing")


def place_of(kind: Kind) -> str:
    """The entry of the navigation under which a line of this kind stands."""
    return "matters" if kind.is_matter else "problems"

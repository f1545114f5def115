"""The addresses of the site, one file per noun."""

from __future__ import annotations

from flask import Flask

from webapp.routes import (
    account,
    assigning,
    bundles,
    calendars,
    clock,
    diagram_editor,
    diagrams,
    directory,
    documents,
    draws,
    escalations,
    evidence,
    first_run,
    health,
    keys,
    leaving,
    matters,
    moves,
    operations,
    overview,
    papers,
    petitions,
    photographs,
    prints,
    problems,
    published_draws,
    second_factor,
    serious,
    sign_in,
    signatures,
    substitutes,
    tasks,
    uploads,
    verbs,
    verify,
)

BLUEPRINTS = (
    sign_in.bp,
    account.bp,
    second_factor.bp,
    substitutes.bp,
    first_run.bp,
    directory.bp,
    leaving.bp,
    operations.bp,
    tasks.bp,
    overview.bp,
    assigning.bp,
    problems.bp,
    petitions.bp,
    matters.bp,
    serious.bp,
    verbs.bp,
    draws.bp,
    published_draws.bp,
    escalations.bp,
    calendars.bp,
    documents.bp,
    prints.bp,
    papers.bp,
    signatures.bp,
    keys.bp,
    verify.bp,
    evidence.bp,
    uploads.bp,
    photographs.bp,
    bundles.bp,
    diagrams.bp,
    diagram_editor.bp,
    moves.bp,
    clock.bp,
    health.bp,
)


def register(app: Flask) -> None:
    """Add every blueprint."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)

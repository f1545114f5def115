"""What each role may do and who has it; and what a new city still has to do."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from webapp import database, smtp
from webapp.doctor import data, delivery
from webapp.house import house
from webapp.visitor import person_id, signed_in
from workflows.queries.delivery_pages import traffic
from workflows.queries.role_pages import SHOWN, role_lines
from workflows.queries.to_do_first import steps

bp = Blueprint("roles", __name__)


@bp.get("/roles")
@signed_in
def listing() -> ResponseReturnValue:
    """Every role in words. Raises NotVisible."""
    lines = role_lines(database.session(), person_id=person_id(), at=database.now())
    return render_template("roles.html", place="people", roles=lines, shown=SHOWN)


@bp.get("/setup")
@signed_in
def setup() -> ResponseReturnValue:
    """What is left to do, with its state now. Raises NotVisible."""
    found = steps(database.session(), person_id=person_id(), at=database.now())
    settings = house().settings
    machine = (data.signing_key(settings), data.fonts(settings.fonts_dir), data.disk(settings.data_dir))
    mail = delivery.mail(settings, traffic(database.session(), at=database.now()))
    return render_template(
        "setup.html", place="people", steps=found, machine=machine, mail=mail, mailing=smtp.is_set_up(settings)
    )

"""Mail and endpoints, for the system administrator: whether they work, what did not go out, and trying it again."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp import database, messaging, smtp
from webapp.hook_calls import SHAPES
from webapp.hook_http import HookRefused, checked
from webapp.house import house
from webapp.language import spoken
from webapp.letters import trial_letter
from webapp.sealing import opened, seal
from webapp.visitor import person_id, signed_in
from workflows.actions import hooks as actions
from workflows.actions import mails
from workflows.actions.choosing import ADDRESS
from workflows.queries import delivery_pages as pages
from workflows.rules.errors import FieldProblem, InvalidInput
from workflows.rules.hook_signatures import SECRET_BYTES, secret_of

bp = Blueprint("deliveries", __name__)
STATES = {"waiting": "等待", "done": "已送达", "dropped": "不再需要", "dead": "已放弃"}
LONGEST = 1000
FIELDS = ("name", "shape", "hook_address", "secret", "unit")


@bp.get("/deliveries")
@signed_in
def show() -> ResponseReturnValue:
    """How mail and endpoints are doing."""
    return _draw()


@bp.post("/deliveries/test-mail")
@signed_in
def test_mail() -> ResponseReturnValue:
    """Send a mail to see whether it arrives; the server's own words are shown when it does not go out."""
    pages.delivery_page(
        database.session(), person_id=person_id(), at=database.now()
    )  # whoever may not see it may not do it
    address = request.form.get("address", "").strip()[:LONGEST]
    if not ADDRESS.fullmatch(address):
        return _draw(
            [FieldProblem(field="address", label="收件邮箱", message="请填写一个邮箱地址，例如 zhoumin@example.cn。")]
        ), 422
    if not smtp.is_set_up(house().settings):
        flash("没有接通邮件服务器：请先设置 XIAOHAO_SMTP_HOST 和 XIAOHAO_MAIL_FROM，再重新启动。", "bad")
        return redirect(url_for("deliveries.show"), 303)
    try:
        smtp.send(house().settings, trial_letter(messaging.sender(house()), address, spoken()))
        flash(f"邮件服务器已收下发给 {address} 的测试邮件，请到邮箱里看是否收到。", "done")
    except smtp.MailNotSent as problem:
        flash(str(problem), "bad")
    return redirect(url_for("deliveries.show"), 303)


@bp.post("/deliveries/mails/<uuid:mail_id>/retry")
@signed_in
def retry_mail(mail_id: UUID) -> ResponseReturnValue:
    """Try a mail that was given up."""
    mails.retry_mail(database.session(), mail_id=mail_id, by=person_id(), at=database.now())
    flash("这封邮件会马上再发一次。", "done")
    return redirect(url_for("deliveries.show"), 303)


@bp.post("/hooks")
@signed_in
def add() -> ResponseReturnValue:
    """Set up an endpoint. Its address is judged before it is kept."""
    form = {name: request.form.get(name, "").strip()[:LONGEST] for name in FIELDS}
    try:
        hook = actions.add_hook(database.session(), endpoint=_endpoint(form), by=person_id(), at=database.now())
    except InvalidInput as refusal:
        database.undo()
        return _draw(refusal.problems, form), 422
    flash("已增加。请发一条测试消息，看对方是否收到。", "done")
    return redirect(url_for("deliveries.hook", hook_id=hook.id), 303)


@bp.get("/hooks/<uuid:hook_id>")
@signed_in
def hook(hook_id: UUID) -> ResponseReturnValue:
    """One endpoint and its log."""
    return _draw_hook(hook_id)


@bp.post("/hooks/<uuid:hook_id>/secret")
@signed_in
def secret(hook_id: UUID) -> ResponseReturnValue:
    """Show the secret, which is noted in the journal."""
    seen = actions.see_secret(database.session(), hook_id=hook_id, by=person_id(), at=database.now())
    return _draw_hook(hook_id, opened(house().settings, seen.sealed_secret))


@bp.post("/hooks/<uuid:hook_id>/rotate")
@signed_in
def rotate(hook_id: UUID) -> ResponseReturnValue:
    """Another secret: a new one of ours, or the one the robot's own page gives."""
    typed = request.form.get("secret", "").strip()[:LONGEST]
    sealed = seal(house().settings, typed or secret_of(secrets.token_bytes(SECRET_BYTES)))
    actions.change_secret(database.session(), hook_id=hook_id, sealed=sealed, by=person_id(), at=database.now())
    flash("密钥已更换。通用端点在 24 小时内新旧密钥都签名，请在这期间换好。", "done")
    return redirect(url_for("deliveries.hook", hook_id=hook_id), 303)


@bp.post("/hooks/<uuid:hook_id>/switch")
@signed_in
def switch(hook_id: UUID) -> ResponseReturnValue:
    """On or off."""
    on = request.form.get("on") == "yes"
    actions.switch(database.session(), hook_id=hook_id, on=on, by=person_id(), at=database.now())
    flash("已启用，等着的会接着发。" if on else "已停用，不再发送。", "done")
    return redirect(url_for("deliveries.hook", hook_id=hook_id), 303)


@bp.post("/hooks/<uuid:hook_id>/test")
@signed_in
def test(hook_id: UUID) -> ResponseReturnValue:
    """A test message, sent by the worker like any other."""
    actions.try_hook(database.session(), hook_id=hook_id, by=person_id(), at=database.now())
    flash("测试消息几秒钟后发出，结果看下面的发送记录。", "done")
    return redirect(url_for("deliveries.hook", hook_id=hook_id), 303)


@bp.post("/deliveries/<uuid:delivery_id>/retry")
@signed_in
def retry(delivery_id: UUID) -> ResponseReturnValue:
    """Try a delivery at once."""
    again = actions.retry_delivery(database.session(), delivery_id=delivery_id, by=person_id(), at=database.now())
    flash("几秒钟后再发一次。", "done")
    return redirect(url_for("deliveries.hook", hook_id=again.hook_id), 303)


def _endpoint(form: Mapping[str, str]) -> actions.Endpoint:
    """Raises InvalidInput for an address that must not be called."""
    settings = house().settings
    try:
        parts = checked(form["hook_address"], settings.hook_allow)
    except HookRefused as refusal:
        raise InvalidInput([FieldProblem(field="hook_address", label="完整网址", message=str(refusal))]) from refusal
    own = secret_of(secrets.token_bytes(SECRET_BYTES)) if form["shape"] == "plain" else form["secret"]
    return actions.Endpoint(
        name=form["name"],
        shape=form["shape"],
        host=str(parts.hostname),
        sealed_address=seal(settings, form["hook_address"]),
        sealed_secret=seal(settings, own),
        unit=form["unit"],
    )


def _draw(problems: Sequence[FieldProblem] = (), given: Mapping[str, str] | None = None) -> str:
    settings = house().settings
    return render_template(
        "deliveries.html",
        place="operations",
        page=pages.delivery_page(database.session(), person_id=person_id(), at=database.now()),
        mailing=smtp.is_set_up(settings),
        unsafe=smtp.why_unsafe(settings),
        server=f"{settings.smtp_host}:{settings.smtp_port}",
        shapes=SHAPES,
        problems=problems,
        given=given or {},
    )


def _draw_hook(hook_id: UUID, shown: str = "") -> str:
    page = pages.hook_page(database.session(), person_id=person_id(), hook_id=hook_id, at=database.now())
    return render_template("hook.html", place="operations", page=page, shapes=SHAPES, states=STATES, shown=shown)

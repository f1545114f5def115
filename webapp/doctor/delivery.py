"""Whether mail and endpoints work: what is set up, what waits too long, what was given up."""

from __future__ import annotations

from webapp import smtp
from webapp.doctor.line import Line
from webapp.settings import Settings
from workflows.queries.delivery_pages import Traffic

PAGE = "请在“运行状况—消息发送”查看原因，改好后再发。"


def mail(settings: Settings, traffic: Traffic) -> Line:
    """A site may live without mail; one that has it should not lose any."""
    if why := smtp.why_unsafe(settings):
        return Line(name="邮件", found="设置不安全，不会发出", advice=f"{why}。")
    if settings.smtp_host and not settings.mail_from:
        return Line(name="邮件", found="没有写明发件地址，不会发出", advice="请设置 XIAOHAO_MAIL_FROM。")
    if not smtp.is_set_up(settings):
        return Line(name="邮件", found="没有接通邮件服务器，消息只在页面上")
    waiting, dead = traffic.mails.get("waiting", 0), traffic.mails.get("dead", 0)
    found = f"经 {settings.smtp_host} 发出；等待 {waiting} 封，放弃 {dead} 封"
    if traffic.late:
        advice = f"有 {traffic.late} 封早该发出。{PAGE}"
        return Line(name="邮件", found=found, advice=advice, needed=False)
    return Line(name="邮件", found=found, advice=PAGE if dead else "", needed=False)


def hooks(traffic: Traffic) -> Line:
    """Endpoints that fail or were switched off for it."""
    if not traffic.hooks:
        return Line(name="消息端点", found="没有设置")
    found = f"{traffic.hooks} 个；送不到的 {traffic.hooks_failing} 个，自动停用的 {traffic.hooks_off} 个"
    wrong = traffic.hooks_failing or traffic.hooks_off
    return Line(name="消息端点", found=found, advice=PAGE if wrong else "", needed=False)

"""Handing a mail to the city's mail server: over TLS, unless the server runs on this machine."""

from __future__ import annotations

import ipaddress
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage

from webapp.settings import Settings
from webapp.time_limits import limited
from workflows.rules.errors import Refusal

WHOLE = 6
"""So many times `smtp_seconds` may a whole conversation take."""


class MailNotSent(Refusal):
    """邮件没有发出：{why}。
    The mail was not sent.
    """

    code = "mail-not-sent"

    def __init__(self, *, why: str, for_good: bool = False) -> None:
        super().__init__(why=why)
        self.for_good = for_good
        """Whether another try cannot help: the server knows no such mailbox."""


def is_set_up(settings: Settings) -> bool:
    """Whether this site sends mail at all."""
    return bool(settings.smtp_host and settings.mail_from)


def why_unsafe(settings: Settings) -> str:
    """Why the settings must not be used; empty when they may. A password never travels in the clear, except on this machine."""
    if settings.smtp_user and settings.smtp_security == "none" and not is_loopback(settings.smtp_host):
        return "没有加密的连接不能送出密码，请把 XIAOHAO_SMTP_SECURITY 设为 starttls 或 tls"
    return ""


def is_loopback(host: str) -> bool:
    """Whether a host is this machine, by name or address."""
    if host.lower() == "localhost":
        return True
    with suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return False


@contextmanager
def connected(settings: Settings) -> Iterator[smtplib.SMTP]:
    """The server, signed in. Raises MailNotSent when it cannot be reached, or lets nobody in."""
    if why := why_unsafe(settings):
        raise MailNotSent(why=why)
    server: smtplib.SMTP | None = None
    try:
        with limited(settings.smtp_seconds * WHOLE, lambda: server.sock if server else None):
            server = _opened(settings)
            yield server
            with suppress(smtplib.SMTPException, OSError):  # it has taken the mail: how it says goodbye changes nothing
                server.quit()
    except (smtplib.SMTPException, OSError) as problem:
        raise _told(problem) from problem
    finally:
        if server is not None:
            server.close()


def send(settings: Settings, message: EmailMessage) -> None:
    """Hand over one mail. Raises MailNotSent; returning means that the server has taken it."""
    with connected(settings) as server:
        server.send_message(message)


def _opened(settings: Settings) -> smtplib.SMTP:
    safe = ssl.create_default_context(cafile=str(settings.smtp_ca_file) if settings.smtp_ca_file else None)
    host, port, seconds = settings.smtp_host, settings.smtp_port, settings.smtp_seconds
    if settings.smtp_security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=seconds, context=safe)
    else:
        server = smtplib.SMTP(host, port, timeout=seconds)
    try:
        if settings.smtp_security == "starttls":
            server.starttls(context=safe)
        if settings.smtp_user:
            server.login(settings.smtp_user, _password(settings))
    except BaseException:
        server.close()
        raise
    return server


def _password(settings: Settings) -> str:
    if settings.smtp_password_file is None:
        raise MailNotSent(why="设置了发信账号，却没有设置 XIAOHAO_SMTP_PASSWORD_FILE")
    try:
        return settings.smtp_password_file.read_text(encoding="utf-8").strip("\r\n")
    except OSError as problem:
        why = f"读不了 XIAOHAO_SMTP_PASSWORD_FILE 指定的文件（{problem.strerror or type(problem).__name__}）"
        raise MailNotSent(why=why) from problem


def _told(problem: Exception) -> MailNotSent:
    """In words, and whether it is worth another try. A refused sender or password is the site's to mend, not the mail's end."""
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        code, answer = next(iter(problem.recipients.values()))
        return MailNotSent(why=f"对方不收这个邮箱（{_words(code, answer)}）", for_good=code >= 500)
    if isinstance(problem, smtplib.SMTPAuthenticationError):
        return MailNotSent(why=f"邮件服务器不认发信账号或密码（{_words(problem.smtp_code, problem.smtp_error)}）")
    if isinstance(problem, smtplib.SMTPDataError):
        code = problem.smtp_code
        return MailNotSent(why=f"邮件服务器不收这封信（{_words(code, problem.smtp_error)}）", for_good=code >= 500)
    if isinstance(problem, smtplib.SMTPResponseException):
        return MailNotSent(why=f"邮件服务器答复 {_words(problem.smtp_code, problem.smtp_error)}")
    if isinstance(problem, smtplib.SMTPNotSupportedError):
        return MailNotSent(why="邮件服务器不支持 STARTTLS 或登录，请核对端口和 XIAOHAO_SMTP_SECURITY")
    if isinstance(problem, ssl.SSLError):
        return MailNotSent(why=f"与邮件服务器的加密连接没有建成，请核对端口、证书（{type(problem).__name__}）")
    if isinstance(problem, TimeoutError) or "timed out" in str(problem):
        return MailNotSent(why="邮件服务器太久没有答复")
    return MailNotSent(why=f"连不上邮件服务器，或者连接中断（{type(problem).__name__}）")


def _words(code: int, answer: bytes | str) -> str:
    said = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return f"{code} {said}"[:200]

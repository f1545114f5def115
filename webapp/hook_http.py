"""Calling an address somebody typed in, without letting it lead into the house.

The name is looked up once, every address it has is judged, and the connection goes to the address that was judged, so that a name which answers
differently a moment later gains nothing. Redirects are not followed, and no more is read than an answer needs.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from webapp.time_limits import limited
from workflows.rules.errors import Refusal

READ = 4096
"""Bytes of an answer that are read."""
WHOLE = 3
"""So many times its limit of seconds may a whole call take."""
LONGEST = 1000
_TRANSLATED = tuple(ipaddress.ip_network(each) for each in ("64:ff9b::/96", "2002::/16", "2001::/32"))
"""IPv6 that carries an IPv4 address within: what it reaches cannot be told from outside."""
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class HookRefused(Refusal):
    """这个地址不能用：{why}。
    This address cannot be used.
    """

    code = "hook-refused"


class HookFailed(Refusal):
    """没有送达：{why}。
    The call was not delivered.
    """

    code = "hook-failed"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the endpoint said: the status, and the beginning of the body."""

    status: int
    body: bytes


def checked(address: str, allow: Collection[str]) -> SplitResult:
    """The parts of an address that may be called. Raises HookRefused with what is wrong with it."""
    if len(address) > LONGEST or not address.isascii() or not address.isprintable() or " " in address:
        raise HookRefused(why=f"须是不超过 {LONGEST} 个字符的网址，不含空格和汉字")
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise HookRefused(why="不是一个完整的网址") from None
    if parts.scheme not in ("https", "http") or not parts.hostname or parts.username is not None or port == 0:
        raise HookRefused(why="须以 https:// 开头，写明主机名，不带用户名和密码")
    found = places(parts.hostname, allow)
    inside = parts.hostname in allow or all(_within(each, allow) for each in found)
    if parts.scheme == "http" and not inside:
        raise HookRefused(why="对外的地址须以 https:// 开头")
    return parts


def places(host: str, allow: Collection[str]) -> list[Address]:
    """Every address of a host, all of them outside the house or allowed. Raises HookRefused for any that is not, and for an unknown name."""
    try:
        found = {row[4][0] for row in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError):
        raise HookRefused(why=f"找不到主机 {host}") from None
    judged = [ipaddress.ip_address(str(each).partition("%")[0]) for each in sorted(map(str, found))]
    for each in judged:
        if host not in allow and not _within(each, allow) and not _outside(each):
            raise HookRefused(why=f"{host} 指向内部网络（{each}）；确需使用的，请在 XIAOHAO_HOOK_ALLOW 中列明")
    return judged


def post(address: str, body: bytes, headers: Mapping[str, str], *, allow: Collection[str], seconds: float) -> Answer:
    """Send a body. Raises HookRefused, and HookFailed when no answer came."""
    parts = checked(address, allow)
    connection = _Pinned(parts, places(str(parts.hostname), allow)[0], seconds)
    target = parts.path or "/"
    try:
        with limited(seconds * WHOLE, lambda: connection.sock):
            connection.request("POST", f"{target}?{parts.query}" if parts.query else target, body, dict(headers))
            answer = connection.getresponse()
            return Answer(status=answer.status, body=answer.read(READ))
    except TimeoutError as problem:
        raise HookFailed(why="对方太久没有答复") from problem
    except ssl.SSLError as problem:
        raise HookFailed(why=f"加密连接没有建成，请核对对方的证书（{type(problem).__name__}）") from problem
    except (OSError, http.client.HTTPException) as problem:
        raise HookFailed(why=f"连不上，或者连接中断（{type(problem).__name__}）") from problem
    finally:
        connection.close()


class _Pinned(http.client.HTTPConnection):
    """A connection to the address that was judged, under the name that was asked for."""

    def __init__(self, parts: SplitResult, place: Address, seconds: float) -> None:
        port = parts.port or (443 if parts.scheme == "https" else 80)
        super().__init__(str(parts.hostname), port, timeout=seconds)
        self._place, self._tls = str(place), parts.scheme == "https"

    def connect(self) -> None:
        self.sock = socket.create_connection((self._place, self.port), self.timeout)
        if self._tls:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)


def _outside(place: Address) -> bool:
    """Whether an address belongs to the world, and not to this machine, this house, or a special purpose."""
    if isinstance(place, ipaddress.IPv6Address):
        if place.ipv4_mapped is not None:
            return _outside(place.ipv4_mapped)
        if any(place in each for each in _TRANSLATED):
            return False
    return place.is_global and not place.is_multicast


def _within(place: Address, allow: Collection[str]) -> bool:
    for each in allow:
        with suppress(ValueError):
            if place in ipaddress.ip_network(each, strict=False):
                return True
    return False

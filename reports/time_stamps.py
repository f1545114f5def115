"""Time stamps from any RFC 3161 server, asked with a bound on time and size.

pyHanko's own client needs a library this house has no other use for, and waits as long as a server keeps sending.
"""

from __future__ import annotations

import asyncio
import http.client
import time
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from asn1crypto import cms, tsp
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko_certvalidator import CertificateValidator
from pyhanko_certvalidator.errors import PathError, ValidationError

from reports import cms_shape
from reports.levels import Assurance
from reports.refusals import CannotSign, NoTimeStamp
from reports.trust import Trust

_LARGEST = 1024 * 1024  # bytes of an answer
_HEADERS = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}


def time_server(assurance: Assurance) -> TimeServer | None:
    """The server of the settings; None for a level without time stamps. Raises CannotSign when the level needs one and none is set."""
    if not assurance.level.stamped:
        return None
    if not assurance.time_server:
        raise CannotSign(why=f"签名级别为 {assurance.level}，但没有设置时间戳服务器（XIAOHAO_TIME_SERVER）")
    return TimeServer(assurance.time_server, seconds=assurance.seconds, trust=assurance.trust)


class TimeServer(TimeStamper):
    """One server, for the signatures of one document. Raises NoTimeStamp when it is away, hangs, refuses or is not trusted."""

    def __init__(self, address: str, *, seconds: float, trust: Trust) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # the library leaves it untyped
        self._address = urlsplit(address)
        self._seconds = seconds
        self._trust = trust
        if self._address.scheme not in ("http", "https") or not self._address.hostname:
            raise self._none("地址应以 http:// 或 https:// 开头")

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """One question and its answer."""
        data = await asyncio.to_thread(self._ask, req.dump())
        try:
            answer = tsp.TimeStampResp.load(data)
            answer["status"]["status"].native  # noqa: B018  # parsed lazily: a web page in its place fails here
        except ValueError as problem:
            raise self._none("对方的答复不是时间戳") from problem
        return answer

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        """A stamp over the digest, which the server must not have mistaken for another."""
        try:
            token = await super().async_timestamp(message_digest, md_algorithm)
            info = token["content"]["encap_content_info"]["content"].parsed
            same = info["message_imprint"]["hashed_message"].native == message_digest
        except (
            TimestampRequestError,
            ValueError,
            TypeError,
            KeyError,
            AttributeError,
        ) as problem:  # a wrong nonce: the last
            raise self._none("服务器拒绝了请求") from problem
        if not same:
            raise self._none("时间戳盖的不是这份文件")
        if not cms_shape.is_plain_stamp(token):
            raise self._none("时间戳里有没有签名保护的内容，核验时会被拒绝，请换一个时间戳服务器")
        await self._require_trusted(token, info["gen_time"].native)
        return token

    async def _require_trusted(self, token: cms.ContentInfo, at: datetime) -> None:
        """What a verifier would not trust is not put into a paper either."""
        try:
            (named,) = token["content"]["signer_infos"]
            beside = [each.chosen for each in token["content"]["certificates"]]
            serial = named["sid"].chosen["serial_number"].native
            own = next(each for each in beside if each.serial_number == serial)
            validator = CertificateValidator(own, beside, validation_context=self._trust.context(at))
            await validator.async_validate_usage(set(), {"time_stamping"})  # type: ignore[no-untyped-call]  # the library leaves it untyped
        except (PathError, ValidationError, ValueError, StopIteration) as problem:
            why = "它的证书不是由受信任的机构签发，请管理员把它的根证书加入 XIAOHAO_TRUST_ROOTS"
            raise self._none(why) from problem

    def _ask(self, question: bytes) -> bytes:
        until = time.monotonic() + self._seconds
        connection = self._connection()
        try:
            connection.request("POST", self._path(), body=question, headers=_HEADERS)
            return self._read(connection.getresponse(), until)
        except TimeoutError as problem:
            raise self._none(f"{self._seconds:g}秒内没有答复") from problem
        except (OSError, http.client.HTTPException) as problem:
            raise self._none("连接不上，或中途断开") from problem
        finally:
            connection.close()

    def _read(self, response: http.client.HTTPResponse, until: float) -> bytes:
        if response.status != http.client.OK:
            raise self._none(f"服务器答复 HTTP {response.status}")
        data = b""
        while piece := response.read1(65536):
            data += piece
            if time.monotonic() > until:
                raise TimeoutError
            if len(data) > _LARGEST:
                raise self._none("答复过大")
        return data

    def _connection(self) -> http.client.HTTPConnection:
        kind: Any = http.client.HTTPSConnection if self._address.scheme == "https" else http.client.HTTPConnection
        return kind(self._address.hostname, self._address.port, timeout=self._seconds)  # type: ignore[no-any-return]  # one of two classes

    def _path(self) -> str:
        return (self._address.path or "/") + (f"?{self._address.query}" if self._address.query else "")

    def _none(self, why: str) -> NoTimeStamp:
        return NoTimeStamp(where=self._address.netloc or "未设置", why=why)

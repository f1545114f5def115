"""Signatures that others can check: against the specification's library, and DingTalk's own recipe."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from urllib.parse import parse_qs

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from workflows.rules.hook_signatures import dingtalk_query, headers, secret_of

BODY = '{"type":"task_returned","标题":"被退回"}'.encode()


def test_the_specification_s_own_library_believes_us() -> None:
    secret, now = secret_of(b"k" * 32), int(time.time())  # the library asks the machine's clock
    signed = headers([secret], identifier="8d7", seconds=now, body=BODY)
    assert Webhook(secret).verify(BODY, signed)["type"] == "task_returned"
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(BODY.replace("退".encode(), "通".encode()), signed)


def test_the_example_of_the_specification_comes_out_the_same() -> None:
    signed = headers(
        ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
        identifier="msg_p5jXN8AQM9LWM0D4loKWxJek",
        seconds=1614265330,
        body=b'{"test": 2432232314}',
    )
    assert signed["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_while_a_secret_is_changed_both_are_believed() -> None:
    old, new, now = secret_of(b"a" * 32), secret_of(b"b" * 32), int(time.time())
    signed = headers([new, old], identifier="8d7", seconds=now, body=BODY)
    assert Webhook(old).verify(BODY, signed)
    assert Webhook(new).verify(BODY, signed)


def test_a_secret_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="not a secret"):
        headers(["whsec_不是"], identifier="8d7", seconds=1, body=BODY)


def test_dingtalk_signs_its_time_with_the_secret() -> None:
    query = parse_qs(dingtalk_query("SEC123", milliseconds=1700000000000))
    mark = hmac.new(b"SEC123", b"1700000000000\nSEC123", hashlib.sha256).digest()
    assert query == {"timestamp": ["1700000000000"], "sign": [base64.b64encode(mark).decode()]}

"""What only a program is told."""

from __future__ import annotations

from workflows.rules.errors import NotPermitted, Refusal

ROOT = "/api/v1"


class NotKnown(Refusal):
    """没有有效的令牌：请在请求头 Authorization 里写“Bearer 令牌”。令牌可能已停用、到期，或者账号已停用。
    No valid token: send “Authorization: Bearer …”; it may be revoked, expired, or its owner's account closed.
    """

    code = "not-known"


class ScopeMissing(NotPermitted):
    """这个令牌没有“{name}”这项用途（{scope}），请在“个人令牌”页面另建一个。
    This token does not have the scope this operation needs.
    """

    code = "scope-missing"


class AccountDue(NotPermitted):
    """您的密码是别人代设的或已到期，或者您的岗位需要两步验证：请先登录网站办好，令牌随后恢复可用。
    Sign in to the site first: your password must be changed, or your role needs a second proof.
    """

    code = "account-due"


class NotJson(Refusal):
    """读不了请求的内容：不是有效的 JSON（UTF-8）。
    The body is not valid JSON in UTF-8.
    """

    code = "not-json"


class OtherKind(Refusal):
    """请求的内容应为 {wanted}，没有保存任何内容。
    The body must be of type {wanted}; nothing was saved.
    """

    code = "other-kind"


class NoKey(Refusal):
    """缺少请求头 Idempotency-Key：请为每一次办理另取一个编号（1 到 64 个字母、数字、“-”“_”“.”），重试时沿用同一个。
    The header Idempotency-Key is missing or malformed; choose a new one for every act and keep it when you try again.
    """

    code = "no-idempotency-key"

"""What this package refuses, in words."""

from __future__ import annotations

from workflows.rules.errors import Refusal


class FontsMissing(Refusal):
    """文书字体还没有准备好：字体在首次启动时自动生成，约需几分钟，生成后文书会自动补出。如长时间没有变化，请运行 ./run doctor 查看。
    The fonts of the documents are still being built in {directory}; the document will be made when they are ready.
    """

    code = "fonts-missing"


class LayoutFailed(Refusal):
    """文书没有排成：{why}。请把这句话告诉系统管理员。
    The document could not be laid out: {why}.
    """

    code = "layout-failed"


class KeyUnusable(Refusal):
    """签名密钥用不了（{where}）：{why}。文书没有签名，请系统管理员检查签名证书的设置。
    The signing key cannot be used ({where}): {why}.
    """

    code = "key-unusable"


class CannotSign(Refusal):
    """文书没有签成：{why}。
    The document was not signed: {why}.
    """

    code = "cannot-sign"

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


class TemplateRefused(Refusal):
    """本市的文书模板 {file} 第 {line} 行有误：{why}。改好这个文件、或者把它移出模板文件夹后，再重新制作文书；在此之前不会改用内置模板。
    Line {line} of the city's template {file} is wrong; nothing is printed until the file is mended or taken away.
    """

    code = "template-refused"


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


class WrongPin(KeyUnusable):
    """密码设备的口令不对（{where}）。为防止设备锁死，系统不会自动再试：请系统管理员更正口令后，由领导小组办公室重新制作。
    The token's PIN is wrong ({where}); it is not tried again by itself, so that the token is not locked.
    """

    code = "wrong-pin"


class NoTimeStamp(Refusal):
    """没有取得时间戳（{where}）：{why}。文书还没有签完，没有发出，系统会自动再试。
    No time stamp was had from {where}; the document is not finished and will be tried again.
    """

    code = "no-time-stamp"


class CertificateRefused(CannotSign):
    """{who}的签名证书不能使用：{why}。文书没有签名。
    The certificate cannot be used for signing.
    """

    code = "certificate-refused"


class WrongAnswer(Refusal):
    """交回的签名文件不能使用：{why}。文书没有改动，可以重新签名后再交。
    The signature handed in cannot be used; the document was not changed.
    """

    code = "wrong-answer"

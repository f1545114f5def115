"""A corpus of tampered papers: each entry makes one from a genuine paper, as somebody would who wants it to say something else.

`python -m tests.reports.tampered_table` writes what `pdfsig`, pyHanko and our verifier say of each into `docs/verification.md`.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pikepdf

from reports.sign import sign
from reports.verdict import Expected
from tests.reports.originals import HOLE, RANGE, Change, Originals, resaved
from tests.reports.pki import Holder, Pki
from tests.reports.signing_city import NAMES
from tests.reports.tampered_updates import (
    added_field,
    annotated,
    appended_page,
    changed_information,
    changed_xmp,
    emptied_signature,
    overlay,
    pasted_signature,
    removed_certification,
    removed_validation_data,
    replaced_appearance,
    same_signature_twice,
    shadow,
    swapped_attachment,
    swapped_font,
    weaker_docmdp,
)


@dataclass(frozen=True, kw_only=True)
class Tampered:
    """One file of the corpus: what was done, and how; `known`: only the register can tell."""

    name: str
    make: Change
    known: bool = False


# --- bytes ------------------------------------------------------------------------------------------------------------


def changed_byte(o: Originals) -> bytes:
    place = o.paper.index(b"stream\n") + 12
    return o.paper[:place] + bytes([o.paper[place] ^ 1]) + o.paper[place + 1 :]


def changed_byte_in_the_signature(o: Originals) -> bytes:
    place = HOLE.search(o.paper).start(1) + 400  # type: ignore[union-attr]  # it is signed
    return o.paper[:place] + (b"0" if o.paper[place : place + 1] != b"0" else b"1") + o.paper[place + 1 :]


def hidden_in_the_padding(o: Originals) -> bytes:
    end = list(HOLE.finditer(o.paper))[-1].end(1)
    return o.paper[: end - 8] + b"deadbeef" + o.paper[end:]


def changed_byte_range(o: Originals) -> bytes:
    found = list(RANGE.finditer(o.paper))[-1]
    _, before, after, rest = (int(part) for part in re.findall(rb"\d+", found[0]))
    text = f"/ByteRange [0 {before} {after} {rest - 30}]".encode()
    return o.paper[: found.start()] + text.ljust(len(found[0]))[: len(found[0])] + o.paper[found.end() :]


# --- forged signatures --------------------------------------------------------------------------------------------------


def universal_forgery(text: bytes) -> Change:
    """The signature dictionary keeps its look and loses what would be checked (Mladenov et al., 2019)."""

    def make(o: Originals) -> bytes:
        found = list(RANGE.finditer(o.paper))[-1]
        return o.paper[: found.start()] + text.ljust(len(found[0])) + o.paper[found.end() :]

    return make


def no_contents(o: Originals) -> bytes:
    found = list(HOLE.finditer(o.paper))[-1]
    return o.paper[: found.start(1)] + b"0" * len(found[1]) + o.paper[found.end(1) :]


def signed_by(holder: Callable[[Originals], Holder]) -> Change:
    """Both signatures are made anew, the last by somebody else under the office's name."""

    def make(o: Originals) -> bytes:
        found = holder(o)
        return sign(
            o.once, key=found.file_key, field="office", name=NAMES["office"], capacity="出具单位", at=o.city.at,
            assurance=o.city.assurance(),
        )  # fmt: skip

    return make


def expired(o: Originals) -> bytes:
    past = Pki(
        o.city.pki.directory,
        o.city.at.replace(year=o.city.at.year - 3),
        name=o.city.pki.name,
        root_key=o.city.pki.root_key,
    )
    key = past.holder("领导小组办公室").file_key
    return sign(o.once, key=key, field="office", name=NAMES["office"], capacity="出具单位", at=past.at)


def swapped_certificate(o: Originals) -> bytes:
    """The certificate in the last signature is replaced by that of a namesake from elsewhere."""
    found = list(HOLE.finditer(o.paper))[-1]
    mine = o.city.office.certificate.public_bytes(_der())
    other = o.stranger.holder("领导小组办公室", kind="rsa").certificate.public_bytes(_der())
    data = bytes.fromhex(found[1].decode())
    if len(other) != len(mine):
        other = other[: len(mine)].ljust(len(mine), b"\0")
    text = data.replace(mine, other).hex().encode()
    return o.paper[: found.start(1)] + text + o.paper[found.end(1) :]


def _der() -> Any:
    from cryptography.hazmat.primitives.serialization import Encoding

    return Encoding.DER


def rollback_to_once(o: Originals) -> bytes:
    return o.once


def without_the_last_stamp(o: Originals) -> bytes:
    """The archived paper as it was before its last time stamp."""
    last = list(re.finditer(rb"%%EOF\s", o.archived))[-2]
    return o.archived[: last.end()]


def without_attachment(document: pikepdf.Pdf) -> None:
    del document.Root.Names


def stripped(document: pikepdf.Pdf) -> None:
    del document.Root.AcroForm, document.pages[0].obj.Annots


def in_a_zip(o: Originals) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("paper.pdf", o.paper)
    return out.getvalue()


CORPUS: tuple[Tampered, ...] = (
    Tampered(name="改一个字节（附件内容）", make=changed_byte),
    Tampered(name="改签名数据里的一个字节", make=changed_byte_in_the_signature),
    Tampered(name="在签名的填充里藏数据", make=hidden_in_the_padding),
    Tampered(name="改 ByteRange", make=changed_byte_range),
    Tampered(name="末尾追加字节", make=lambda o: o.paper + b"\n%garbage\n"),
    Tampered(name="存档件末尾追加字节", make=lambda o: o.archived + b"\n%garbage\n"),
    Tampered(name="截断", make=lambda o: o.paper[: len(o.paper) * 2 // 3]),
    Tampered(name="增加一页", make=appended_page),
    Tampered(name="覆盖页面内容", make=overlay),
    Tampered(name="增加批注", make=annotated("/FreeText")),
    Tampered(name="增加图章批注", make=annotated("/Stamp")),
    Tampered(name="换掉附件", make=swapped_attachment),
    Tampered(name="换掉签名外观", make=replaced_appearance),
    Tampered(name="改文档信息", make=changed_information),
    Tampered(name="改 XMP 元数据", make=changed_xmp),
    Tampered(name="增加表单域", make=added_field),
    Tampered(name="换字体", make=swapped_font),
    Tampered(name="放宽 DocMDP", make=weaker_docmdp),
    Tampered(name="去掉认证（Perms）", make=removed_certification),
    Tampered(name="去掉验证资料（DSS）", make=removed_validation_data),
    Tampered(name="清空最后一个签名", make=emptied_signature),
    Tampered(name="同一签名用两次", make=same_signature_twice),
    Tampered(name="贴入另一份文书的签名", make=pasted_signature),
    Tampered(name="影子攻击：隐藏", make=lambda o: shadow(o.master, kind="hide", city=o.city)),
    Tampered(name="影子攻击：替换", make=lambda o: shadow(o.master, kind="replace", city=o.city)),
    Tampered(name="影子攻击：隐藏并替换", make=lambda o: shadow(o.master, kind="hide-and-replace", city=o.city)),
    Tampered(name="通用伪造：没有 ByteRange", make=universal_forgery(b"/ByteNone [0 0 0 0]")),
    Tampered(name="通用伪造：ByteRange 为 null", make=universal_forgery(b"/ByteRange null")),
    Tampered(name="通用伪造：ByteRange 为零", make=universal_forgery(b"/ByteRange [0 0 0 0]")),
    Tampered(name="通用伪造：ByteRange 为负", make=universal_forgery(b"/ByteRange [0 -1 0 -1]")),
    Tampered(name="通用伪造：签名值全零", make=no_contents),
    Tampered(name="换签名里的证书", make=swapped_certificate),
    Tampered(name="同名冒充的根证书", make=signed_by(lambda o: o.stranger.holder("领导小组办公室"))),
    Tampered(name="自签名的证书", make=signed_by(lambda o: _self_signed(o))),
    Tampered(name="过期的证书", make=expired),
    Tampered(name="别的单位代签（登记可知）", make=signed_by(lambda o: o.city.pki.holder("江口县")), known=True),
    Tampered(name="退回到最后一个签名之前", make=rollback_to_once),
    Tampered(name="去掉存档时间戳", make=without_the_last_stamp),
    Tampered(name="pikepdf 另存", make=lambda o: resaved(o.paper)),
    Tampered(
        name="另存并压缩对象流", make=lambda o: resaved(o.paper, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    ),
    Tampered(name="另存为线性化（快速网页浏览）", make=lambda o: resaved(o.paper, linearize=True)),
    Tampered(name="另存并加密", make=lambda o: resaved(o.paper, encryption=pikepdf.Encryption(user="", owner="x"))),
    Tampered(name="另存并去掉附件", make=lambda o: resaved(o.paper, without_attachment)),
    Tampered(name="另存并去掉签名", make=lambda o: resaved(o.paper, stripped)),
    Tampered(name="开头加 HTML", make=lambda o: b"<html><script>1</script></html>\n" + o.paper),
    Tampered(name="开头加 ZIP（多面文件）", make=lambda o: in_a_zip(o) + o.paper),
    Tampered(name="空文件", make=lambda _: b""),
    Tampered(name="没有签名的底稿", make=lambda o: o.master),
    Tampered(name="另一份真文书（登记可知）", make=lambda o: o.other, known=True),
    Tampered(name="300 MB 垃圾", make=lambda _: b"%PDF-1.7\n" + bytes(300 * 1024 * 1024)),
)


def _self_signed(o: Originals) -> Holder:
    """A certificate that is its own issuer and calls itself the office."""
    own = Pki(o.stranger.directory, o.city.at, name="领导小组办公室")
    return Holder(name="领导小组办公室", key=own.root_key, certificate=own.root, directory=o.stranger.directory)


def expected_of(o: Originals) -> Expected:
    """What the register knows of the paper."""
    known = o.city.register()
    return Expected(
        fields=known.fields, signers=known.signers, digest=hashlib.sha256(o.paper).hexdigest(), registered_at=None
    )

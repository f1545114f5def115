"""Signing with a key that never comes to the server: a file goes out, the owner's own token signs it, a CMS comes back.

What goes out is small: the attributes that a PAdES signature signs (digest of the document, identity of the certificate), in
DER. A token that signs those bytes has signed the document; its answer is a CMS without attributes of its own (`openssl cms
-sign -noattr`). Programs that can only sign a whole file get the document's signed bytes instead, and their CMS carries the
attributes itself. Both are put into the same shape before they are embedded.
"""

from __future__ import annotations

import asyncio
import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from asn1crypto import algos, cms, pem, x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key
from pyhanko.sign.signers import ExternalSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from reports import cms_shape, trust
from reports.levels import PLAIN, Assurance
from reports.refusals import WrongAnswer
from reports.sign import finished, understandable, visible
from reports.signing_parts import SignerAt, WriterAt, is_last, metadata_for
from reports.time_stamps import time_server

LARGEST_ANSWER = 12 * 1024  # bytes
_HASH = "sha256"
_SIGNATURE_BYTES = {"rsa": 512, "ec": 144}  # the longest that occur: RSA 4096, ECDSA P-521 in DER


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """A PDF with an empty place for the signature, and what the token is to sign."""

    pdf: bytes
    to_sign: bytes

    @property
    def whole(self) -> bytes:
        """The document's signed bytes: everything but the empty place."""
        before, after = cms_shape.last_hole(self.pdf)
        return self.pdf[:before] + self.pdf[after:]


def prepare(
    pdf: bytes,
    *,
    certificate: bytes,
    field: str,
    name: str,
    capacity: str,
    at: datetime,
    fonts: Path | None = None,
    assurance: Assurance = PLAIN,
) -> Prepared:
    """The PDF made ready for the owner of `certificate` (PEM, its chain may follow).

    Raises CertificateRefused (expired, revoked, from nobody who is trusted), NoTimeStamp, CannotSign, FontsMissing.
    """
    own, *chain = trust.certificates(certificate)
    trust.require_good(own, trust=assurance.trust, at=at, others=chain)
    signer = _signer(own, chain, _SIGNATURE_BYTES[own.public_key.algorithm])
    with visible(fonts, name=name, capacity=capacity, at=at) as look, understandable():
        writer = WriterAt(pdf, at)
        metadata = metadata_for(writer, field=field, name=name, capacity=capacity, at=at, assurance=assurance)
        machine = SignerAt(metadata, signer, look, at, time_server(assurance))
        return asyncio.run(_prepared(machine, writer, signer))


async def _prepared(machine: SignerAt, writer: WriterAt, signer: ExternalSigner) -> Prepared:
    out = io.BytesIO()
    digest, _, _ = await machine.async_digest_doc_for_signing(writer, existing_fields_only=True, output=out)
    attributes = await signer.signed_attrs(digest.document_digest, _HASH, use_pades=True)
    return Prepared(pdf=out.getvalue(), to_sign=attributes.dump())


def check_answer(
    answer: bytes, *, prepared: Prepared, certificate: bytes, at: datetime, assurance: Assurance = PLAIN
) -> None:
    """Raises WrongAnswer when the CMS is not this person's signature over this document, CertificateRefused as `prepare` does."""
    _read(answer, prepared, certificate, at, assurance)


def embed(
    answer: bytes,
    *,
    prepared: Prepared,
    certificate: bytes,
    field: str,
    at: datetime,
    assurance: Assurance = PLAIN,
) -> bytes:
    """The signed PDF. Raises what `check_answer` does, and NoTimeStamp."""
    attributes, value = _read(answer, prepared, certificate, at, assurance)
    own, *chain = trust.certificates(certificate)
    server = time_server(assurance)
    with understandable():
        last = is_last(WriterAt(prepared.pdf, at), field)
        signer = _signer(own, chain, value)
        made = asyncio.run(signer.async_sign_prescribed_attributes(_HASH, attributes, timestamper=server))
        pdf = _filled(prepared.pdf, made.dump())
        return finished(pdf, assurance=assurance, server=server, at=at, last=last)


def _read(
    answer: bytes, prepared: Prepared, certificate: bytes, at: datetime, assurance: Assurance
) -> tuple[cms.CMSAttributes, bytes]:
    """The signed attributes and the signature over them."""
    own, *chain = trust.certificates(certificate)
    signed = _parsed(answer)
    (info,) = signed["signer_infos"]
    _require_owner(signed, info, own)
    trust.require_good(own, trust=assurance.trust, at=at, others=chain)
    if (
        info["digest_algorithm"]["algorithm"].native != _HASH
        or info["signature_algorithm"].signature_algo == "rsassa_pss"
    ):
        raise WrongAnswer(why="请用 SHA-256 签名（openssl 加 -md sha256），RSA 用 PKCS#1 v1.5 填充")
    attributes = _attributes(info, prepared)
    value = bytes(info["signature"].native)
    if not _fits(own, value, attributes.dump()):
        raise WrongAnswer(why="签名与证书不匹配，或签的不是这次取的待签文件，请重新取待签文件后再签")
    return attributes, value


def _parsed(answer: bytes) -> cms.SignedData:
    """Raises WrongAnswer for what is no CMS with one signer."""
    if len(answer) > 2 * LARGEST_ANSWER:
        raise WrongAnswer(why="文件太大，应是几千字节的签名文件（.p7s 或 .p7m），不要交回 PDF")
    try:
        data = pem.unarmor(answer)[2] if pem.detect(answer) else answer
        content = cms.ContentInfo.load(data, strict=True)
        if content["content_type"].native != "signed_data" or len(content["content"]["signer_infos"]) != 1:
            raise ValueError("no single signature")
        content["content"].native  # noqa: B018  # parsed lazily: a damaged one fails here
    except (ValueError, TypeError, KeyError) as problem:
        raise WrongAnswer(why="不是一人签名的 CMS（PKCS#7）文件") from problem
    if len(data) > LARGEST_ANSWER:
        raise WrongAnswer(why="签名文件过大，请用分离式签名，不要把原文放进去")
    return content["content"]


def _require_owner(signed: cms.SignedData, info: cms.SignerInfo, own: x509.Certificate) -> None:
    beside = [each.chosen for each in signed["certificates"]] if signed["certificates"].native else []
    wrong = f"签名用的证书不是登记的那一张（登记的是{trust.label(own.subject)}"
    if not beside and info["sid"].name == "issuer_and_serial_number":
        named = (info["sid"].chosen["issuer"].dump(), info["sid"].chosen["serial_number"].native)
        if named != (own.issuer.dump(), own.serial_number):
            raise WrongAnswer(why=f"{wrong}）")
    elif own.sha256 not in [each.sha256 for each in beside]:
        theirs = "、".join(trust.label(each.subject) for each in beside[:3])
        raise WrongAnswer(why=f"{wrong}，交回的是{theirs}）")


def _attributes(info: cms.SignerInfo, prepared: Prepared) -> cms.CMSAttributes:
    """The attributes that were signed: those that went out, or those a program made over the whole document."""
    if not info["signed_attrs"].native:
        return cms.CMSAttributes.load(prepared.to_sign)
    stated = {each["type"].native: each["values"] for each in info["signed_attrs"]}
    digest = stated["message_digest"][0].native if "message_digest" in stated else b""
    if digest == hashlib.sha256(prepared.whole).digest():
        return info["signed_attrs"].untag()
    if digest == hashlib.sha256(prepared.to_sign).digest():
        why = "签名软件另外加了签名属性：请加 -noattr 再签，或改签“整份待签内容”"
        raise WrongAnswer(why=why)
    raise WrongAnswer(why="签的不是这份文书，或不是最近一次取的待签文件")


def _fits(own: x509.Certificate, value: bytes, signed: bytes) -> bool:
    key: Any = load_der_public_key(own.public_key.dump())
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(value, signed, padding.PKCS1v15(), SHA256())
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(value, signed, ec.ECDSA(SHA256()))
        else:
            return False
    except InvalidSignature:
        return False
    return True


def _signer(own: x509.Certificate, chain: Sequence[x509.Certificate], value: bytes | int) -> ExternalSigner:
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]  # the library leaves it untyped
    store.register_multiple(chain)
    kind = "sha256_rsa" if own.public_key.algorithm == "rsa" else "sha256_ecdsa"
    mechanism = algos.SignedDigestAlgorithm({"algorithm": kind})
    return ExternalSigner(own, store, signature_value=value, signature_mechanism=mechanism, embed_roots=False)


def _filled(pdf: bytes, signature: bytes) -> bytes:
    before, after = cms_shape.last_hole(pdf)
    room, text = after - before - 2, signature.hex().encode()
    if len(text) > room:
        raise WrongAnswer(why="签名文件比预留的位置大")
    return pdf[: before + 1] + text + b"0" * (room - len(text)) + pdf[after - 1 :]

"""`xiaohao verify FILE.pdf`: is this paper what was issued?"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from reports.verdict import Answer, SignatureVerdict, Verdict
from webapp.cli.mishaps import reason
from webapp.clock import system_time
from webapp.settings import Settings
from workflows.rules.deadlines import CITY_ZONE
from workflows.rules.errors import Unreadable

NOT_GENUINE = 1


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
@click.option("--root", "extra", multiple=True, type=click.Path(path_type=Path, exists=True), help="另外信任的根证书")
def verify(file: Path, as_json: bool, extra: tuple[Path, ...]) -> None:
    """核验一份文书：有没有改动、谁签的、证书可不可信。不是真实有效时退出码为 1。"""
    from reports.verify import verify as judge  # brings in the PDF libraries, which no other command needs

    try:
        pdf = file.read_bytes()
    except OSError as problem:
        raise Unreadable(what="文书", where=file, why=reason(problem)) from None
    verdict = judge(pdf, roots=[*Settings().roots(), *extra], at=system_time())
    click.echo(verdict.to_json() if as_json else in_words(verdict))
    sys.exit(0 if verdict.genuine else NOT_GENUINE)


def in_words(verdict: Verdict) -> str:
    """The verdict as lines: the word, why, and each signature with its three answers."""
    lines = [f"核验结论：{verdict.overall.value}", *(f"  {each.reason}" for each in verdict.reasons)]
    for signature in verdict.signatures:
        lines += _signature(signature)
    lines += [f"附件：{each.name}（{each.size} 字节）{each.description}" for each in verdict.attachments]
    return "\n".join([*lines, f"文件摘要（SHA-256）：{verdict.digest}"])


def _signature(signature: SignatureVerdict) -> list[str]:
    when = signature.when.astimezone(CITY_ZONE).strftime("%Y-%m-%d %H:%M:%S") if signature.when else "未写明"
    return [
        f"签名：{signature.who}　{signature.name}　{signature.capacity}　{when}",
        _answer("完整", signature.intact),
        _answer("有效", signature.valid),
        _answer("可信", signature.trusted),
    ]


def _answer(question: str, answer: Answer) -> str:
    return f"  {'是' if answer.yes else '否'}　{question}：{answer.reason}"

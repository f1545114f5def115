"""`xiaohao verify FILE.pdf`: is this paper what was issued?

Exit codes: 0 真实有效; 1 any other verdict; 2 the command could not be carried out (no such file, wrong option); 3 the file
is no PDF; 4 无法判定 (damaged, encrypted, too large, too slow).
"""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from reports.verdict import Answer, Overall, SignatureVerdict, Verdict
from reports.verify_apart import SIZE_LIMIT, verify_apart
from webapp.cli.mishaps import reason
from webapp.clock import system_time
from webapp.settings import Settings
from workflows.rules.deadlines import CITY_ZONE
from workflows.rules.errors import Unreadable

NOT_GENUINE, NO_PDF, UNDECIDED = 1, 3, 4
SECONDS = 60.0
MAGIC = b"%PDF-"


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
@click.option("--root", "extra", multiple=True, type=click.Path(path_type=Path, exists=True), help="另外信任的根证书")
@click.option("--crl", "crls", multiple=True, type=click.Path(path_type=Path, exists=True), help="证书吊销列表")
def verify(file: Path, as_json: bool, extra: tuple[Path, ...], crls: tuple[Path, ...]) -> None:
    """核验一份文书：有没有改动、谁签的、证书可不可信。

    退出码：0 真实有效；1 其他结论（已被修改、版本不完整、证书已吊销等）；2 命令没有执行；3 不是 PDF 文件；4 无法判定。
    """
    settings = Settings()
    data = _content(file)
    if not data.startswith(MAGIC):
        click.echo(f"这不是 PDF 文件：{file}。请提供下载的原文件。\nThis is not a PDF file.", err=True)
        sys.exit(NO_PDF)
    verdict = verify_apart(
        data, roots=[*settings.roots(), *extra], crls=[*settings.crls(), *crls], at=system_time(), seconds=SECONDS
    )
    click.echo(verdict.to_json() if as_json else in_words(verdict))
    sys.exit(0 if verdict.genuine else UNDECIDED if verdict.overall is Overall.UNDECIDED else NOT_GENUINE)


def _content(file: Path) -> bytes:
    """The file; only its beginning when it is too large to be one of ours, which is enough to say so."""
    try:
        with file.open("rb") as opened:
            return opened.read(SIZE_LIMIT + 1)
    except OSError as problem:
        raise Unreadable(what="文书", where=file, why=reason(problem)) from None


def in_words(verdict: Verdict) -> str:
    """The verdict as lines: the word, why, and each signature with its three answers."""
    lines = [f"核验结论：{verdict.overall.value}", *(f"  {each.reason}" for each in verdict.reasons)]
    for signature in verdict.signatures:
        lines += _signature(signature)
    for stamp in verdict.stamps:
        lines += [f"存档时间戳：{stamp.who}　{_moment(stamp.when)}", _answer("完整", stamp.intact)]
        lines += [_answer("有效", stamp.valid), _answer("可信", stamp.trusted)]
    for each in verdict.attachments:
        lines += [f"附件：{each.name}（{each.size} 字节）{each.description}", _answer("核对", each.answer)]
    return "\n".join([*lines, f"文件摘要（SHA-256）：{verdict.digest or '没有计算'}"])


def _signature(signature: SignatureVerdict) -> list[str]:
    return [
        f"签名：{signature.who}　{signature.name}　{signature.capacity}　{_moment(signature.when)}",
        f"  　　时间：{signature.when_reason.reason}",
        _answer("完整", signature.intact),
        _answer("有效", signature.valid),
        _answer("可信", signature.trusted),
    ]


def _moment(when: datetime | None) -> str:
    return when.astimezone(CITY_ZONE).strftime("%Y-%m-%d %H:%M:%S") if when else "未写明"


def _answer(question: str, answer: Answer) -> str:
    return f"  {'是' if answer.yes else '否'}　{question}：{answer.reason}"

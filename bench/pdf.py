"""A closure report: how much more it costs than WeasyPrint alone on the same HTML.

CPU milliseconds, so that a busy machine does not matter; *cold* is a new process for one document, *warm* a process that
has printed before. Ours also replaces characters, spreads lines, embeds three files, places the field and signs; the bare
figure is WeasyPrint with the same fonts, style sheet, PDF/A variant, tags and attachments. Each side runs in processes of its own, because
our patch of WeasyPrint holds for a whole process.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.report import Report, Row
from reports.authority import make_development_authority
from reports.fonts import fontconfig_file
from reports.render import html_for, render
from reports.sign import sign
from tests.reports.builders import AT, OFFICE, closure
from workflows.rules.canonical import canonical

ROUNDS, COLD_ROUNDS = 10, 3
_BARE_WARM = "热：只用 WeasyPrint，同一份 HTML、样式和附件"


def run(fonts: Path | None = None) -> Report:
    """CPU milliseconds per document, ours and bare, warm and cold."""
    directory = fonts or Path(os.environ.get("XIAOHAO_FONTS_DIR", "~/.cache/xiaohao/fonts")).expanduser()
    with tempfile.TemporaryDirectory() as room:
        page = Path(room) / "closure.html"
        page.write_text(html_for(closure(), fonts=directory), encoding="utf-8")
        warm, bare_warm = _warm("ours", directory, page), _warm("bare", directory, page)
        cold, bare_cold = _cold("ours", directory, page), _cold("bare", directory, page)
    parts = (("排版", warm["render"]), ("签名", warm["sign"]))
    rows = (
        Row(name=_BARE_WARM, value=bare_warm["document"]),
        Row(name="热：本产品，不含签名", value=warm["render"]),
        Row(name="热：本产品，含签名", value=warm["document"], parts=parts),
        Row(name="冷：只用 WeasyPrint", value=bare_cold),
        Row(name="冷：本产品，含签名", value=cold),
    )
    note = f"冷启动（新进程的第一份）：本产品为只用 WeasyPrint 的 {cold / bare_cold:.2f} 倍。"
    return Report(title="销号报告 PDF", unit="CPU 毫秒/份", beside=_BARE_WARM, rows=rows, notes=(note,))


def _cold(side: str, fonts: Path, page: Path) -> float:
    """Median CPU of a whole process that makes one document."""
    return round(statistics.median(_child(side, fonts, page, 1)[1] for _ in range(COLD_ROUNDS)), 1)


def _warm(side: str, fonts: Path, page: Path) -> dict[str, float]:
    return _child(side, fonts, page, ROUNDS)[0]


def _child(side: str, fonts: Path, page: Path, rounds: int) -> tuple[dict[str, float], float]:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(  # noqa: S603  # our own interpreter and module
        [sys.executable, "-m", "bench.pdf", side, str(fonts), str(page), str(rounds)],
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        cwd=Path(__file__).parents[1],
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return json.loads(done.stdout), used * 1000


def _median_ms(work: Callable[[], object], rounds: int) -> float:
    """Median CPU milliseconds of `work`; the first of several runs is not counted."""
    taken = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        taken.append((time.process_time() - start) * 1000)
    return round(statistics.median(taken[1:] or taken), 1)


def _ours(fonts: Path, rounds: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as room:
        key = make_development_authority(Path(room) / "authority", at=AT, organisation=OFFICE).key
        master = render(closure(), fonts=fonts).pdf if rounds > 1 else b""

        def signed(pdf: bytes) -> bytes:
            return sign(pdf, key=key, field="office", name=OFFICE, capacity="领导小组办公室", at=AT, fonts=fonts)

        whole = _median_ms(lambda: signed(render(closure(), fonts=fonts).pdf), rounds)
        if not master:
            return {"document": whole}
        alone = _median_ms(lambda: render(closure(), fonts=fonts), rounds)
        return {"document": whole, "render": alone, "sign": _median_ms(lambda: signed(master), rounds)}


def _bare(fonts: Path, page: Path, rounds: int) -> dict[str, float]:
    os.environ["FONTCONFIG_FILE"] = str(fontconfig_file(fonts))
    from weasyprint import CSS, HTML, Attachment
    from weasyprint.text.fonts import FontConfiguration

    configuration = FontConfiguration()
    style = CSS(Path(__file__).parents[1] / "reports" / "styles" / "paper.css", font_config=configuration)
    html = page.read_text(encoding="utf-8")
    facts = closure().to_json()
    embedded = {"facts.json": facts, "evidence.json": canonical(json.loads(facts)["evidence"])}

    def document() -> bytes:
        pages = HTML(string=html).render(stylesheets=[style], font_config=configuration, pdf_variant="pdf/a-3a")
        pages.metadata.attachments = [
            Attachment(string=text, name=name, created=AT, modified=AT) for name, text in embedded.items()
        ]
        return bytes(pages.write_pdf(pdf_variant="pdf/a-3a"))

    return {"document": _median_ms(document, rounds)}


def _main(side: str, fonts: str, page: str, rounds: str) -> None:
    work = _ours(Path(fonts), int(rounds)) if side == "ours" else _bare(Path(fonts), Path(page), int(rounds))
    sys.stdout.write(json.dumps(work))


if __name__ == "__main__":
    _main(*sys.argv[1:])

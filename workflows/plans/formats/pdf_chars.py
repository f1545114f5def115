"""Run as a process of its own: a PDF on standard input, its characters and ruled lines as JSON on standard output.

A process of its own, because a PDF is a program: memory and processor time are bounded by the system, whatever the file makes the library do.
Nothing of this project is imported here.
"""

from __future__ import annotations

import io
import json
import logging
import resource
import sys
from typing import Any

MEMORY = 1536 * 1024 * 1024
SECONDS = 90
MOST_PAGES = 500
MOST_RULES = 4000  # on one page; a drawing, not a table


def main() -> int:
    """Answer {"pages": […]} or {"refused": key}; the exit code is 0 for both."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    logging.disable(logging.CRITICAL)
    sys.stdout.write(json.dumps(_answer(sys.stdin.buffer.read()), ensure_ascii=True))
    return 0


def _answer(data: bytes) -> dict[str, Any]:
    from pdfminer.high_level import extract_pages
    from pdfminer.pdfdocument import PDFPasswordIncorrect

    pages: list[dict[str, Any]] = []
    try:
        for page in extract_pages(io.BytesIO(data), laparams=None):
            if len(pages) >= MOST_PAGES:
                return {"refused": "pages"}
            pages.append(_page(page))
    except PDFPasswordIncorrect:
        return {"refused": "password"}
    except (MemoryError, RecursionError):
        return {"refused": "size"}
    except Exception:  # noqa: BLE001  # whatever a damaged file makes the library raise
        return {"refused": "damaged"} if not pages else {"pages": pages}
    return {"pages": pages} if pages else {"refused": "damaged"}


def _page(page: Any) -> dict[str, Any]:
    from pdfminer.layout import LTChar, LTContainer, LTCurve, LTRect

    chars: list[list[Any]] = []
    rules: list[list[float]] = []
    stack = [page]
    while stack:
        element = stack.pop()
        if isinstance(element, LTChar):
            if element.upright:
                chars.append([*(round(edge, 1) for edge in element.bbox), element.get_text(), round(element.size, 1)])
        elif isinstance(element, LTCurve):
            _rules(element, rules, box=isinstance(element, LTRect))
        elif isinstance(element, LTContainer):
            stack.extend(element)
    return {
        "width": page.width,
        "height": page.height,
        "chars": chars,
        "rules": rules if len(rules) <= MOST_RULES else [],
    }


def _rules(shape: Any, rules: list[list[float]], *, box: bool) -> None:
    """A straight line, a box drawn as a thin line, or the four sides of a stroked box."""
    x0, y0, x1, y1 = (round(edge, 1) for edge in shape.bbox)
    if x1 - x0 < 2.5 or y1 - y0 < 2.5:
        rules.append([x0, y0, x1, y1])
    elif box and shape.stroke:
        rules.extend([[x0, y0, x1, y0], [x0, y1, x1, y1], [x0, y0, x0, y1], [x1, y0, x1, y1]])


if __name__ == "__main__":
    sys.exit(main())

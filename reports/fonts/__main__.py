"""``python -m reports.fonts DIRECTORY``: build the fonts there, or wait for the build that is under way.

``--ready DIRECTORY`` only asks whether they stand (exit code 0 or 1), for ``./run``.
"""

import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from reports.fonts.build import SourcesMissing, build
from reports.fonts.debian import CannotFetch
from reports.fonts.ready import fonts_ready

_USAGE = """用法：python -m reports.fonts 目录
在“目录”里准备公文字体。环境变量 XIAOHAO_FONT_SOURCES 可指向已解开的 .otf/.ttf 字体文件，这时不下载。
Builds the documents' fonts in the directory given; XIAOHAO_FONT_SOURCES may name unpacked font files."""


def main(arguments: Sequence[str]) -> int:
    """Exit code 0 when the fonts stand, 1 with a sentence when they cannot be had, 2 for a wrong call."""
    if len(arguments) == 2 and arguments[0] == "--ready":
        return 0 if fonts_ready(Path(arguments[1])) else 1
    if len(arguments) != 1 or arguments[0].startswith("-"):
        sys.stderr.write(_USAGE + "\n")
        return 2
    sources = os.environ.get("XIAOHAO_FONT_SOURCES")
    try:
        build(Path(arguments[0]).absolute(), sources=Path(sources) if sources else None, say=_say)
    except (CannotFetch, SourcesMissing) as problem:
        sys.stderr.write(f"{problem}\n字体没有备好，暂时不能出具文书；其他功能不受影响。\n")
        return 1
    return 0


def _say(text: str) -> None:
    sys.stdout.write(f"{time.strftime('%H:%M:%S')} {text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

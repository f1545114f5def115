"""What an installation lacks, in one line each, with what to do about it.

For the person who runs the machine and reads no stack traces; `./run doctor` prints it. Nothing is changed or created.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pysqlite3.dbapi2

from reports.fonts.libraries import missing_libraries
from webapp.clock import system_time
from webapp.doctor import data, software, work
from webapp.doctor.line import Line
from webapp.settings import Settings

CHECKOUT = Path(__file__).parents[2]


def report(settings: Settings, write: Callable[[str], None]) -> int:
    """Write every line through `write`; the exit code is 1 when something needed is missing, else 0."""
    lines = list(diagnose(settings))
    for line in lines:
        write(in_words(line))
    missing = [line for line in lines if not line.well and line.needed]
    write(f"有 {len(missing)} 项需要处理。" if missing else "需要的都已具备。")
    return 1 if missing else 0


def in_words(line: Line) -> str:
    """One line of text: mark, name, what was found, and the advice below it."""
    mark = "✓" if line.well else "✗" if line.needed else "!"
    advice = f"\n    怎么办：{line.advice}" if line.advice else ""
    return f"{mark} {line.name}：{line.found}{advice}"


def diagnose(settings: Settings) -> Iterator[Line]:
    """Look at everything a running site rests on, cheapest first."""
    yield software.python(sys.version_info[:3])
    yield software.packages(CHECKOUT / "requirements.lock")
    yield software.libraries(missing_libraries())
    yield software.sqlite(pysqlite3.dbapi2.sqlite_version_info)
    database = data.database(settings)
    yield database
    if database.well:
        yield from work.lines(settings, at=system_time())
    yield data.data_directory(settings.data_dir)
    yield data.disk(settings.data_dir)
    yield data.fonts(settings.fonts_dir)
    yield data.templates(settings.templates)
    yield data.signing_key(settings)
    yield software.page_files(CHECKOUT)

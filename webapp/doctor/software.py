"""What ./run installs: Python, its packages, system libraries, SQLite, the files of the pages."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from webapp.doctor.line import Line

OLDEST_PYTHON = (3, 11)
OLDEST_SQLITE = (3, 51, 3)
"""Earlier ones can corrupt the write-ahead log when two processes reset it."""


def python(version: tuple[int, ...]) -> Line:
    """The interpreter itself."""
    text = ".".join(map(str, version))
    if version >= OLDEST_PYTHON:
        return Line(name="Python", found=text)
    return Line(name="Python", found=f"{text}，太旧", advice="请安装 Python 3.11 或更新的版本，再运行 ./run。")


def packages(lock: Path) -> Line:
    """Whether the installed packages are those of the lock; without a checkout there is no lock to compare with."""
    if not lock.is_file():
        return Line(name="Python 软件包", found="没有锁定文件可以比对")
    wanted = dict(_locked(lock.read_text(encoding="utf-8")))
    wrong = [name for name, version in wanted.items() if _installed(name) != version]
    if not wrong:
        return Line(name="Python 软件包", found=f"{len(wanted)} 个，与锁定版本一致")
    shown = "、".join(wrong[:5]) + (f"等 {len(wrong)} 个" if len(wrong) > 5 else "")
    return Line(name="Python 软件包", found=f"缺少或版本不符：{shown}", advice="请运行 ./run，会按锁定版本补齐。")


def _locked(text: str) -> Iterator[tuple[str, str]]:
    """Names and versions of a lock; packages for other systems carry a marker and are passed over."""
    for line in text.splitlines():
        name, found, rest = line.partition("==")
        if found and not line.startswith((" ", "#")) and ";" not in rest:
            yield name.split("[")[0], rest.split()[0]


def _installed(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def libraries(missing: list[str]) -> Line:
    """What WeasyPrint needs of the system."""
    if not missing:
        return Line(name="排版系统库", found="齐全")
    return Line(
        name="排版系统库",
        found=f"缺少 {'、'.join(missing)}，不能出具文书",
        advice="请管理员运行 apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0。",
    )


def sqlite(version: tuple[int, ...]) -> Line:
    """The SQLite inside our own driver; the system's is never used."""
    text = ".".join(map(str, version))
    if version >= OLDEST_SQLITE:
        return Line(name="SQLite", found=text)
    return Line(name="SQLite", found=f"{text}，太旧", advice="请运行 ./run，重新安装 pysqlite3。")


def page_files(checkout: Path) -> Line:
    """The third-party files of the pages. Pages work without them, so nothing here is needed."""
    names = [Path(line).name for line in (checkout / "scripts" / "vendor.txt").read_text(encoding="utf-8").split()]
    absent = [name for name in names if not (checkout / "webapp" / "static" / "vendor" / name).is_file()]
    if not absent:
        return Line(name="前端文件", found=f"{len(names)} 个齐全")
    return Line(
        name="前端文件", found=f"缺少 {'、'.join(absent)}", advice="请在能上网时运行 ./run 补齐。", needed=False
    )

"""The build: sources found or fetched, faces converted by two processes, files put in place, READY last."""

import fcntl
import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from reports.fonts.characters import gb2312
from reports.fonts.debian import unpack
from reports.fonts.faces import FACES, PACKAGES, RARE, Face, file_name, full_family
from reports.fonts.finish import write_fontconfig, write_marker
from reports.fonts.outlines import draw, save
from reports.fonts.ready import fonts_ready, lock_file
from reports.fonts.reduce import covered_by, save_rare

Say = Callable[[str], None]
PROCESSES = 2


class SourcesMissing(Exception):
    """Font files that the build needs were not found; the message is a plain sentence in Chinese."""


def build(directory: Path, *, sources: Path | None = None, say: Say = lambda _: None) -> bool:
    """Build the fonts in ``directory``; False when they stood already. Waits while another process builds there.

    ``sources``: a directory with the unpacked .otf/.ttf files; without it they come from Debian's packages. ``say``
    is told each step. Raises CannotFetch or SourcesMissing; a build that failed or was killed leaves no marker.
    """
    directory.mkdir(parents=True, exist_ok=True)
    with _alone(directory):
        if fonts_ready(directory):
            return False
        (directory / "READY").unlink(missing_ok=True)
        _build(directory, sources, say)
        return True


@contextmanager
def _alone(directory: Path) -> Iterator[None]:
    """Hold the directory's lock; the system releases it when the holder dies, so it never needs removing."""
    with lock_file(directory).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _build(directory: Path, sources: Path | None, say: Say) -> None:
    with tempfile.TemporaryDirectory(dir=directory, prefix="building-") as temporary:
        unfinished = Path(temporary)
        found = _find(sources or _fetch(unfinished, directory, say))
        say("正在转换字形（五种字体与生僻字，约一至两分钟）")
        _convert(found, unfinished, say)
        write_fontconfig(directory)
        digests = {}
        for font in sorted(unfinished.glob("XH*.ttf")):
            digests[font.name] = hashlib.sha256(font.read_bytes()).hexdigest()
            font.replace(directory / "faces" / font.name)
    write_marker(directory, digests)
    say("字体已就绪")


def _fetch(unfinished: Path, directory: Path, say: Say) -> Path:
    say("正在下载字体软件包（约 60 MB）：" + "、".join(PACKAGES))
    into = unfinished / "packages"
    for package, wanted in zip(PACKAGES, ("*/fandol/*.otf", "*.ttf"), strict=True):
        unpack([package], into, cache=directory.with_name("apt"), only=wanted)
    return into


def _find(sources: Path) -> Mapping[str, Path]:
    """Path of every face's source file by file name. Raises SourcesMissing naming those that are not there."""
    present = {path.name: path for path in sources.rglob("*") if path.suffix in (".otf", ".ttf")}
    wanted = [face.source for face in (*FACES, RARE)]
    absent = [name for name in wanted if name not in present]
    if absent:
        raise SourcesMissing(f"字体源文件不全：在 {sources} 里没有找到 {'、'.join(absent)}。")
    return {name: present[name] for name in wanted}


def _convert(found: Mapping[str, Path], into: Path, say: Say) -> None:
    """All families, by two processes. The rare one first: it takes longest."""
    covered = covered_by(found[face.source] for face in FACES)
    with ProcessPoolExecutor(PROCESSES, initializer=_step_back) as pool:
        rare = pool.submit(save_rare, found[RARE.source], RARE.family, covered, into / file_name(RARE.family))
        for family in pool.map(_convert_face, FACES, [found[face.source] for face in FACES], [into] * len(FACES)):
            say(f"{family} 已转换")
        rare.result()
        say(f"{RARE.family} 已转换")


def _step_back() -> None:
    """Give way to the site that starts meanwhile."""
    os.nice(5)


def _convert_face(face: Face, source: Path, into: Path) -> str:
    drawn = draw(source)
    save(drawn, face.family, gb2312(), into / file_name(face.family))
    full = full_family(face.family)
    save(drawn, full, drawn.characters.keys(), into / file_name(full))
    return face.family

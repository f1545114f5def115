"""Files out of Debian packages, without installing them and without being root.

Run as a script by ``./run`` before anything is installed (for the libraries an ordinary user cannot install) and
imported by the font build; so it uses the standard library only. Lists and downloads are kept in a directory of our
own: the machine's lists may be missing (images delete them) or belong to root.

    python3 debian.py [--missing] DIRECTORY PACKAGE…

unpacks the packages (``--missing``: with all they depend on that this machine lacks) into the directory.
"""

import fcntl
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

LISTS_GOOD_FOR = 24 * 3600  # seconds


class CannotFetch(Exception):
    """A package could not be had; the message is a plain sentence in Chinese."""


def unpack(packages: Sequence[str], into: Path, *, cache: Path, only: str | None = None) -> None:
    """Download ``packages`` (names) and unpack them below ``into``; ``only`` is a tar wildcard, such as ``*.otf``.

    Raises CannotFetch when there is no apt here, or no network, or no such package.
    """
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        raise CannotFetch("本机没有 apt-get，不能自动下载 Debian 软件包：" + " ".join(packages))
    into.mkdir(parents=True, exist_ok=True)
    archives = _download(packages, cache)
    for archive in archives:
        _extract(archive, into, only)
        archive.unlink()


def with_missing_dependencies(packages: Sequence[str], cache: Path) -> list[str]:
    """``packages`` and all they depend on that is not installed on this machine, by a simulated installation."""
    _refresh(cache)
    said = _apt(cache, "install", "--simulate", "--no-install-recommends", "--quiet", *packages)
    steps = [line.split() for line in said.splitlines() if line.startswith("Inst ")]
    return [step[1] for step in steps if not step[2].startswith("[")]  # [version]: installed, would be upgraded


def _download(packages: Sequence[str], cache: Path) -> list[Path]:
    """Archives of ``packages``, in a directory of their own so that what an earlier run left is not taken for them."""
    archives = cache / "archives" / "+".join(sorted(packages))[:80]
    shutil.rmtree(archives, ignore_errors=True)
    archives.mkdir(parents=True)
    _refresh(cache)
    _apt(cache, "download", *packages, cwd=archives)
    return sorted(archives.glob("*.deb"))


def _refresh(cache: Path) -> None:
    """Fetch the package lists when those here are older than a day; old lists name archives that are gone."""
    for part in ("state/lists/partial", "cache/archives/partial"):
        (cache / part).mkdir(parents=True, exist_ok=True)
    with (cache / "lists-fetched").open("a") as mark:
        fcntl.flock(mark, fcntl.LOCK_EX)  # the font build and ./run may come here at the same moment
        fetched = os.stat(mark.fileno())
        if fetched.st_size and time.time() - fetched.st_mtime < LISTS_GOOD_FOR:
            return
        _apt(cache, "update", "--quiet")
        if not any((cache / "state" / "lists").glob("*_Packages*")):  # apt calls it a success when no source answered
            raise CannotFetch("没有取得 Debian 的软件包目录（没有网络，或软件源不通）")
        mark.write("fetched\n")


def _apt(cache: Path, *arguments: str, cwd: Path | None = None) -> str:
    private = [
        f"Dir::State={cache / 'state'}",
        f"Dir::Cache={cache / 'cache'}",
        "Dir::State::status=/var/lib/dpkg/status",
        "APT::Sandbox::User=",  # as root, apt would otherwise hand the work to a user who cannot write here
        "Debug::NoLocking=true",
        "Acquire::Languages=none",  # descriptions in every language are most of what a list weighs
        "Acquire::Retries=3",
    ]
    command = ["apt-get", *(part for option in private for part in ("-o", option)), *arguments]
    environment = {**os.environ, "LC_ALL": "C", "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)  # noqa: S603  # fixed program, names from our own tables
    if done.returncode:
        last = (done.stderr.strip() or done.stdout.strip()).splitlines()[-1:]
        raise CannotFetch(f"apt-get {arguments[0]} 没有成功（多半是没有网络或软件源不通）：{''.join(last)}")
    return done.stdout


def _extract(archive: Path, into: Path, only: str | None) -> None:
    if only is None:
        subprocess.run(["dpkg-deb", "-x", archive, into], check=True)  # noqa: S603, S607  # program of every Debian
        return
    stream = subprocess.Popen(["dpkg-deb", "--fsys-tarfile", archive], stdout=subprocess.PIPE)  # noqa: S603, S607  # likewise
    subprocess.run(["tar", "-x", "-C", into, "--wildcards", only], stdin=stream.stdout, check=True)  # noqa: S603, S607  # likewise
    stream.wait()


def main(arguments: Sequence[str]) -> int:
    """Entry point of the script; exit code 1 and one sentence when something cannot be had."""
    missing = arguments[:1] == ["--missing"]
    directory, *packages = arguments[1:] if missing else arguments
    cache = Path(directory).with_name("apt")
    try:
        unpack(with_missing_dependencies(packages, cache) if missing else packages, Path(directory), cache=cache)
    except CannotFetch as problem:
        print(problem, file=sys.stderr)  # noqa: T201  # a script's way of saying it
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

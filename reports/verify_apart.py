"""Verify files from strangers: in a process of its own, with a bound on time and memory.

A PDF can be made to take hours or gigabytes to read. The web process must not do that for anybody who finds the
verification page, so the file goes to a child that the kernel stops. Run as a module, this file is that child: a line of
JSON and the file on standard input, the verdict as JSON on standard output.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
import resource
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from reports.plain import from_plain, to_plain
from reports.revoked import Revoked
from reports.verdict import Answer, Expected, Overall, Verdict

SECONDS = 20.0
MEMORY = 1024 * 1024 * 1024  # bytes of address space
SIZE_LIMIT = 64 * 1024 * 1024


def verify_apart(
    pdf: bytes,
    *,
    roots: Sequence[Path | bytes],
    expected: Expected | None = None,
    at: datetime,
    crls: Sequence[Path | bytes] = (),
    revoked: Sequence[Revoked] = (),
    seconds: float = SECONDS,
) -> Verdict:
    """As `reports.verify.verify`, but never for longer than `seconds`: what takes longer is 无法判定."""
    if len(pdf) > SIZE_LIMIT:
        limit = SIZE_LIMIT // 1024 // 1024
        too_large = _undecided(b"", at, f"文件超过{limit} MB，本系统出具的文书没有这么大。", f"Larger than {limit} MB.")
        return replace(too_large, size=len(pdf), digest="")
    try:
        done = subprocess.run(  # our own interpreter and module; the file goes in as data
            [sys.executable, "-m", "reports.verify_apart"],
            input=_question(roots, crls, revoked, expected, at, seconds) + b"\n" + pdf,
            capture_output=True,
            timeout=seconds,
            check=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        )
        plain = json.loads(done.stdout)
        plain.pop("overall_english")
        return from_plain(Verdict, plain)
    except subprocess.TimeoutExpired:
        return _undecided(pdf, at, f"核验超过{seconds:g}秒，已停止。", f"Verification took more than {seconds:g} s.")
    except (subprocess.CalledProcessError, ValueError):
        return _undecided(pdf, at, "文件结构异常，核验没有完成。", "The file could not be examined.")


def _question(
    roots: Sequence[Path | bytes],
    crls: Sequence[Path | bytes],
    revoked: Sequence[Revoked],
    expected: Expected | None,
    at: datetime,
    seconds: float,
) -> bytes:
    question = {
        "roots": _contents(roots),
        "crls": _contents(crls),
        "revoked": to_plain(tuple(revoked)),
        "expected": to_plain(expected or Expected()),
        "at": to_plain(at),
        "seconds": math.ceil(seconds),
    }
    return json.dumps(question).encode()


def _contents(files: Sequence[Path | bytes]) -> list[str]:
    return [(file.read_bytes() if isinstance(file, Path) else file).hex() for file in files]


def _undecided(pdf: bytes, at: datetime, reason: str, english: str) -> Verdict:
    answer = Answer(yes=False, reason=reason, english=english)
    digest = hashlib.sha256(pdf).hexdigest()
    return Verdict(overall=Overall.UNDECIDED, reasons=(answer,), digest=digest, size=len(pdf), checked_at=at)


def _answer() -> None:
    """The child's work."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    question = json.loads(sys.stdin.buffer.readline())
    resource.setrlimit(resource.RLIMIT_CPU, (question["seconds"], question["seconds"]))
    from reports.verify import verify

    verdict = verify(
        sys.stdin.buffer.read(),
        roots=[bytes.fromhex(root) for root in question["roots"]],
        crls=[bytes.fromhex(each) for each in question["crls"]],
        revoked=[from_plain(Revoked, each) for each in question["revoked"]],
        expected=from_plain(Expected, question["expected"]),
        at=datetime.fromisoformat(question["at"]),
    )
    sys.stdout.write(verdict.to_json())


if __name__ == "__main__":
    _answer()

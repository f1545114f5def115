"""The text reader under a fuzzer (atheris): a bounded run from the invented plans, and what it found. A crash or a text that takes over ten
seconds is a finding; a refusal in words is not.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.report import Report, Row
from tests.plans.corpus import PLANS

SECONDS = 60
ALL = "运行次数"
_PROGRAM = f"""
import sys, atheris
with atheris.instrument_imports(include=["workflows.plans"]):
    from workflows.plans import decode, read_plan
    from workflows.rules.errors import Unreadable
def one(data):
    try:
        read_plan(decode(data), name="fuzz")
    except Unreadable:
        pass
atheris.Setup([sys.argv[0], "-max_total_time={SECONDS}", "-timeout=10", "-artifact_prefix=" + sys.argv[1] + "/found-", sys.argv[1]], one)
atheris.Fuzz()
"""
_DONE = re.compile(r"Done (\d+) runs in (\d+) second")
_COVERED = re.compile(r"cov: (\d+)")


def run() -> Report:
    """Executions in a minute, and the findings; without the fuzzer the report says so."""
    with TemporaryDirectory() as directory:
        for index, plan in enumerate(PLANS):
            if not (data := plan.build()).startswith((b"PK", b"%PDF", b"<")):
                Path(directory, f"{index}.txt").write_bytes(data)
        said, code = _fuzzed(directory)
        found = sorted(each.name for each in Path(directory).glob("found-*"))
    done, covered = _DONE.search(said), _COVERED.findall(said)
    runs = int(done[1]) if done else 0
    notes = (
        f"上限 {SECONDS} 秒；覆盖 {covered[-1] if covered else 0} 处分支；发现 {len(found)} 处：{'、'.join(found) or '无'}。",
        *(
            ()
            if done
            else (f"没有跑完（退出码 {code}）：{said.strip().splitlines()[-1] if said.strip() else '没有输出'}",)
        ),
    )
    return Report(title="读方案：随机生成的文本", unit="次", beside=ALL, rows=(Row(name=ALL, value=runs),), notes=notes)


def _fuzzed(directory: str) -> tuple[str, int]:
    """What the fuzzer wrote, and how it ended; it lies beside the environment, as all that is only measured with."""
    paths = (str(Path(__file__).parents[1]), os.environ.get("XIAOHAO_BENCH_PACKAGES", ""))
    known = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in paths if path)}
    done = subprocess.run(  # noqa: S603  # our own interpreter with our own program
        [sys.executable, "-c", _PROGRAM, directory], env=known, capture_output=True, timeout=3 * SECONDS, check=False
    )
    return done.stderr.decode(errors="replace"), done.returncode

"""The supervisor with small children: restarts, the end, a child that refuses, a port that is taken."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from webapp.serve import PortTaken, address, answers, environment_of, require_free, web_command
from webapp.settings import Settings
from webapp.supervisor import Child, Supervisor

LIVES = "import signal, time; time.sleep(60)"
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"


def child(code: str, name: str = "网站") -> Child:
    return Child(name=name, command=[sys.executable, "-c", code])


@pytest.fixture
def said() -> list[str]:
    return []


def supervisor(children: list[Child], said: list[str], *, grace: float = 5.0) -> Supervisor:
    return Supervisor(children, say=said.append, grace=grace)


def stop_when(made: Supervisor, condition: Callable[[], bool]) -> Callable[[], None]:
    """A `look` that stops the supervisor once `condition()` holds, and in any case after some seconds."""
    deadline = time.monotonic() + 15

    def look() -> None:
        if condition() or time.monotonic() > deadline:
            made.stop.set()

    return look


def test_a_crashed_child_starts_again_and_it_is_said(said: list[str], tmp_path: Path) -> None:
    marks = tmp_path / "marks"
    made = supervisor([child(f"open({str(marks)!r}, 'a').write('x'); raise SystemExit(1)")], said)
    assert made.run(stop_when(made, lambda: marks.exists() and len(marks.read_text()) >= 2)) == 0
    assert len(marks.read_text()) == 2
    assert said[0] == "网站意外退出（代码 1），1 秒后重新启动。"


def test_the_pause_before_a_restart_grows_and_a_steady_child_has_none() -> None:
    crashing = child(LIVES)
    pauses = []
    for _ in range(7):
        crashing.started_at = time.monotonic()
        crashing.crashed()
        pauses.append(round(crashing.start_at - time.monotonic()))
    assert pauses == [1, 2, 4, 8, 16, 30, 30]
    crashing.started_at = time.monotonic() - 3600
    crashing.crashed()
    assert crashing.start_at <= time.monotonic()


def test_a_child_that_refuses_ends_all_with_its_code(said: list[str]) -> None:
    other = child(LIVES)
    made = supervisor([other, child("raise SystemExit(2)", "后台进程")], said)
    assert made.run() == 2
    assert other.process is not None
    assert other.process.poll() == -signal.SIGTERM
    assert said == []


def test_a_child_that_will_not_end_is_ended_by_force(said: list[str]) -> None:
    stubborn = child(STUBBORN)
    made = supervisor([stubborn], said, grace=0.5)
    started = time.monotonic()
    made.run(stop_when(made, lambda: time.monotonic() - started > 1))
    assert stubborn.process is not None
    assert stubborn.process.returncode == -signal.SIGKILL


SCRIPT = """
import sys
from webapp.supervisor import Child, Supervisor
made = [Child(name=str(n), command=[sys.executable, "-c", "import time; time.sleep(60)"]) for n in range(2)]
def look():
    if all(child.process for child in made) and not said:
        said.append(1)
        print(*(child.process.pid for child in made), flush=True)
said = []
sys.exit(Supervisor(made, say=print).run(look))
"""


@pytest.fixture
def running() -> Iterator[tuple[subprocess.Popen[str], list[int]]]:
    """A supervisor in a process of its own, and its children's process ids."""
    process = subprocess.Popen([sys.executable, "-c", SCRIPT], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    yield process, [int(pid) for pid in process.stdout.readline().split()]
    process.kill()
    process.communicate()


def gone(pids: list[int]) -> bool:
    """Whether these processes have ended, within some seconds."""
    pause = threading.Event()
    return any(all(not alive(pid) for pid in pids) or pause.wait(0.05) for _ in range(200))


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_supervisor_and_both_children_within_seconds(
    running: tuple[subprocess.Popen[str], list[int]], number: signal.Signals
) -> None:
    process, pids = running
    process.send_signal(number)
    assert process.wait(timeout=5) == 0
    assert gone(pids)


def test_children_do_not_outlive_a_supervisor_killed_outright(running: tuple[subprocess.Popen[str], list[int]]) -> None:
    process, pids = running
    process.kill()
    process.wait()
    assert gone(pids)


def test_a_port_that_is_taken_is_refused_with_a_sentence_and_a_way_out() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(PortTaken) as refusal:
            require_free("127.0.0.1", port)
    assert str(refusal.value).startswith(f"端口 {port} 已被别的程序占用")
    assert f"--port {port + 1}" in str(refusal.value)


def test_a_site_that_is_not_there_does_not_answer() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        assert not answers("127.0.0.1", free.getsockname()[1])


def test_the_children_get_what_was_set_and_nothing_else(tmp_path: Path) -> None:
    settings = Settings(port=9000, demo=True, data_dir=tmp_path, trust_roots=(tmp_path / "a.pem",))
    environment = environment_of(settings)
    assert environment["XIAOHAO_PORT"] == "9000"
    assert environment["XIAOHAO_DEMO"] == "true"
    assert environment["XIAOHAO_DATA_DIR"] == str(tmp_path)
    assert environment["XIAOHAO_TRUST_ROOTS"] == f'["{tmp_path}/a.pem"]'
    assert "XIAOHAO_HOST" not in environment


def test_the_address_shown_is_the_one_set_else_the_one_listened_at() -> None:
    assert address(Settings(port=9000)) == "http://127.0.0.1:9000/"
    assert address(Settings(host="0.0.0.0", port=9000)) == "http://127.0.0.1:9000/"  # noqa: S104 (a setting, not bound)
    assert address(Settings(port=9000, base_url="https://xiaohao.example")) == "https://xiaohao.example"


def test_the_web_server_listens_at_the_settings_address() -> None:
    assert "--bind=127.0.0.1:9000" in web_command(Settings(port=9000))

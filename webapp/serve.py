"""`xiaohao serve`: the web server and one worker under one roof, so that documents never hold a page up."""

from __future__ import annotations

import errno
import http.client
import json
import socket
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import click
from pydantic import SecretStr

from webapp.settings import Settings
from webapp.supervisor import Child, Supervisor
from workflows import jobs
from workflows.records import make_engine
from workflows.rules.errors import Refusal

THREADS = 8


class PortTaken(Refusal):
    """端口 {port} 已被别的程序占用，网站没有启动。请先停止那个程序（也可能是另一个正在运行的 ./run），或者换一个端口：./run --port {other}
    Port {port} is in use; stop the other program or choose another port with --port {other}.
    """

    code = "port-taken"


class AddressUnusable(Refusal):
    """无法在地址 {host} 的端口 {port} 上提供服务：{why}。请检查 --host 和 --port。
    Cannot listen on {host} port {port}: {why}; check --host and --port.
    """

    code = "address-unusable"


def serve(settings: Settings, *, sign_ins: Callable[[], Iterable[str]] = tuple) -> int:
    """Serve until told to stop; returns the exit code.

    The address, and the lines of `sign_ins` (a demonstration's accounts), are printed once the site answers and not before.
    Raises PortTaken, AddressUnusable and AnotherWorker before anything is started.
    """
    require_free(settings.host, settings.port)
    jobs.require_free(make_engine(settings.url), executor_id(settings))
    supervisor = Supervisor(children(settings), say=_say)
    return supervisor.run(Greeting(settings, sign_ins).look)


def require_free(host: str, port: int) -> None:
    """Raises PortTaken or AddressUnusable when nothing can listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OverflowError:
            raise AddressUnusable(host=host, port=port, why="端口应在 1 与 65535 之间") from None
        except OSError as problem:
            if problem.errno == errno.EADDRINUSE:
                raise PortTaken(port=port, other=port + 1) from None
            raise AddressUnusable(host=host, port=port, why=problem.strerror or problem) from None


def executor_id(settings: Settings) -> str:
    """The name of this installation's worker: the one that was set, else the machine's."""
    return settings.worker_name or socket.gethostname()


def children(settings: Settings) -> list[Child]:
    """The web server and the worker, both with these settings in their environment."""
    environment = environment_of(settings)
    return [
        Child(name="网站", command=web_command(settings), environment=environment),
        Child(name="后台进程", command=[sys.executable, "-m", "webapp.worker"], environment=environment),
    ]


def web_command(settings: Settings) -> list[str]:
    """One gunicorn process of eight threads: SQLite has one writer anyhow, and the parts are loaded once."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    options = {
        "worker-class": "gthread",
        "workers": "1",
        "threads": str(THREADS),
        "bind": f"{host}:{settings.port}",
        "timeout": "120",
        "graceful-timeout": "5",
        "log-level": "warning",
    }
    flags = [f"--{name}={value}" for name, value in options.items()]
    return [sys.executable, "-m", "gunicorn", *flags, "--no-control-socket", "webapp.wsgi:site()"]


def environment_of(settings: Settings) -> dict[str, str]:
    """What was set, as the environment variables the children read it from; paths made absolute."""
    return {f"XIAOHAO_{name.upper()}": _spelt(getattr(settings, name)) for name in sorted(settings.model_fields_set)}


def _spelt(value: object) -> str:
    match value:
        case SecretStr():
            return value.get_secret_value()
        case Path():
            return str(value.resolve())
        case tuple():
            return json.dumps([_spelt(each) for each in value])
        case bool():
            return str(value).lower()
        case None:
            return ""
    return str(value)


class Greeting:
    """Says once where the site is, when it answers."""

    def __init__(self, settings: Settings, sign_ins: Callable[[], Iterable[str]]) -> None:
        self._settings = settings
        self._sign_ins = sign_ins
        self._said = False

    def look(self) -> None:
        """Ask the site whether it is there; nothing more once it has answered."""
        if self._said or not answers(self._settings.host, self._settings.port):
            return
        self._said = True
        _say(f"\n销号已启动：{address(self._settings)}")
        for line in self._sign_ins():
            _say(line)
        _say("按 Ctrl+C 停止。")


def answers(host: str, port: int) -> bool:
    """Whether the site there answers its health question. Asked directly, whatever proxy the environment names."""
    connection = http.client.HTTPConnection(_reachable(host), port, timeout=1)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def address(settings: Settings) -> str:
    """Where a person finds the site: the address that was set, else the one it listens at."""
    if "base_url" in settings.model_fields_set:
        return settings.base_url
    host = _reachable(settings.host)
    return f"http://[{host}]:{settings.port}/" if ":" in host else f"http://{host}:{settings.port}/"


def _reachable(host: str) -> str:
    """An address that reaches a server listening at `host`, which may stand for all addresses."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 (compared, not bound)


def _say(line: str) -> None:
    click.echo(line)

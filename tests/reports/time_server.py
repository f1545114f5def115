"""A real time-stamp server on the loopback interface: `openssl ts` behind HTTP. And servers that hang or talk nonsense."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.reports.pki import Holder

CONFIGURATION = """
[tsa]
serial = {room}/serial
signer_cert = {certificate}
signer_key = {key}
signer_digest = sha256
default_policy = 1.3.6.1.4.1.99999.1
digests = sha256, sha384, sha512
accuracy = secs:1
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


@contextmanager
def time_server(holder: Holder, room: Path) -> Iterator[str]:
    """The address of a server that stamps as `holder`."""
    (room / "serial").write_text("01")
    file = room / "tsa.cnf"
    file.write_text(
        CONFIGURATION.format(room=room, certificate=holder.certificate_file, key=holder.key_file), encoding="utf-8"
    )
    turn = threading.Lock()  # openssl keeps its serial number in a file

    def stamp(question: bytes) -> bytes:
        query = room / "query.tsq"
        with turn:
            query.write_bytes(question)
            command = ["openssl", "ts", "-reply", "-config", file, "-section", "tsa", "-queryfile", query]
            return subprocess.run(command, capture_output=True, check=True).stdout

    with serving(stamp) as address:
        yield address


@contextmanager
def serving(answer: Callable[[bytes], bytes | None]) -> Iterator[str]:
    """An HTTP server that answers with what the function gives; with None it says nothing until it is closed."""
    closing = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # the library's name
            data = answer(self.rfile.read(int(self.headers["Content-Length"])))
            if data is None:
                closing.wait(30)
                return
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/tsa"
    finally:
        closing.set()
        server.shutdown()
        server.server_close()
        thread.join()

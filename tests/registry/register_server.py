"""A register on this machine: answers each path with what it was told, in turn, and remembers what it was asked."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Said:
    """One answer. sent: how many bytes of the body are sent before the connection is closed (all of them by default)."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    sent: int | None = None
    hangs: bool = False
    chunked: bool = False


@dataclass
class Server:
    """home: its address. answers: path (with its query) -> what it says, the last answer again and again."""

    home: str
    answers: dict[str, list[Said]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    headers: list[Mapping[str, str]] = field(default_factory=list)

    def says(self, path: str, *answers: Said) -> str:
        """Answer a path like this from now on; gives the whole address."""
        self.answers[path] = list(answers)
        return self.home + path


@contextmanager
def running() -> Iterator[Server]:
    """A server on a free port of 127.0.0.1."""
    released = threading.Event()
    server: Server

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            server.asked.append(self.path)
            server.headers.append(dict(self.headers))
            waiting = server.answers.get(self.path, [Said(404, b"not here")])
            said = waiting.pop(0) if len(waiting) > 1 else waiting[0]
            if said.hangs:
                released.wait(20)
                self.close_connection = True
                return
            self.send_response(said.status)
            headers = dict(said.headers)
            headers.setdefault("Connection", "close")
            if said.chunked:
                headers["Transfer-Encoding"] = "chunked"
            else:
                headers.setdefault("Content-Length", str(len(said.body)))
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            body = said.body[: said.sent]
            self.wfile.write(b"%x\r\n%s" % (len(said.body), body) if said.chunked else body)
            self.wfile.flush()
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_WR)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        http.daemon_threads = True
        server = Server(f"http://127.0.0.1:{http.server_address[1]}")
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            released.set()
            http.shutdown()
            thread.join()


class Clock:
    """Time that passes only while somebody sleeps."""

    def __init__(self, now: float = 1_800_000_000.0) -> None:
        self.now = now
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

"""A real web server on this machine, which only these tests may ask."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

LETTER = b"<html><body><h1>Programa</h1><p>Lineamientos de la estaci\xc3\xb3n migratoria Xochimilco</p></body></html>"


class Answers(BaseHTTPRequestHandler):
    """What the server says, by path; it keeps what it was asked."""

    asked: list[tuple[str, dict[str, str]]] = []

    def do_GET(self) -> None:
        Answers.asked.append((self.path, dict(self.headers)))
        way = {"/programa.html": self._page, "/ido.pdf": self._gone, "/antes": self._redirect, "/gira": self._circle,
               "/grande.bin": self._large, "/lento": self._slow, "/gotas": self._dripping, "/vacio": self._empty,
               "/trunco": self._broken_off,
               "/adentro": self._inwards}
        with suppress(BrokenPipeError, ConnectionError):
            way.get(self.path, self._gone)()

    def _say(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def _page(self) -> None:
        self._say(200, LETTER, Content_Type="text/html; charset=utf-8", Set_Cookie="who=you")

    def _gone(self) -> None:
        self._say(404, b"No encontrado", Content_Type="text/plain")

    def _redirect(self) -> None:
        self._say(302, Location="/programa.html")

    def _circle(self) -> None:
        self._say(302, Location="/gira")

    def _inwards(self) -> None:
        self._say(302, Location="http://169.254.169.254/latest/meta-data/")

    def _large(self) -> None:
        self._say(200, b"x" * 300_000)

    def _empty(self) -> None:
        self._say(200)

    def _slow(self) -> None:
        self.send_response(200)
        self.end_headers()
        for _ in range(40):
            self.wfile.write(b"x")
            self.wfile.flush()
            time.sleep(0.1)

    def _broken_off(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b"x" * 100)
        self.close_connection = True

    def _dripping(self) -> None:
        for letter in b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 60:
            self.wfile.write(bytes([letter]))
            self.wfile.flush()
            time.sleep(0.1)

    def log_message(self, format: str, *args: Any) -> None:
        return


@pytest.fixture
def server() -> Iterator[str]:
    """The address of a web server of our own."""
    made = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    Answers.asked = []
    thread = threading.Thread(target=made.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{made.server_port}"
    made.shutdown()
    made.server_close()
    thread.join()


@pytest.fixture
def reachable(server: str, monkeypatch: pytest.MonkeyPatch, world: Any) -> str:
    """The server's address, in an installation where fetching is switched on and this one server may be asked."""
    monkeypatch.setattr("tracker.rescue.actions.is_allowed", lambda ip: ip == "127.0.0.1")
    monkeypatch.setattr("tracker.rescue.links.parted", lambda url: __import__(
        "tracker.rescue.fetch", fromlist=["parted"]).parted(url, (int(server.rsplit(":", 1)[1]), 80, 443)))
    monkeypatch.setattr("tracker.rescue.actions.allowed_ports", (int(server.rsplit(":", 1)[1]),))
    world.backends = replace(world.backends, settings=replace(world.backends.settings, link_rescue=True))
    return server

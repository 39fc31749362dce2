"""Fetching one address over the network, within limits, and never one that is not on the public internet.

A name is looked up once, every address it has must be public, and the connection goes to the address that was looked
at: a name that changes its mind in between reaches nothing. No cookies, no referrer, nothing about who asks.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO, Any
from urllib.parse import SplitResult, quote, urljoin, urlsplit

AGENT = "Mozilla/5.0"
PIECE = 64 * 1024
REDIRECTS = (301, 302, 303, 307, 308)
PORTS = (80, 443, 8080, 8443)


class CannotFetch(Exception):
    """Nothing came back that could be kept; `code`: `bad-address private-address no-such-host no-answer tls too-large
    too-slow too-many-redirects bad-answer`. `hops` is what was seen until then."""

    def __init__(self, code: str, hops: tuple[Exchange, ...] = ()) -> None:
        super().__init__(code)
        self.code = code
        self.hops = hops


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of one link is taken: bytes of the body, seconds for everything, answers that send us on."""

    max_bytes: int = 200 * 2**20
    seconds: float = 90.0
    hops: int = 8


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer."""

    url: str
    at: datetime
    ip: str
    status: int
    reason: str
    asked: tuple[tuple[str, str], ...]
    headers: tuple[tuple[str, str], ...]
    body: IO[bytes] = field(repr=False)

    def header(self, name: str) -> str:
        """The first header of this name."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")


def is_public(address: str) -> bool:
    """Whether an IP address is on the public internet; those that hide another in them are looked into."""
    ip = ipaddress.ip_address(address.split("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is not None:
            return is_public(str(inner))
        if ip in ipaddress.ip_network("64:ff9b::/96"):
            return is_public(str(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)))
    return ip.is_global and not ip.is_multicast


def fetch(
    url: str, *, now: Callable[[], datetime], limits: Limits = Limits(), allowed: Callable[[str], bool] = is_public,
    ports: tuple[int, ...] = PORTS,
) -> list[Exchange]:
    """The answers on the way to a link, the last one with what it led to. Raises CannotFetch."""
    end = time.monotonic() + limits.seconds
    hops: list[Exchange] = []
    while True:
        try:
            hops.append(_ask(url, now, limits, end, allowed, ports))
        except CannotFetch as problem:
            raise CannotFetch(problem.code, tuple(hops)) from problem
        last = hops[-1]
        onward = last.header("location")
        if last.status not in REDIRECTS or not onward:
            return hops
        if len(hops) > limits.hops:
            raise CannotFetch("too-many-redirects", tuple(hops))
        url = urljoin(url, onward)


def parted(url: str, ports: tuple[int, ...] = PORTS) -> SplitResult:
    """The parts of an address we would ask; raises CannotFetch."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError as problem:
        raise CannotFetch("bad-address") from problem
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.password:
        raise CannotFetch("bad-address")
    if port is not None and port not in ports:
        raise CannotFetch("bad-address")
    return parts


def _ask(url: str, now: Callable[[], datetime], limits: Limits, end: float, allowed: Callable[[str], bool],
         ports: tuple[int, ...]) -> Exchange:
    parts = parted(url, ports)
    host = _ascii(parts.hostname or "")
    port = parts.port or (443 if parts.scheme == "https" else 80)
    ip = _looked_up(host, port, allowed)
    at = now()
    asked = (("Host", parts.netloc), ("User-Agent", AGENT), ("Accept", "*/*"), ("Accept-Encoding", "identity"),
             ("Connection", "close"))
    target = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._") + (
        f"?{quote(parts.query, safe='/?%:@!$&()*+,;=~-._')}" if parts.query else "")
    connection = _Pinned(host, ip, port, parts.scheme == "https", _left(end))
    try:
        with closing(connection), _cut_off(connection, _left(end)):
            connection.putrequest("GET", target, skip_host=True, skip_accept_encoding=True)
            for name, value in asked:
                connection.putheader(name, value)
            connection.endheaders()
            answer = connection.getresponse()
            body = _body(answer, connection, limits, end)
            return Exchange(url, at, ip, answer.status, answer.reason, asked, tuple(answer.getheaders()), body)
    except ssl.SSLError as problem:
        raise CannotFetch("tls") from problem
    except TimeoutError as problem:
        raise CannotFetch("too-slow") from problem
    except OSError as problem:
        raise CannotFetch("no-answer" if time.monotonic() < end else "too-slow") from problem
    except (http.client.HTTPException, ValueError) as problem:
        raise CannotFetch("bad-answer" if time.monotonic() < end else "too-slow") from problem


def _ascii(host: str) -> str:
    """A host's name as the network knows it; an address stays as it is."""
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        pass
    try:
        return host.encode("idna").decode()
    except UnicodeError as problem:
        raise CannotFetch("bad-address") from problem


def _looked_up(host: str, port: int, allowed: Callable[[str], bool]) -> str:
    """One of the host's addresses; all of them must be allowed."""
    try:
        found = [str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError) as problem:
        raise CannotFetch("no-such-host") from problem
    if not found or not all(map(allowed, found)):
        raise CannotFetch("private-address")
    return found[0]


def _left(end: float) -> float:
    left = end - time.monotonic()
    if left <= 0:
        raise CannotFetch("too-slow")
    return left


def _body(answer: http.client.HTTPResponse, connection: _Pinned, limits: Limits, end: float) -> IO[bytes]:
    kept: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=4 * 2**20)  # noqa: SIM115  (the caller closes it)
    size = 0
    for piece in _pieces(answer, connection, end):
        size += len(piece)
        if size > limits.max_bytes:
            kept.close()
            raise CannotFetch("too-large")
        kept.write(piece)
    kept.seek(0)
    return kept


def _pieces(answer: http.client.HTTPResponse, connection: _Pinned, end: float) -> Iterator[bytes]:
    while True:
        # A server that sends a byte a minute is cut off by the time for everything, not only by that for one piece.
        connection.patience(_left(end))
        piece = answer.read1(PIECE)
        if not piece:
            break
        yield piece
    # An end that came by our own cut, or before all that was promised, is not the end of the body.
    if connection.is_cut:
        raise CannotFetch("too-slow")
    if answer.length:
        raise CannotFetch("bad-answer")


@contextmanager
def _cut_off(connection: _Pinned, seconds: float) -> Iterator[None]:
    """End the connection when the time is up, even if its headers come letter by letter."""
    timer = threading.Timer(seconds, connection.cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


class _Pinned(http.client.HTTPConnection):
    """A connection to the address that was looked at, whatever the name says by now."""

    def __init__(self, host: str, ip: str, port: int, is_tls: bool, timeout: float) -> None:
        super().__init__(host, port, timeout=timeout)
        self._ip, self._is_tls = ip, is_tls
        self._raw: Any = None
        self.is_cut = False

    def connect(self) -> None:
        """Connect to the pinned address; the name is only told to TLS."""
        self._raw = socket.create_connection((self._ip, self.port), self.timeout)
        self.sock = ssl.create_default_context().wrap_socket(self._raw, server_hostname=self.host) if (
            self._is_tls) else self._raw
        self._raw = self.sock

    def cut(self) -> None:
        """Let whoever waits for the other side wait no longer."""
        self.is_cut = True
        with suppress(OSError):
            if self._raw is not None:
                self._raw.shutdown(socket.SHUT_RDWR)

    def patience(self, seconds: float) -> None:
        """How long the next piece may take."""
        # The answer keeps the socket open after the connection has let go of it.
        with suppress(OSError):
            self._raw.settimeout(seconds)

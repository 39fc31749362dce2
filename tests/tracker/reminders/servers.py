"""Real mail servers on loopback: aiosmtpd where it behaves, bare sockets where it must not."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from threading import Thread
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

PASSWORD = "a secret of the server"


@dataclass
class Inbox:
    """What a server took, and the answers it is to give: empty means that it takes everything."""

    answers: list[str] = field(default_factory=list)
    recipients: dict[str, str] = field(default_factory=dict)
    raw: list[bytes] = field(default_factory=list)
    logins: list[str] = field(default_factory=list)

    @property
    def messages(self) -> list[EmailMessage]:
        return [message_from_bytes(raw, policy=policy.default) for raw in self.raw]  # type: ignore[misc]

    @property
    def ids(self) -> list[str]:
        return [str(message["Message-ID"]) for message in self.messages]

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        refusal = self.recipients.get(address)
        if refusal is not None:
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        answer = self.answers.pop(0) if self.answers else "250 taken"
        if answer.startswith("250"):
            self.raw.append(envelope.content)
        return answer

    def authenticate(self, _server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any) -> AuthResult:
        assert isinstance(given, LoginPassword)
        self.logins.append(given.login.decode())
        return AuthResult(success=given.password.decode() == PASSWORD)


@contextmanager
def serving(inbox: Inbox, *, tls: ssl.SSLContext | None = None, wants_password: bool = False,
            from_the_first_byte: bool = False) -> Iterator[int]:
    """A well-behaved server on a port of its own; with `tls` encrypted after STARTTLS, or from the first byte."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    controller = Controller(
        inbox, hostname="127.0.0.1", port=port, ssl_context=tls if from_the_first_byte else None,
        tls_context=None if from_the_first_byte else tls, require_starttls=tls is not None and not from_the_first_byte,
        authenticator=inbox.authenticate if wants_password else None, auth_required=wants_password,
        auth_require_tls=True,
    )
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


@contextmanager
def misbehaving(talk: Callable[[socket.socket], object]) -> Iterator[int]:
    """A server that says what `talk` says, to each caller."""
    listener = socket.create_server(("127.0.0.1", 0))

    def accept() -> None:
        while True:
            try:
                caller, _ = listener.accept()
            except OSError:
                return
            Thread(target=_talk, args=(talk, caller), daemon=True).start()

    Thread(target=accept, daemon=True).start()
    try:
        yield listener.getsockname()[1]
    finally:
        # Closing alone does not wake a thread that accepts.
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()


def _talk(talk: Callable[[socket.socket], object], caller: socket.socket) -> None:
    with caller, suppress(OSError):
        talk(caller)


def up_to_data(caller: socket.socket) -> bytes:
    """Speak SMTP politely until the whole message is there, and give it without saying what becomes of it."""
    file = caller.makefile("rb")
    caller.sendall(b"220 here\r\n")
    while line := file.readline():
        command = line[:4].upper()
        if command == b"DATA":
            caller.sendall(b"354 go on\r\n")
            body = b""
            while (line := file.readline()) and line != b".\r\n":
                body += line
            return body
        caller.sendall(b"250 OK\r\n")
    return b""

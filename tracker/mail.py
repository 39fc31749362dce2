"""Where mails go: a folder of .eml files, or an SMTP server."""

from __future__ import annotations

import os
import re
import smtplib
import socket
import ssl
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from email import message_from_string, policy
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path
from threading import Timer
from typing import Protocol
from urllib.parse import parse_qs, unquote, urlsplit

TIMEOUT_SECONDS = 30.0
TALK_TIMEOUTS = 4
"""A whole talk with a server lasts at most so many times the time allowed for one answer."""


class MailRefused(Exception):
    """The server will not take this message, now or later."""


class MailDelayed(Exception):
    """The message could not be handed over now; it is to be tried again.

    `is_server_away`: no other message would be taken now either. `may_have_arrived`: the server had the whole message
    and did not say what it did with it.
    """

    def __init__(self, reason: str, *, is_server_away: bool = False, may_have_arrived: bool = False) -> None:
        super().__init__(reason)
        self.is_server_away, self.may_have_arrived = is_server_away, may_have_arrived


class Mailer(Protocol):
    """Hands one message over."""

    def send(self, message: EmailMessage) -> None:
        """Hand a message over; raises MailRefused (for good) or MailDelayed (try again)."""
        ...


@dataclass(frozen=True)
class FolderMailer:
    """Writes each message as an .eml file named by its Message-ID, so that a repeated one is the same file."""

    root: Path

    def send(self, message: EmailMessage) -> None:
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            name = re.sub(r"[^A-Za-z0-9.-]+", "_", str(message["Message-ID"])).strip("_")[:150] + ".eml"
            with tempfile.NamedTemporaryFile(dir=self.root, prefix=".part-", delete=False) as part:
                part.write(message.as_bytes(policy=policy.SMTP))
            os.replace(part.name, self.root / name)
        except OSError as problem:
            raise MailDelayed(str(problem)) from problem


@dataclass(frozen=True)
class SmtpMailer:
    """Speaks to an SMTP server; `starttls` is used whenever the server offers it, and demanded with credentials."""

    host: str
    port: int
    user: str | None = None
    password: str | None = None
    implicit_tls: bool = False
    check_certificate: bool = True
    timeout: float = TIMEOUT_SECONDS

    def send(self, message: EmailMessage) -> None:
        sender, to = parseaddr(str(message["From"]))[1], parseaddr(str(message["To"]))[1]
        server = self._speaker()
        # A server that answers a byte now and then never times out; this ends the talk all the same.
        limit = Timer(self.timeout * TALK_TIMEOUTS, _hang_up, (server,))
        limit.daemon = True
        limit.start()
        try:
            self._connect(server)
            self._greet(server)
            _address(server, sender, to)
            _hand_over(server, message)
            # It has the message: a failing farewell changes nothing.
            with suppress(smtplib.SMTPException, OSError):
                server.quit()
        finally:
            limit.cancel()
            server.close()

    def _speaker(self) -> smtplib.SMTP:
        server: smtplib.SMTP = (
            smtplib.SMTP_SSL(timeout=self.timeout, context=self._context()) if self.implicit_tls
            else smtplib.SMTP(timeout=self.timeout)
        )
        # The name the certificate must bear; only the constructor sets it, and that would connect at once.
        server._host = self.host  # type: ignore[attr-defined]
        return server

    def _connect(self, server: smtplib.SMTP) -> None:
        try:
            code, words = server.connect(self.host, self.port)
        except (smtplib.SMTPException, OSError) as problem:
            raise _away(problem) from problem
        if code != 220:
            raise MailDelayed(f"the server does not serve now ({code} {_text(words)})", is_server_away=True)

    def _greet(self, server: smtplib.SMTP) -> None:
        try:
            server.ehlo_or_helo_if_needed()
            if not self.implicit_tls and server.has_extn("starttls"):
                server.starttls(context=self._context())
                server.ehlo()
            elif not self.implicit_tls and self.user:
                raise MailDelayed("the server offers no encryption, so the password was not sent", is_server_away=True)
            if self.user:
                server.login(self.user, self.password or "")
        except (smtplib.SMTPException, OSError) as problem:
            raise _away(problem) from problem

    def _context(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        if not self.check_certificate:
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        return context


def _address(server: smtplib.SMTP, sender: str, to: str) -> None:
    try:
        code, words = server.mail(sender)
        if code != 250 and code != 552:
            # A refused sender is a wrong setting: what waits must not be lost for it.
            raise MailDelayed(f"the server refused the sender ({code} {_text(words)})", is_server_away=True)
        if code == 552:
            raise MailRefused(f"the server refused the message ({code} {_text(words)})")
        code, words = server.rcpt(to)
    except (smtplib.SMTPException, OSError) as problem:
        raise _away(problem) from problem
    except UnicodeError as problem:
        raise MailRefused("the address has letters this server cannot take") from problem
    if code not in (250, 251):
        lasting = code >= 500 and code != 530
        raise (MailRefused if lasting else MailDelayed)(f"the server refused the recipient ({code} {_text(words)})")


def _hand_over(server: smtplib.SMTP, message: EmailMessage) -> None:
    raw = re.sub(rb"(?m)^\.", b"..", message.as_bytes(policy=policy.SMTP))
    try:
        code, words = server.docmd("DATA")
    except (smtplib.SMTPException, OSError) as problem:
        raise _away(problem) from problem
    if code == 354:
        try:
            server.send(raw + (b"" if raw.endswith(b"\r\n") else b"\r\n") + b".\r\n")
            code, words = server.getreply()
        except (smtplib.SMTPException, OSError) as problem:
            raise MailDelayed(f"the server fell silent while it took the message ({type(problem).__name__})",
                              is_server_away=True, may_have_arrived=True) from problem
    if code != 250:
        raise (MailRefused if code >= 500 else MailDelayed)(f"the server answered {code} {_text(words)}")


def _away(problem: Exception) -> MailDelayed:
    if isinstance(problem, smtplib.SMTPAuthenticationError):
        return MailDelayed(f"the server refused the password ({problem.smtp_code})", is_server_away=True)
    if isinstance(problem, smtplib.SMTPResponseException):
        return MailDelayed(f"the server answered {problem.smtp_code} {_text(problem.smtp_error)}", is_server_away=True)
    return MailDelayed(f"the server cannot be reached ({type(problem).__name__}: {problem})", is_server_away=True)


def _text(words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return " ".join(text.split())[:200]


def _hang_up(server: smtplib.SMTP) -> None:
    with suppress(OSError):
        if server.sock is not None:
            server.sock.shutdown(socket.SHUT_RDWR)


def open_mailer(url: str) -> Mailer:
    """The mailer a setting names: `folder:/path`, `smtp://user:password@host:587`, `smtps://host`."""
    if url.startswith("folder:") and len(url) > len("folder:"):
        return FolderMailer(Path(url.removeprefix("folder:")))
    parts = urlsplit(url)
    if parts.scheme in ("smtp", "smtps") and parts.hostname:
        wants = parse_qs(parts.query)
        return SmtpMailer(
            host=parts.hostname,
            port=parts.port or (465 if parts.scheme == "smtps" else 587 if parts.username else 25),
            user=unquote(parts.username) if parts.username else None,
            password=unquote(parts.password) if parts.password else None,
            implicit_tls=parts.scheme == "smtps",
            check_certificate=wants.get("verify", ["yes"])[0] != "no",
            timeout=float(wants.get("timeout", [str(TIMEOUT_SECONDS)])[0]),
        )
    raise ValueError("ACUSE_MAIL_URL is not known. Use folder:/path, smtp://host:port or smtps://user:password@host.")


def parse(raw: str) -> EmailMessage:
    """A stored message, as it is to go out."""
    message = message_from_string(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message

"""Where mails go: a folder of .eml files, or an SMTP server."""

from __future__ import annotations

import os
import re
import smtplib
import ssl
import tempfile
from dataclasses import dataclass
from email import message_from_string, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol
from urllib.parse import parse_qs, unquote, urlsplit

TIMEOUT_SECONDS = 30.0


class MailRefused(Exception):
    """The server will not take this message, now or later."""


class MailDelayed(Exception):
    """The message could not be handed over now; it is to be tried again."""


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
        context = ssl.create_default_context()
        if not self.check_certificate:
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        try:
            with self._connect(context) as server:
                server.ehlo()
                if not self.implicit_tls and server.has_extn("starttls"):
                    server.starttls(context=context)
                    server.ehlo()
                elif not self.implicit_tls and self.user:
                    raise MailDelayed("the server offers no encryption, so the password was not sent")
                if self.user:
                    server.login(self.user, self.password or "")
                server.send_message(message)
        except smtplib.SMTPRecipientsRefused as problem:
            code = max((int(code) for code, _words in problem.recipients.values()), default=450)
            raise (MailRefused if code >= 500 else MailDelayed)(f"recipient refused ({code})") from problem
        except smtplib.SMTPAuthenticationError as problem:
            raise MailDelayed(f"the server refused the password ({problem.smtp_code})") from problem
        except smtplib.SMTPResponseException as problem:
            raise (MailRefused if problem.smtp_code >= 500 else MailDelayed)(
                f"the server answered {problem.smtp_code}"
            ) from problem
        except (smtplib.SMTPException, OSError) as problem:
            raise MailDelayed(f"{type(problem).__name__}: {problem}") from problem

    def _connect(self, context: ssl.SSLContext) -> smtplib.SMTP:
        if self.implicit_tls:
            return smtplib.SMTP_SSL(self.host, self.port, timeout=self.timeout, context=context)
        return smtplib.SMTP(self.host, self.port, timeout=self.timeout)


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

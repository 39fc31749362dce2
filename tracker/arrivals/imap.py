"""A mailbox over IMAP (RFC 9051), only ever read: what is new in it, mail by mail, never marked, moved or deleted."""

from __future__ import annotations

import base64
import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email import message_from_bytes, policy
from urllib.parse import parse_qs, unquote, urlsplit

from tracker.arrivals.ways import WayBlocked

SECONDS = 60.0
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a mailbox is and who asks for it, from `imaps://user:password@host:port/Folder?verify=no`."""

    host: str
    port: int
    user: str
    password: str
    folder: str
    is_tls: bool
    verify: bool

    @property
    def shown(self) -> str:
        """The address as a page may show it."""
        return f"{self.user} @ {self.host}, {self.folder}"


def parse(url: str) -> Address:
    """The mailbox a setting names; raises ValueError with a sentence that says what to write."""
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        port = -1
    if parts.scheme not in ("imap", "imaps") or not parts.hostname or not parts.username or port == -1:
        raise ValueError("ACUSE_IMAP_URL is not understood. Write imaps://user:password@host/Folder, with signs "
                         "such as @ or / in the password written as %40 or %2F.")
    is_tls = parts.scheme == "imaps"
    asked = parse_qs(parts.query)
    return Address(
        host=parts.hostname, port=port or (993 if is_tls else 143), user=unquote(parts.username),
        password=unquote(parts.password or ""), folder=unquote(parts.path.strip("/")) or "INBOX", is_tls=is_tls,
        verify=asked.get("verify", ["yes"])[0] != "no",
    )


@dataclass(frozen=True, slots=True)
class Header:
    """What is known of a mail before it is fetched: number, size in bytes, and its head."""

    uid: int
    size: int
    head: bytes


class Mailbox:
    """An open mailbox."""

    def __init__(self, server: imaplib.IMAP4, validity: int) -> None:
        self._server = server
        self.validity = validity

    def after(self, uid: int) -> list[int]:
        """The numbers of the mails that came after a number, in order."""
        _, found = self._server.uid("SEARCH", "UID", f"{uid + 1}:*")
        numbers = sorted({int(number) for part in found if part for number in part.split()})
        return [number for number in numbers if number > uid]  # a range that ends in * always holds the last mail

    def header(self, uid: int) -> Header | None:
        """Size and head of a mail; None when it is gone."""
        _, parts = self._server.uid("FETCH", str(uid), "(RFC822.SIZE BODY.PEEK[HEADER])")
        for part in parts:
            if isinstance(part, tuple):
                size = _SIZE.search(part[0])
                return Header(uid, int(size[1]) if size else 0, part[1])
        return None

    def fetch(self, uid: int) -> bytes | None:
        """The whole mail as it came; None when it is gone."""
        _, parts = self._server.uid("FETCH", str(uid), "(BODY.PEEK[])")
        return next((part[1] for part in parts if isinstance(part, tuple)), None)


@contextmanager
def open_mailbox(address: Address) -> Iterator[Mailbox]:
    """The mailbox, open for reading; raises WayBlocked."""
    try:
        server = _connect(address)
    except ssl.SSLCertVerificationError as problem:
        raise WayBlocked("imap_certificate") from problem
    except (OSError, imaplib.IMAP4.error, ssl.SSLError) as problem:
        raise WayBlocked("imap_unreachable") from problem
    try:
        try:
            server.login(address.user, address.password)
        except imaplib.IMAP4.abort as problem:
            raise WayBlocked("imap_unreachable") from problem
        except (imaplib.IMAP4.error, UnicodeEncodeError) as problem:
            raise WayBlocked("imap_login") from problem
        status, _ = server.select(_quoted(address.folder), readonly=True)
        if status != "OK":
            raise WayBlocked("imap_folder")
        _, told = server.response("UIDVALIDITY")
        yield Mailbox(server, int(told[0] or 0) if told else 0)
    except (imaplib.IMAP4.abort, OSError) as problem:
        if isinstance(problem, OSError) and problem.errno is not None and not isinstance(problem, ConnectionError):
            raise
        raise WayBlocked("imap_unreachable") from problem
    except imaplib.IMAP4.error as problem:
        raise WayBlocked("imap_folder") from problem
    finally:
        with suppress(OSError, imaplib.IMAP4.error):
            server.logout()


def _connect(address: Address) -> imaplib.IMAP4:
    context = ssl.create_default_context()
    if not address.verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    if address.is_tls:
        return imaplib.IMAP4_SSL(address.host, address.port, ssl_context=context, timeout=SECONDS)
    server = imaplib.IMAP4(address.host, address.port, timeout=SECONDS)
    if "STARTTLS" in server.capabilities:
        server.starttls(context)
    return server


def _quoted(folder: str) -> str:
    """A folder's name as the protocol wants it: modified UTF-7 (RFC 3501, 5.1.3), in quotes."""
    out = []
    for part in re.split(r"([^\x20-\x7e]+)", folder):
        if part and not part.isascii():
            coded = part.encode("utf-16-be")
            out.append("&" + base64.b64encode(coded).decode().rstrip("=").replace("/", ",") + "-")
        else:
            out.append(part.replace("&", "&-"))
    return '"' + "".join(out).replace("\\", "\\\\").replace('"', '\\"') + '"'


def head_of(data: bytes) -> dict[str, str]:
    """From, Subject and Message-ID of a mail's head, decoded; what is malformed is empty."""
    message = message_from_bytes(data, policy=policy.default)
    found = {}
    for name in ("From", "Subject", "Message-ID"):
        try:
            found[name] = " ".join(str(message.get(name) or "").split())
        except Exception:  # malformed heads make the parser raise anything
            found[name] = ""
    return found

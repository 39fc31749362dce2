"""Names that are the same at every try and tell outsiders nothing: Message-IDs, threads, calendar entries, feeds."""

from __future__ import annotations

import hashlib
import hmac
from email.utils import parseaddr

from tracker.backends import secret_key
from tracker.settings import Settings


def mac(settings: Settings, *parts: object) -> str:
    """A code only this installation can make for these parts (24 hex digits)."""
    text = "\x1f".join(str(part) for part in parts)
    return hmac.new(secret_key(settings.data_dir), text.encode(), hashlib.sha256).hexdigest()[:24]


def domain(settings: Settings) -> str:
    """The right-hand side of Message-IDs: the sender's domain."""
    return parseaddr(settings.mail_from)[1].rpartition("@")[2] or "localhost"


def message_id(settings: Settings, *parts: object) -> str:
    """The Message-ID of what these parts name."""
    return f"<{mac(settings, 'mail', *parts)}@{domain(settings)}>"


def thread_id(settings: Settings, info_request_id: int) -> str:
    """What every mail about one request refers to, so that mail programs keep them together."""
    return f"<{mac(settings, 'thread', info_request_id)}@{domain(settings)}>"


def entry_uid(settings: Settings, info_request_id: int, name: str) -> str:
    """The UID of a clock in calendars."""
    return f"{mac(settings, 'clock', info_request_id, name)}@{domain(settings)}"

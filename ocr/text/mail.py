"""E-mail messages: who, when, what about, and the text; attachments are named, and read by whoever unpacks them."""

from __future__ import annotations

import email
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from ocr.text.plain import decode, load
from ocr.text.web import visible_text

_HEADERS = ("From", "To", "Cc", "Date", "Subject")


def read(path: Path) -> list[list[str]]:
    """One section: headers, text, names of attachments."""
    message = email.message_from_bytes(load(path), policy=default)
    assert isinstance(message, EmailMessage)
    lines = []
    for name in _HEADERS:
        try:
            value = message.get(name)
        except (ValueError, IndexError, AttributeError):  # malformed headers
            value = None
        if value:
            lines.append(f"{name}: {' '.join(str(value).split())}")
    lines += ["", *_text(message)]
    names = [part.get_filename() for part in message.walk() if part.get_filename()]
    if names:
        lines += ["", *(f"[{name}]" for name in names)]
    return [lines]


def _text(message: EmailMessage) -> list[str]:
    part = message.get_body(preferencelist=("plain", "html"))
    if part is None:
        return []
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else str(part.get_payload()).encode()
    charset = part.get_content_charset()
    try:
        text = data.decode(charset, "replace") if charset else decode(data)
    except LookupError:
        text = decode(data)
    return visible_text(text) if part.get_content_subtype() == "html" else text.splitlines()

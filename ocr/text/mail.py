"""E-mail messages: who, when, what about, and the text; attachments are named, and read by whoever unpacks them."""

from __future__ import annotations

import email
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from ocr.errors import DamagedFile, ReadingError
from ocr.text.kinds import EML
from ocr.text.plain import decode, load
from ocr.text.web import visible_text

_HEADERS = ("From", "To", "Cc", "Date", "Subject")
MOST_BYTES = 256 * 1024 * 1024
MOST_ATTACHED = 5_000
LEAST_PICTURE = 32 * 1024
"""An inline picture of fewer bytes is a logo or a button; a larger one may be the very page that was sent."""


def parse(path: Path) -> EmailMessage:
    """The message; raises TooLarge where it could not be held in memory."""
    message = email.message_from_bytes(load(path, MOST_BYTES), policy=default)
    assert isinstance(message, EmailMessage)
    return message


def read(path: Path) -> list[list[str]]:
    """One section: headers, text, names of attachments."""
    message = parse(path)
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


class Attachments:
    """The files attached to a message; small pictures of its signature are left where they are."""

    def __init__(self, path: Path) -> None:
        try:
            self._parts = list(_attached(parse(path)))[:MOST_ATTACHED]
        except ReadingError:
            raise
        except Exception as error:  # malformed headers make the parser raise anything
            raise DamagedFile(repr(error)) from error

    @property
    def names(self) -> list[str]:
        """Their names, in order."""
        return [name for name, _ in self._parts]

    def take(self, number: int, target: Path) -> None:
        """Write the file with this number, from 0."""
        target.write_bytes(_bytes(self._parts[number][1]))

    def close(self) -> None:
        """Nothing is held open."""


def _attached(message: EmailMessage) -> Iterator[tuple[str, EmailMessage]]:
    for number, part in enumerate(message.iter_attachments(), start=1):
        assert isinstance(part, EmailMessage)
        is_message = part.get_content_type() == EML
        name = part.get_filename() or (f"mensaje-{number}.eml" if is_message else f"adjunto-{number}")
        is_inline = part.get_content_disposition() == "inline" and part.get_content_maintype() == "image"
        if not (is_inline and len(_bytes(part)) < LEAST_PICTURE):
            yield name, part


def _bytes(part: EmailMessage) -> bytes:
    if part.get_content_type() == EML:
        inner = part.get_payload(0)
        return inner.as_bytes() if isinstance(inner, EmailMessage) else b""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""

"""E-mail messages: who, when, what about, and the text; attachments are named, and read by whoever unpacks them.

Signed messages are opened without judging the signature, and what Outlook wraps as `winmail.dat` is unwrapped.
"""

from __future__ import annotations

import email
import io
import re
from collections import Counter
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import default
from itertools import islice
from mimetypes import guess_extension
from pathlib import Path

from ocr.errors import DamagedFile, EncryptedFile, ReadingError
from ocr.text.held import Held
from ocr.text.kinds import EML
from ocr.text.plain import decode, load
from ocr.text.rtf import rtf_text
from ocr.text.tnef import Wrapped, unwrap
from ocr.text.web import BLACKED_OUT, blacks_out, visible_text

_HEADERS = ("From", "To", "Cc", "Date", "Subject")
MOST_BYTES = 256 * 1024 * 1024
MOST_ATTACHED = 5_000
LEAST_PICTURE, LEAST_SIDE = 32 * 1024, 250
"""A picture shown in the text that has fewer bytes, or is lower in pixels, is a logo or a banner under a signature; a
larger one may be the very page that was sent."""
_DEEPEST = 40
_SEALS = frozenset(("application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"))
_SIGNED = frozenset(("application/pkcs7-mime", "application/x-pkcs7-mime"))
_WRAPPED = frozenset(("application/ms-tnef", "application/vnd.ms-tnef"))
_SHOWN = re.compile(rb"cid:([^\s\"'>)]{1,200})", re.IGNORECASE)


def parse(path: Path) -> EmailMessage:
    """The message; raises TooLarge where it could not be held in memory."""
    message = email.message_from_bytes(load(path, MOST_BYTES), policy=default)
    assert isinstance(message, EmailMessage)
    return message


def read(path: Path, held: Held | None = None) -> list[list[str]]:
    """One section: headers, text, names of attachments; what a page in it does not show is counted."""
    outer = parse(path)
    message = _opened(outer)
    lines = []
    for name in _HEADERS:
        try:
            value = outer.get(name) or message.get(name)
        except (ValueError, IndexError, AttributeError):  # malformed headers
            value = None
        if value:
            lines.append(f"{name}: {' '.join(str(value).split())}")
    lines += ["", *_text(message, held)]
    names = [name for part in message.walk() if (name := _name(part)) and not _is_wrapped(part)]
    names += [name for part in _leaves(message) if (wrapped := _wrapped(part)) for name, _ in wrapped.files]
    if names:
        lines += ["", *(f"[{name}]" for name in names)]
    return [lines]


def _opened(message: EmailMessage) -> EmailMessage:
    """The message itself, or the one inside its signature; raises EncryptedFile for one only a key opens."""
    from ocr.text.signed import content_of

    for _ in range(4):
        if message.get_content_type() not in _SIGNED:
            return message
        try:
            content = content_of(_bytes(message))
        except EncryptedFile:
            raise
        except DamagedFile:
            return message
        if content is None:
            return message
        inner = email.message_from_bytes(content, policy=default)
        assert isinstance(inner, EmailMessage)
        message = inner
    return message


def _leaves(part: EmailMessage, depth: int = 0) -> Iterator[EmailMessage]:
    """The parts that are no mere brackets; a message inside is one part."""
    if part.get_content_maintype() == "multipart" and part.is_multipart() and depth < _DEEPEST:
        for inner in part.iter_parts():
            assert isinstance(inner, EmailMessage)
            yield from _leaves(inner, depth + 1)
    else:
        yield part


def _text(message: EmailMessage, held: Held | None, depth: int = 0) -> list[str]:
    """The lines of a message: of parts that say the same, the plainest; of parts one after the other, all.

    Where one of the parts that say the same blacks something out, it is the one that is shown: the others say it.
    """
    if message.get_content_maintype() == "multipart" and message.is_multipart():
        if depth >= _DEEPEST:
            return []
        noted: list[Held] = []
        found = []
        for part in message.iter_parts():
            if isinstance(part, EmailMessage):
                noted.append(Counter())
                found.append(_text(part, noted[-1], depth + 1))
        if message.get_content_subtype() == "alternative":
            first = next((nth for nth, lines in enumerate(found) if any(line.strip() for line in lines)), None)
            chosen = next((nth for nth, one in enumerate(noted) if one[BLACKED_OUT]), first)
            if held is not None and chosen is not None:
                held.update(noted[chosen])
            return [] if chosen is None else found[chosen]
        if held is not None:
            for one in noted:
                held.update(one)
        said = [lines for lines in found if any(line.strip() for line in lines)]
        return [line for number, lines in enumerate(said) for line in ([""] if number else []) + lines]
    if _is_text(message):
        return _lines(message, held)
    wrapped = _wrapped(message)
    if wrapped is None:
        return []
    page = decode(wrapped.html) if wrapped.html else ""
    if wrapped.text.strip() and not (page and blacks_out(page)):
        return wrapped.text.splitlines()
    if page:
        return visible_text(page, held)
    return [line for section in rtf_text(wrapped.rtf) for line in section] if wrapped.rtf else []


def _is_text(part: EmailMessage) -> bool:
    """Whether a part is what the message says, and no file."""
    is_file = part.get_content_disposition() == "attachment" or bool(_name(part))
    return part.get_content_type() in ("text/plain", "text/html") and not is_file


def _lines(part: EmailMessage, held: Held | None) -> list[str]:
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else str(part.get_payload()).encode()
    try:
        text = data.decode(part.get_content_charset() or "utf-8")
    except (LookupError, ValueError):  # no such charset, or not the one it says
        text = decode(data)
    return visible_text(text, held) if part.get_content_subtype() == "html" else text.splitlines()


def _name(part: EmailMessage) -> str:
    try:
        return part.get_filename() or ""
    except (ValueError, IndexError, AttributeError, LookupError):  # malformed headers
        return ""


def _is_wrapped(part: EmailMessage) -> bool:
    return part.get_content_type() in _WRAPPED or _name(part).lower() == "winmail.dat"


def _wrapped(part: EmailMessage) -> Wrapped | None:
    return unwrap(_bytes(part)) if _is_wrapped(part) else None


class Attachments:
    """The files attached to a message; small pictures of its signature are left where they are."""

    def __init__(self, path: Path) -> None:
        try:
            self._parts = list(islice(_attached(_opened(parse(path))), MOST_ATTACHED))
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
        part = self._parts[number][1]
        try:
            target.write_bytes(part if isinstance(part, bytes) else _bytes(part))
        except (MemoryError, OSError):
            raise
        except Exception as error:  # malformed headers again
            raise DamagedFile(repr(error)) from error

    def close(self) -> None:
        """Nothing is held open."""


def _attached(message: EmailMessage) -> Iterator[tuple[str, EmailMessage | bytes]]:
    leaves = list(_leaves(message))
    shown = {found.lower() for part in leaves if part.get_content_type() == "text/html"
             for found in _SHOWN.findall(_bytes(part))}
    number = 0
    for part in leaves:
        kind = part.get_content_type()
        if _is_text(part) or kind in _SEALS or part.get_content_maintype() == "multipart":
            continue
        number += 1
        wrapped = _wrapped(part)
        if wrapped is not None:
            yield from wrapped.files
        elif kind == EML:
            yield _name(part) or f"mensaje-{number}.eml", part
        elif not (kind in ("text/calendar", "message/delivery-status", "text/rfc822-headers") and not _name(part)) and (
                not _is_decoration(part, shown)):
            yield _name(part) or f"adjunto-{number}{guess_extension(kind) or ''}", part


def _is_decoration(part: EmailMessage, shown: set[bytes]) -> bool:
    """Whether a part is a picture that the text shows, too small to hold a page."""
    if part.get_content_maintype() != "image":
        return False
    mark = str(part.get("Content-ID", "")).strip("<> ").lower().encode("utf-8", "replace")
    if part.get_content_disposition() != "inline" and mark not in shown:
        return False
    data = _bytes(part)
    if len(data) < LEAST_PICTURE:
        return True
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data)) as image:
            return min(image.size) < LEAST_SIDE
    except Exception:  # what cannot be opened says so on its own page
        return False


def _bytes(part: EmailMessage) -> bytes:
    if part.get_content_type() == EML:
        inner = part.get_payload(0) if part.is_multipart() else None
        if isinstance(inner, EmailMessage):
            return inner.as_bytes(policy=default.clone(refold_source="none"))
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""

"""Outlook messages (.msg): who, when, what about, the text, and the files attached."""

from __future__ import annotations

from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Any

from ocr.errors import DamagedFile
from ocr.text import mapi
from ocr.text.held import Held
from ocr.text.mapi import Message
from ocr.text.plain import decode
from ocr.text.rtf import rtf_text
from ocr.text.web import blacks_out, visible_text

MOST = 2_000
LEAST_PICTURE = 32 * 1024
"""A hidden picture of fewer bytes is a logo of the signature; a larger one may be the very page that was sent."""


def read(path: Path, held: Held | None = None) -> list[list[str]]:
    """One section: headers, text, names of attachments; what a page in it does not show is counted."""
    import olefile

    with olefile.OleFileIO(str(path)) as compound:
        message = Message(compound)
        lines = [f"{name}: {value}" for name, value in headers(message).items()]
        lines += ["", *body(message, held)]
        names = [_name(attached, number) for number, attached in enumerate(message.attachments(), start=1)]
    return [[*lines, "", *(f"[{name}]" for name in names)] if names else lines]


def headers(message: Message) -> dict[str, str]:
    """From, To, Cc, Date and Subject, as far as the message has them."""
    mail = message.text(mapi.SENDER_SMTP) or message.text(mapi.SENDER_MAIL)
    name = message.text(mapi.SENDER)
    sent = message.moment(mapi.SENT) or message.moment(mapi.RECEIVED)
    found = {
        "From": f"{name} <{mail}>" if name and mail and name != mail else name or mail,
        "To": message.text(mapi.TO),
        "Cc": message.text(mapi.CC),
        "Date": format_datetime(sent) if sent else "",
        "Subject": message.text(mapi.SUBJECT),
    }
    return {name: " ".join(value.split()) for name, value in found.items() if value.strip()}


def body(message: Message, held: Held | None = None) -> list[str]:
    """The lines of the message: its plain text, else that of its web page, else that of its RTF.

    A page that blacks something out comes first: the plain text would say it.
    """
    plain = message.text(mapi.BODY)
    page = message.binary(mapi.HTML)
    markup = decode(page) if page else message.text(mapi.HTML)
    if plain.strip() and not (markup.strip() and blacks_out(markup)):
        return plain.splitlines()
    if markup.strip():
        return visible_text(markup, held)
    packed = message.binary(mapi.RTF)
    return [line for section in rtf_text(mapi.plain_rtf(packed)) for line in section] if packed else []


class Attachments:
    """The files attached to a message; a message attached to it becomes an e-mail file."""

    def __init__(self, path: Path) -> None:
        import olefile

        try:
            self._compound: Any = olefile.OleFileIO(str(path))
            attached = list(Message(self._compound).attachments())[:MOST]
        except Exception as error:  # damaged directories make the parser raise anything
            raise DamagedFile(repr(error)) from error
        named = [(_name(one, number), one) for number, one in enumerate(attached, start=1)]
        self._attached = [(name, one) for name, one in named if not _is_decoration(one)]

    @property
    def names(self) -> list[str]:
        """Their names, in order."""
        return [name for name, _ in self._attached]

    def take(self, number: int, target: Path) -> None:
        """Write the file with this number, from 0."""
        try:
            target.write_bytes(_bytes(self._attached[number][1]))
        except MemoryError:
            raise
        except Exception as error:
            raise DamagedFile(repr(error)) from error

    def close(self) -> None:
        """Close the file."""
        self._compound.close()


def _name(attached: Message, number: int) -> str:
    name = attached.text(mapi.LONG_NAME) or attached.text(mapi.SHORT_NAME)
    if attached.message() is not None:
        return f"{name or f'mensaje-{number}'}.eml"
    return name or f"adjunto-{number}"


def _is_decoration(attached: Message) -> bool:
    is_inline = bool(attached.number(mapi.HIDDEN) & 0xFF) and attached.text(mapi.MIME).startswith("image/")
    return is_inline and len(attached.binary(mapi.DATA) or b"") < LEAST_PICTURE


def _bytes(attached: Message, depth: int = 0) -> bytes:
    inner = attached.message()
    if inner is None:
        return attached.binary(mapi.DATA) or b""
    mail = EmailMessage()
    for name, value in headers(inner).items():
        try:
            mail[name] = value
        except ValueError:  # what the standard allows in no header: said in the text instead
            mail[f"X-{name}"] = value.encode("ascii", "replace").decode()
    mail.set_content("\n".join(body(inner)))
    for number, one in enumerate(inner.attachments(), start=1):
        if depth < mapi.MOST_DEPTH and not _is_decoration(one):
            mail.add_attachment(_bytes(one, depth + 1), maintype="application", subtype="octet-stream",
                                filename=_name(one, number))
    return mail.as_bytes()

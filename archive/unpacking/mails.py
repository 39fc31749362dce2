"""The files that came with an e-mail."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from io import BytesIO
from pathlib import Path

from archive.unpacking.kinds import CannotUnpack, Member

LEAST_PICTURE = 32 * 1024
"""An inline picture of fewer bytes is a logo or a button; a larger one may be the very page that was sent."""
MAX_MAIL = 512 * 2**20
"""A larger message is not taken apart: it would have to be held in memory whole."""


def mail_members(path: Path) -> Iterator[Member]:
    """The attachments of an e-mail; small pictures of its signature (inline parts) are left where they are."""
    from email import message_from_bytes, policy
    from email.message import EmailMessage

    if path.stat().st_size > MAX_MAIL:
        raise CannotUnpack("mail-too-large")
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    try:
        attached = list(message.iter_attachments())
    except (KeyError, AttributeError, ValueError, RecursionError) as problem:  # what malformed headers raise
        raise CannotUnpack("members-damaged") from problem
    for number, part in enumerate(attached, start=1):
        if part.get_content_type() == "message/rfc822":
            inner = part.get_payload(0)
            data = inner.as_bytes() if isinstance(inner, EmailMessage) else b""
            name = part.get_filename() or f"mensaje-{number}.eml"
        else:
            payload = part.get_payload(decode=True)
            data = payload if isinstance(payload, bytes) else b""
            name = part.get_filename() or f"adjunto-{number}"
        is_inline = part.get_content_disposition() == "inline" and part.get_content_maintype() == "image"
        if data and not (is_inline and len(data) < LEAST_PICTURE):
            yield Member(name, partial(BytesIO, data))

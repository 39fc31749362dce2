"""Signed containers (.p7m): the one file they hold, without judging the signature."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

from archive.unpacking.kinds import CannotUnpack, Member
from ocr.errors import DamagedFile, EncryptedFile
from ocr.text.signed import content_of

MOST_BYTES = 256 * 2**20
_MAIL = re.compile(rb"\A(?:[A-Za-z-]{2,40}:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*)+\r?\n")
_ENDING = re.compile(r"(?i)\.(?:p7m|p7s|p7b|pk7)$")


def signed_member(path: Path, name: str) -> Iterator[Member]:
    """The file inside, named like its container without the last ending; raises CannotUnpack."""
    if path.stat().st_size > MOST_BYTES:
        raise CannotUnpack("bomb")
    try:
        content = content_of(path.read_bytes())
    except EncryptedFile as problem:
        raise CannotUnpack("sealed") from problem
    except DamagedFile as problem:
        raise CannotUnpack("damaged") from problem
    if content is None:
        raise CannotUnpack("only-signature")
    found = _ENDING.sub("", name.rsplit("/", 1)[-1]) or "contenido"
    is_mail = b"content-type:" in content[:4096].lower() and _MAIL.match(content[:65536])
    yield Member(f"{found}.eml" if is_mail and not found.lower().endswith(".eml") else found,
                 lambda: io.BytesIO(content))

"""What Outlook wraps as `winmail.dat`: the files and the text in a TNEF stream ([MS-OXTNEF])."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from ocr.text.mapi import BODY, DATA, HTML, LONG_NAME, RTF, plain_rtf

SIGNATURE = b"\x78\x9f\x3e\x22"
_NEW, _TITLE, _CONTENT, _MORE, _MESSAGE = 0x9002, 0x8010, 0x800F, 0x9005, 0x9003
_FIXED = {0x02: 4, 0x03: 4, 0x04: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x0A: 4, 0x0B: 4, 0x14: 8, 0x40: 8, 0x48: 16}
_TEXT, _WIDE, _OBJECT, _BINARY = 0x1E, 0x1F, 0x0D, 0x102
_OBJECT_ID = 16
MOST = 2_000


@dataclass
class Wrapped:
    """The text of the message, and its files as name and bytes."""

    text: str = ""
    rtf: bytes = b""
    html: bytes = b""
    files: list[tuple[str, bytes]] = field(default_factory=list)


def unwrap(data: bytes) -> Wrapped | None:
    """What the stream holds, as far as it is whole; None when it is no such stream."""
    if not data.startswith(SIGNATURE):
        return None
    found, name, content = Wrapped(), "", b""

    def keep() -> None:
        if content and len(found.files) < MOST:
            found.files.append((name or f"adjunto-{len(found.files) + 1}", content))

    for number, value in _attributes(data):
        if number == _NEW:
            keep()
            name, content = "", b""
        elif number == _TITLE:
            name = name or value.rstrip(b"\0").decode("cp1252", "replace")
        elif number == _CONTENT:
            content = value
        elif number in (_MORE, _MESSAGE):
            for tag, held in _properties(value):
                if number == _MORE and tag == LONG_NAME:
                    name = held.decode("utf-8")
                elif number == _MORE and tag == DATA and len(held) > _OBJECT_ID:
                    content = content or held[_OBJECT_ID:]
                elif number == _MESSAGE and tag == BODY:
                    found.text = held.decode("utf-8")
                elif number == _MESSAGE and tag == RTF:
                    found.rtf = plain_rtf(held)
                elif number == _MESSAGE and tag == HTML:
                    found.html = held
    keep()
    return found


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 6
    while at + 9 <= len(data):
        number, _, length = struct.unpack_from("<HHI", data, at + 1)
        value = data[at + 9 : at + 9 + length]
        if len(value) < length:
            return
        yield number, value
        at += 11 + length


def _properties(data: bytes) -> Iterator[tuple[int, bytes]]:
    """MAPI properties: number and value; text as UTF-8."""
    if len(data) < 4:
        return
    count, at = min(struct.unpack_from("<I", data)[0], 10_000), 4
    for _ in range(count):
        if at + 4 > len(data):
            return
        kind, number = struct.unpack_from("<HH", data, at)
        at += 4
        if number >= 0x8000:  # a named property: its name stands before its value
            if at + 20 > len(data):
                return
            is_text = struct.unpack_from("<I", data, at + 16)[0]
            length = struct.unpack_from("<I", data, at + 20)[0] if is_text and at + 24 <= len(data) else 0
            at += 24 + -(-length // 4) * 4 if is_text else 24
        multiple, kind = bool(kind & 0x1000), kind & 0x0FFF
        values = 1
        if multiple or kind in (_TEXT, _WIDE, _OBJECT, _BINARY):
            if at + 4 > len(data):
                return
            values, at = struct.unpack_from("<I", data, at)[0], at + 4
        for _ in range(min(values, 10_000)):
            if kind in _FIXED:
                at += _FIXED[kind]
                continue
            if kind not in (_TEXT, _WIDE, _OBJECT, _BINARY) or at + 4 > len(data):
                return
            length = struct.unpack_from("<I", data, at)[0]
            held = data[at + 4 : at + 4 + length]
            at += 4 + -(-length // 4) * 4
            if kind == _TEXT:
                held = held.rstrip(b"\0").decode("cp1252", "replace").encode()
            elif kind == _WIDE:
                held = held.decode("utf-16-le", "replace").rstrip("\0").encode("utf-8", "replace")
            yield number, held

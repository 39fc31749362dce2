"""What a signed container (.p7m) carries: cryptographic message syntax, RFC 5652.

The signature is judged by nobody here.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator

from ocr.errors import DamagedFile, ProtectedFile

_PKCS7 = bytes.fromhex("2a864886f70d0107")
_SIGNED, _ENVELOPED = _PKCS7 + b"\x02", (_PKCS7 + b"\x03", bytes.fromhex("2a864886f70d0109100117"))
_OID, _OCTETS, _SEQUENCE, _OUTER = 0x06, 0x04, 0x30, 0xA0
_DEEPEST = 24
_ARMOUR = re.compile(rb"-----(?:BEGIN|END) [A-Z0-9 ]+-----")
_Value = tuple[int, bytes]
"""Tag and content."""


def is_container(head: bytes) -> bool:
    """Whether a file begins like a signed or enveloped container, as bytes or as base64."""
    if head[:1] == b"\x30" and _PKCS7 in head[:40]:
        return True
    text = b"".join(_ARMOUR.sub(b"", head[:600]).split())
    if not text.startswith(b"MI"):
        return False
    try:
        return _PKCS7 in base64.b64decode(text[:160], validate=True)[:40]
    except binascii.Error:
        return False


def content_of(data: bytes) -> bytes | None:
    """The bytes that were signed; None when the signature stands apart from them.

    Raises ProtectedFile for content only a key opens, DamagedFile for anything else.
    """
    if data[:1] != b"\x30":
        try:
            data = base64.b64decode(b"".join(_ARMOUR.sub(b"", data).split()))
        except binascii.Error as error:
            raise DamagedFile(str(error)) from error
    kind, inner = _pair(_only(data, _SEQUENCE))
    if kind in _ENVELOPED:
        raise ProtectedFile("enveloped")
    if kind != _SIGNED or inner is None:
        raise DamagedFile("not signed data")
    for tag, value in _values(_only(inner, _SEQUENCE)):
        if tag == _SEQUENCE:
            _, held = _pair(value)
            return None if held is None else b"".join(_octets(held, 0))
    raise DamagedFile("no content")


def _pair(data: bytes) -> tuple[bytes, bytes | None]:
    """An identifier, and what an explicit tag after it holds."""
    values = list(_values(data))
    if not values or values[0][0] != _OID:
        raise DamagedFile("no identifier")
    return values[0][1], next((value for tag, value in values[1:2] if tag == _OUTER), None)


def _only(data: bytes, wanted: int) -> bytes:
    for tag, value in _values(data):
        if tag == wanted:
            return value
    raise DamagedFile("an element is missing")


def _octets(data: bytes, depth: int) -> Iterator[bytes]:
    """Octet strings, in pieces where they are written so."""
    if depth > _DEEPEST:
        raise DamagedFile("too deep")
    for tag, value in _values(data):
        if tag == _OCTETS:
            yield value
        elif tag == _OCTETS | 0x20:
            yield from _octets(value, depth + 1)


def _values(data: bytes) -> Iterator[_Value]:
    """The elements that stand side by side in `data` (basic encoding rules)."""
    at = 0
    while at + 2 <= len(data):
        tag, first, last, after = _element(data, at, 0)
        if tag == 0:
            return
        yield tag, data[first:last]
        at = after


def _element(data: bytes, at: int, depth: int) -> tuple[int, int, int, int]:
    """Tag, where the content begins and ends, and where the next element begins."""
    if at + 2 > len(data) or depth > _DEEPEST:
        raise DamagedFile("cut short")
    tag, length = data[at], data[at + 1]
    first = at + 2
    if length == 0x80:
        inner = first
        while data[inner : inner + 2] != b"\0\0":
            inner = _element(data, inner, depth + 1)[3]
        return tag, first, inner, inner + 2
    if length & 0x80:
        count = length & 0x7F
        length = int.from_bytes(data[first : first + count], "big")
        first += count
    if first + length > len(data):
        raise DamagedFile("cut short")
    return tag, first, first + length, first + length

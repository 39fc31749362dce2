"""Parts of zipped office files, parsed without entities, and how they point at each other."""

from __future__ import annotations

import posixpath
import zipfile
from typing import Any

from ocr.errors import EncryptedFile, TooLarge

MOST_BYTES = 200 * 1024 * 1024
"""Unpacked size of a part from which it is taken for a bomb."""


def part_bytes(archive: zipfile.ZipFile, name: str) -> bytes:
    """The bytes of one part; raises TooLarge and EncryptedFile."""
    part = archive.getinfo(name)
    if part.file_size > MOST_BYTES:
        raise TooLarge(name)
    if part.flag_bits & 1:
        raise EncryptedFile(name)
    return archive.read(name)


def parse(archive: zipfile.ZipFile, name: str) -> Any:
    """The root element of one part."""
    from defusedxml.ElementTree import fromstring

    return fromstring(part_bytes(archive, name))


def related(archive: zipfile.ZipFile, names: set[str], part: str) -> dict[str, str]:
    """The parts that a part points at, by the id of the relation."""
    folder, _, base = part.rpartition("/")
    relations = f"{folder}/_rels/{base}.rels"
    if relations not in names:
        return {}
    found = {}
    for relation in parse(archive, relations):
        target = relation.get("Target") or ""
        if relation.get("TargetMode") != "External":
            whole = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found[relation.get("Id") or ""] = whole
    return found

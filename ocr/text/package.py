"""Parts of zipped office files, parsed without entities: how they point at each other, and ways through them."""

from __future__ import annotations

import posixpath
import zipfile
from typing import Any, TypeAlias

from ocr.errors import EncryptedFile, TooLarge

MOST_BYTES = 200 * 1024 * 1024
"""Unpacked size of a part from which it is taken for a bomb."""
Rectangle: TypeAlias = tuple[float, float, float, float]
"""`(x0, y0, x1, y1)`"""


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


def local(element: Any) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def attribute(element: Any, name: str) -> str:
    """An attribute by its name in whatever namespace; empty where it, or the element, is missing."""
    if element is None:
        return ""
    return next((str(v) for k, v in element.attrib.items() if k.rpartition("}")[2] == name), "")


def first(element: Any, name: str) -> Any:
    """The first element of a name, at any depth; None when there is none."""
    return next((e for e in element.iter() if local(e) == name), None)


def child_of(element: Any, name: str) -> Any:
    """The first child of a name; None when there is none, or no element."""
    return None if element is None else next((e for e in element if local(e) == name), None)


def overlap(one: Rectangle, other: Rectangle) -> float:
    """The share of the first that lies under the other (0–1); of one without an area, nothing does."""
    wide, high = min(one[2], other[2]) - max(one[0], other[0]), min(one[3], other[3]) - max(one[1], other[1])
    area = (one[2] - one[0]) * (one[3] - one[1])
    return max(0.0, wide) * max(0.0, high) / area if area > 0 else 0.0


def hides(shape: Rectangle, picture: Rectangle) -> bool:
    """Whether a shape drawn later lies on a picture, and does not merely touch its edge; small ones hide a name."""
    return overlap(picture, shape) > 0.02 or overlap(shape, picture) > 0.1

"""Generated OLE compound files: what old Word, PowerPoint and Outlook files are made of. Invented content only."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from typing import TypeAlias

Tree: TypeAlias = Mapping[str, "bytes | Tree"]
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def compound(tree: Tree) -> bytes:
    """A compound file (version 3) of these storages and streams ([MS-CFB])."""
    entries: list[list[object]] = [["Root Entry", 5, FREE, FREE, FREE, b""]]

    def add(parent: int, children: Tree) -> None:
        before = None
        for name, value in children.items():
            number = len(entries)
            entries.append([name, 2 if isinstance(value, bytes) else 1, FREE, FREE, FREE,
                            value if isinstance(value, bytes) else b""])
            if before is None:
                entries[parent][4] = number
            else:
                entries[before][3] = number
            before = number
            if not isinstance(value, bytes):
                add(number, value)

    add(0, tree)
    sectors: list[bytes] = []
    chain: list[int] = []

    def store(data: bytes) -> int:
        if not data:
            return END
        first = len(sectors)
        parts = [data[i : i + 512].ljust(512, b"\0") for i in range(0, len(data), 512)]
        sectors.extend(parts)
        chain.extend([*range(first + 1, first + len(parts)), END])
        return first

    mini, mini_chain = bytearray(), []
    starts: list[tuple[int, int]] = []
    for entry in entries[1:]:
        data = entry[5]
        assert isinstance(data, bytes)
        if entry[1] != 2 or not data:
            starts.append((END if entry[1] == 2 else 0, 0))
        elif len(data) >= 4096:
            starts.append((store(data), len(data)))
        else:
            first, count = len(mini) // 64, -(-len(data) // 64)
            mini += data.ljust(count * 64, b"\0")
            mini_chain += [*range(first + 1, first + count), END]
            starts.append((first, len(data)))
    starts.insert(0, (store(bytes(mini)), len(mini)))
    minifat = struct.pack(f"<{len(mini_chain)}I", *mini_chain)
    minifat_at = store(minifat.ljust(-(-len(minifat) // 512) * 512, b"\xff"))
    directory = b"".join(
        _entry(entry, *start) for entry, start in zip(entries, starts, strict=True))
    directory_at = store(directory)
    fat_count = 1
    while fat_count * 128 < len(sectors) + fat_count:
        fat_count += 1
    fat_at = len(sectors)
    fat = [*chain, *[FAT] * fat_count]
    fat += [FREE] * (fat_count * 128 - len(fat))
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, b"", 0, fat_count,
        directory_at, 0, 4096, minifat_at, -(-len(minifat) // 512), END, 0)
    difat = [*range(fat_at, fat_at + fat_count), *[FREE] * (109 - fat_count)]
    return header + struct.pack("<109I", *difat) + b"".join(sectors) + struct.pack(f"<{len(fat)}I", *fat)


def _entry(entry: Sequence[object], start: int, size: int) -> bytes:
    name, kind, left, right, child, _ = entry
    wide = str(name).encode("utf-16-le") + b"\0\0"
    return struct.pack("<64sHBBIII16sIQQIII", wide, len(wide), kind, 1, left, right, child, b"", 0, 0, 0, start,
                       size, 0)


def message(properties: Mapping[int, str], attachments: Sequence[tuple[str, bytes | Tree]] = (),
            header: int = 32) -> dict[str, bytes | Tree]:
    """The streams of an Outlook message; an attachment that is a tree is a message itself."""
    tree: dict[str, bytes | Tree] = {"__properties_version1.0": bytes(header)}
    for number, value in properties.items():
        tree[f"__substg1.0_{number:04X}001F"] = value.encode("utf-16-le")
    for index, (name, data) in enumerate(attachments):
        held: dict[str, bytes | Tree] = {"__properties_version1.0": bytes(8)}
        if name:
            held["__substg1.0_3707001F"] = name.encode("utf-16-le")
        held["__substg1.0_37010102" if isinstance(data, bytes) else "__substg1.0_3701000D"] = data
        tree[f"__attach_version1.0_#{index:08X}"] = held
    return tree


def word(pieces: Sequence[tuple[str, bool, bool]], *, encrypted: bool = False) -> bytes:
    """A Word 97 document of pieces: text, whether one byte a letter, whether hidden."""
    body, table, runs, places = bytearray(), bytearray(), [], []
    start = 0x800
    for text, narrow, hidden in pieces:
        data = text.encode("cp1252" if narrow else "utf-16-le")
        offset = start + len(body)
        places.append((len(text), offset * 2 | 0x40000000 if narrow else offset))
        runs.append((offset, offset + len(data), hidden))
        body += data + b"\0" * (len(data) % 2)
    ends = [0]
    for count, _ in places:
        ends.append(ends[-1] + count)
    plc = struct.pack(f"<{len(ends)}I", *ends) + b"".join(struct.pack("<HIH", 0, at, 0) for _, at in places)
    clx = b"\x02" + struct.pack("<I", len(plc)) + plc
    page_number = -(-(start + len(body)) // 512)
    formats = bytearray(512)
    bounds = [run[0] for run in runs] + [runs[-1][1]]
    struct.pack_into(f"<{len(bounds)}I", formats, 0, *bounds)
    formats[400:404] = b"\x03\x3c\x08\x01"  # three bytes: sprmCFVanish = 1
    for index, (_, _, hidden) in enumerate(runs):
        formats[4 * len(bounds) + index] = 200 if hidden else 0
    formats[511] = len(runs)
    bte = struct.pack("<III", bounds[0], bounds[-1], page_number)
    table += clx + bte
    fib = bytearray(start)
    struct.pack_into("<HH", fib, 0, 0xA5EC, 0xC1)
    struct.pack_into("<H", fib, 0x0A, 0x0200 | (0x0100 if encrypted else 0))
    struct.pack_into("<II", fib, 0x01A2, 0, len(clx))
    struct.pack_into("<II", fib, 0x00FA, len(clx), len(bte))
    main = bytes(fib) + bytes(body).ljust(page_number * 512 - start, b"\0") + bytes(formats)
    return compound({"WordDocument": main.ljust(4096, b"\0"), "1Table": bytes(table).ljust(4096, b"\0")})


def record(kind: int, content: bytes, version: int = 0, instance: int = 0) -> bytes:
    """A PowerPoint record."""
    return struct.pack("<HHI", version | instance << 4, kind, len(content)) + content


def powerpoint(slides: Sequence[tuple[str, bool]], erased: str = "") -> bytes:
    """A presentation of slides (text, hidden), saved twice: `erased` stood on the first one before."""
    data = bytearray()
    offsets = {}

    def slide(text: str, hidden: bool) -> bytes:
        show = record(0x03F9, struct.pack("<iIBBHI", 0, 0, 0, 0, 4 if hidden else 0, 0))
        box = record(0xF00D, record(0x0FA0, text.encode("utf-16-le")), version=15)
        return record(0x03EE, show + record(0x040C, box, version=15), version=15)

    old = len(data)
    data += slide(erased, False)
    persist = b"".join(
        record(0x03F3, struct.pack("<IIiII", 2 + index, 0, 0, 256 + index, 0)) for index in range(len(slides)))
    offsets[1] = len(data)
    data += record(0x03E8, record(0x0FF0, persist, version=15), version=15)
    first_directory = len(data)
    data += record(0x1772, struct.pack("<III", 1 | 2 << 20, offsets[1], old))
    first_edit = len(data)
    data += record(0x0FF5, struct.pack("<IIIIIIHH", 0, 0, 0, first_directory, 1, 3, 0, 0))
    for index, (text, hidden) in enumerate(slides):
        offsets[2 + index] = len(data)
        data += slide(text, hidden)
    directory = len(data)
    places = [offsets[2 + index] for index in range(len(slides))]
    data += record(0x1772, struct.pack(f"<I{len(places)}I", 2 | len(places) << 20, *places))
    edit = len(data)
    data += record(0x0FF5, struct.pack("<IIIIIIHH", 0, 0, first_edit, directory, 1, 9, 0, 0))
    user = record(0x0FF6, struct.pack("<IIIHHBBH", 20, 0xE391C05F, edit, 0, 0x3F4, 3, 0, 0))
    return compound({"PowerPoint Document": bytes(data), "Current User": user})

"""Tables that are text: CSV of any delimiter and encoding, JSON lines, and the HTML that platforms export as XLS."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path

from tracker.imports.tables import Cell, Row, Sheet, Unreadable, clean

_DELIMITERS = (",", ";", "\t", "|")
_SPANISH = "áéíóúñüÁÉÍÓÚÑÜ¿¡°º"
_ARCHIVED = re.compile(r"mime-version:|content-type:\s*(?:multipart/related|text/html)", re.IGNORECASE)
_LOOKAHEAD = 500
_LONGEST_FIELD = 1 << 24


def open_text(path: Path, head: bytes) -> Iterator[Sheet]:
    """The one sheet (or the tables of an HTML page) of a text file; raises `Unreadable`."""
    encoding = _encoding(path, head)
    start = head.decode(encoding, "replace").lstrip("\ufeff \t\r\n")
    if start[:1] == "%" or (head.count(b"\x00") > len(head) // 3 and not encoding.startswith("utf-16")):
        raise Unreadable(f"{path.name} no es una tabla: se esperaba XLSX, XLS, ODS, CSV o líneas de JSON.")
    if start.startswith("{"):
        yield Sheet(path.stem, _json_lines(path, encoding))
    elif start.startswith("["):
        yield Sheet(path.stem, _json_list(path, encoding))
    elif start.startswith("<") and "urn:schemas-microsoft-com:office:spreadsheet" in start and "<Workbook" in start:
        from tracker.imports.sheet_xml import open_sheet_xml

        yield from open_sheet_xml(path)
    elif _ARCHIVED.match(start):
        yield from _archived_page(path)
    elif start.startswith("<"):
        yield from _html(path, encoding)
    else:
        yield Sheet(path.stem, _separated(path, encoding))


def _encoding(path: Path, head: bytes) -> str:
    if head.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        with path.open(encoding="utf-8", newline="") as file:
            while file.read(1 << 20):
                pass
        return "utf-8"
    except UnicodeDecodeError:
        sample = _accented(path)
    scores = {name: _spanishness(sample.decode(name, "replace")) for name in ("cp1252", "cp850", "mac_roman")}
    return max(scores, key=lambda name: scores[name])


def _accented(path: Path) -> bytes:
    """Up to 64 KiB of the lines that are not plain ASCII: old encodings differ in nothing else."""
    found = bytearray()
    with path.open("rb") as file:
        for line in iter(lambda: file.readline(1 << 16), b""):
            if not line.isascii():
                found += line
                if len(found) > 1 << 16:
                    break
    return bytes(found)


def _spanishness(text: str) -> int:
    return sum(1 if c in _SPANISH else -1 for c in text if ord(c) > 127)


def _separated(path: Path, encoding: str) -> Iterator[Row]:
    csv.field_size_limit(_LONGEST_FIELD)
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        sample = file.read(1 << 16)
        file.seek(0)
        declared = sample.lstrip("\ufeff")[:6].lower().startswith("sep=")
        delimiter = sample.lstrip("\ufeff")[4] if declared else _delimiter(sample)
        rows = csv.reader(file, delimiter=delimiter)
        number = 0
        while True:
            try:
                values = next(rows)
            except StopIteration:
                return
            except csv.Error as problem:
                yield Row(rows.line_num, [], f"la línea no se puede leer como CSV ({problem})")
                continue
            number += 1
            if not (declared and number == 1):
                yield Row(number, [clean(value.lstrip("\ufeff")) for value in values])


def _delimiter(sample: str) -> str:
    """The delimiter that gives the most rows of one same width, the wider the better."""
    lines = sample.splitlines(keepends=True)
    lines = lines[:-1] if len(lines) > 1 and len(sample) >= 1 << 16 else lines

    def score(delimiter: str) -> tuple[int, int]:
        try:
            widths = [len(row) for row in csv.reader(lines[:200], delimiter=delimiter)]
        except csv.Error:
            return (0, 0)
        wide = [width for width in widths if width > 1]
        common = max(set(wide), key=wide.count, default=1)
        return (widths.count(common) * (common > 1), common)

    return max(_DELIMITERS, key=score)


def _json_lines(path: Path, encoding: str) -> Iterator[Row]:
    with path.open(encoding=encoding, errors="replace") as file:
        yield from _keyed((_parsed(line), number) for number, line in enumerate(file, 1) if line.strip())


def _json_list(path: Path, encoding: str) -> Iterator[Row]:
    try:
        data = json.loads(path.read_text(encoding=encoding))
    except (ValueError, RecursionError) as problem:
        raise Unreadable(f"{path.name} no es JSON válido: guárdelo como una línea de JSON por solicitud.") from problem
    yield from _keyed((item, number) for number, item in enumerate(data, 1))


def _parsed(line: str) -> object:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _keyed(items: Iterator[tuple[object, int]]) -> Iterator[Row]:
    """Objects as a table: a row of keys first, then a row of values for each object."""
    first = [item for _, item in zip(range(_LOOKAHEAD), items, strict=False)]
    keys = list(dict.fromkeys(str(key) for item, _ in first if isinstance(item, dict) for key in item))
    yield Row(0, [*keys])
    for item, number in _chain(first, items):
        if not isinstance(item, dict):
            yield Row(number, [], "la línea no es un objeto JSON")
            continue
        late = [str(key) for key in item if key not in keys]
        if late:
            yield Row(number, [], f"la línea trae campos que las primeras no tenían: {', '.join(late)[:80]}")
            continue
        yield Row(number, [_plain_value(item.get(key)) for key in keys])


def _chain(first: list[tuple[object, int]], rest: Iterator[tuple[object, int]]) -> Iterator[tuple[object, int]]:
    yield from first
    yield from rest


def _plain_value(value: object) -> Cell:
    return clean(json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value)


def _html(path: Path, encoding: str) -> Iterator[Sheet]:
    from tracker.imports.web_tables import tables_of

    with path.open(encoding=encoding, errors="replace") as file:
        tables = tables_of(iter(lambda: file.read(1 << 16), ""))
    yield from _of_a_page(path, tables)


def _archived_page(path: Path) -> Iterator[Sheet]:
    """A web page kept with its parts in one file, as a mail is."""
    from email import message_from_bytes, policy

    from tracker.imports.web_tables import tables_of

    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    pages = [part for part in message.walk() if part.get_content_type() == "text/html"]
    try:
        yield from _of_a_page(path, [table for part in pages for table in tables_of([str(part.get_content())])])
    except (LookupError, ValueError) as problem:
        raise Unreadable(f"{path.name} es una página dañada: guárdela como XLSX o CSV.") from problem


def _of_a_page(path: Path, tables: list[list[list[Cell]]]) -> Iterator[Sheet]:
    if not tables:
        raise Unreadable(f"{path.name} es una página sin tablas: guárdela como XLSX o CSV.")
    for index, table in enumerate(tables, 1):
        yield Sheet(f"{path.stem} {index}", (Row(n, cells) for n, cells in enumerate(table, 1)))

"""Tables that are text: CSV of any delimiter and encoding, JSON lines, and the HTML that platforms export as XLS."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from tracker.imports.tables import Cell, Row, Sheet, Unreadable, clean

_DELIMITERS = (",", ";", "\t", "|")
_SPANISH = "áéíóúñüÁÉÍÓÚÑÜ¿¡°º"
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
    reader = _Tables()
    with path.open(encoding=encoding, errors="replace") as file:
        for piece in iter(lambda: file.read(1 << 16), ""):
            reader.feed(piece)
    if not reader.tables:
        raise Unreadable(f"{path.name} es una página sin tablas: guárdela como XLSX o CSV.")
    for index, table in enumerate(reader.tables, 1):
        yield Sheet(f"{path.stem} {index}", (Row(n, cells) for n, cells in enumerate(table, 1)))


class _Tables(HTMLParser):
    """Collects the rows of each table of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[list[list[Cell]]] = []
        self._cell: io.StringIO | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append([])
        elif tag == "tr" and self.tables:
            self._close()
            self.tables[-1].append([])
        elif tag in ("td", "th") and self.tables:
            self._close()
            self._cell = io.StringIO()
        elif tag == "br" and self._cell is not None:
            self._cell.write("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self._close()

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.write(data)

    def _close(self) -> None:
        if self._cell is not None:
            if not self.tables[-1]:
                self.tables[-1].append([])
            self.tables[-1][-1].append(clean(self._cell.getvalue().replace("\xa0", " ")))
            self._cell = None

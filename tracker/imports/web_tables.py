"""The tables of a web page, as platforms hand them out under the name of a workbook."""

from __future__ import annotations

import io
from collections.abc import Iterable
from html.parser import HTMLParser

from tracker.imports.tables import Cell, clean

WIDEST = 500
"""Columns of a table that are read; a cell that says it spans more is taken at its word only so far."""
LONGEST_SPAN = 5000


def tables_of(pieces: Iterable[str]) -> list[list[list[Cell]]]:
    """The tables of a page in the order they begin: rows of cells.

    A cell over several rows counts in each of them, one over several columns in the first.
    """
    reader = _Reader()
    for piece in pieces:
        reader.feed(piece)
    reader.close()
    return [table.rows for table in reader.tables]


class _Table:
    """One table while it is read."""

    def __init__(self) -> None:
        self.rows: list[list[Cell]] = []
        self.hanging: dict[int, tuple[int, Cell]] = {}
        """Column → rows still to come that a cell above reaches into, and what it says."""
        self.text: io.StringIO | None = None
        self.spans = (1, 1)

    def begin_row(self) -> None:
        self.end_cell()
        self.rows.append([])
        self._hang()

    def begin_cell(self, across: int, down: int) -> None:
        self.end_cell()
        if not self.rows:
            self.rows.append([])
        self.text, self.spans = io.StringIO(), (across, down)

    def end_cell(self) -> None:
        if self.text is None:
            return
        value = clean(self.text.getvalue().replace("\xa0", " "))
        self.text = None
        across, down = self.spans
        row = self.rows[-1]
        for number in range(min(across, WIDEST - len(row))):
            said = value if number == 0 else None
            if down > 1:
                self.hanging[len(row)] = (down - 1, said)
            row.append(said)
        self._hang()

    def _hang(self) -> None:
        row = self.rows[-1]
        while (there := self.hanging.pop(len(row), None)) is not None:
            left, value = there
            if left > 1:
                self.hanging[len(row)] = (left - 1, value)
            row.append(value)


class _Reader(HTMLParser):
    """Collects the tables of a page, also one that stands inside a cell of another."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[_Table] = []
        self._open: list[_Table] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append(_Table())
            self._open.append(self.tables[-1])
        if not self._open:
            return
        table = self._open[-1]
        if tag == "tr":
            table.begin_row()
        elif tag in ("td", "th"):
            given = dict(attrs)
            table.begin_cell(_span(given.get("colspan"), WIDEST), _span(given.get("rowspan"), LONGEST_SPAN))
        elif tag in ("br", "p", "div", "li") and table.text is not None and table.text.tell():
            table.text.write("\n")

    def handle_endtag(self, tag: str) -> None:
        if self._open and tag in ("td", "th", "tr", "table"):
            self._open[-1].end_cell()
            if tag == "table":
                self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1].text is not None:
            self._open[-1].text.write(data)

    def close(self) -> None:
        super().close()
        while self._open:
            self._open.pop().end_cell()


def _span(said: str | None, most: int) -> int:
    text = (said or "").strip()
    return min(max(int(text), 1), most) if text.isdecimal() and len(text) < 9 else 1

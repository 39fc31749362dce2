"""Any list as a file: the same three kinds everywhere, with cells that no spreadsheet runs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask import Response, abort

from tracker.exports.tables import FORMATS, table

MOST_RESULTS = 10_000
"""Rows a file of search results holds at most."""


def as_file(kind: str, name: str, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> Response:
    """The rows as an XLSX, CSV or JSON file to download; “not found” for another kind."""
    if kind not in FORMATS:
        abort(404)
    return Response(table(kind, head, rows), headers={
        "Content-Type": FORMATS[kind], "Content-Disposition": f"attachment; filename={name}.{kind}"})

"""Before an import one sees what each column would be, and nothing about the people who asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from tracker.imports.preview import field_names, preview

Make = Callable[..., Path]


def test_a_preview_tells_each_column_and_shows_rows_without_people(workbook: Make) -> None:
    header = ["Folio", "Fecha de la solicitud", "Raro", "Correo electrónico", "Sexo"]
    path = workbook(Hoja=[["Banner"], header, ["A-1", date(2013, 8, 15), "x", "f@ejemplo.mx", "F"]])
    (sheet,) = preview(path, "requests")
    assert sheet.used
    assert [(c.name, c.field, c.left_out) for c in sheet.columns] == [
        ("Folio", "folio", None),
        ("Fecha de la solicitud", "filed_on", None),
        ("Raro", None, None),
        ("Correo electrónico", None, "identifying"),
        ("Sexo", None, "demographic"),
    ]
    assert sheet.rows == (("A-1", "2013-08-15", "x", "", ""),)


def test_a_sheet_nobody_understands_shows_its_likely_header(workbook: Make) -> None:
    path = workbook(Hoja=[["Título"], [], ["Clave X", "Cuándo"], ["A-1", date(2013, 8, 15)]])
    (sheet,) = preview(path, "requests")
    assert not sheet.used
    assert [column.name for column in sheet.columns] == ["Clave X", "Cuándo"]
    assert {"folio", "filed_on", "text", "due_on"} <= set(field_names("requests"))
    (mapped,) = preview(path, "requests", {"Clave X": "folio", "Cuándo": "filed_on"})
    assert mapped.used

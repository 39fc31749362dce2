"""Hidden rows, columns, sheets, tracked changes, comments and hidden text in office files."""

from __future__ import annotations

import zipfile
from pathlib import Path

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from openpyxl import Workbook
from openpyxl.comments import Comment

from ocr.leaks import inspect_file


def _leaks(path: Path) -> dict[str, int]:
    return {leak.kind: leak.characters for leak in inspect_file(path).document}


def test_hidden_rows_columns_and_sheets_of_a_workbook_are_leaks(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["B1"], sheet["A2"], sheet["A3"] = "Estado", "columna", "fila oculta", "vista"
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["B"].hidden = True
    sheet["A3"].comment = Comment("nota interna", "x")
    other = book.create_sheet("otra")
    other["A1"] = "doce letras."
    other.sheet_state = "veryHidden"
    book.save(tmp_path / "a.xlsx")
    found = _leaks(tmp_path / "a.xlsx")
    assert found["hidden_row"] == len("fila oculta")
    assert found["hidden_column"] == len("columna")
    assert found["hidden_sheet"] == 12
    assert found["comment"] >= len("nota interna")


def test_an_ordinary_workbook_has_none(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = "Estado"
    sheet.row_dimensions[7].hidden = True
    book.create_sheet("vacía").sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    assert _leaks(tmp_path / "a.xlsx") == {}


def test_deleted_and_hidden_text_of_a_letter_are_leaks(tmp_path: Path) -> None:
    letter = docx.Document()
    line = letter.add_paragraph("visible ")
    line.add_run("escondido").font.hidden = True
    deletion, run, text = OxmlElement("w:del"), OxmlElement("w:r"), OxmlElement("w:delText")
    text.text = "borrado"
    deletion.set(qn("w:id"), "1")
    run.append(text)
    deletion.append(run)
    line._p.append(deletion)
    letter.save(str(tmp_path / "a.docx"))
    assert _leaks(tmp_path / "a.docx") == {"hidden_text": 9, "tracked_change": 7}


def test_an_ordinary_letter_has_none(tmp_path: Path) -> None:
    letter = docx.Document()
    letter.add_paragraph("texto visible")
    letter.save(str(tmp_path / "a.docx"))
    assert _leaks(tmp_path / "a.docx") == {}


def test_a_zip_bomb_is_left_alone(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.docx", "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b"<a>" + b" " * 50_000_000 + b"</a>")
    assert _leaks(tmp_path / "a.docx") == {}


def test_entities_in_an_office_part_are_refused_without_an_error(tmp_path: Path) -> None:
    evil = '<!DOCTYPE a [<!ENTITY b "c">]><w:document xmlns:w="w"><w:t>&b;</w:t></w:document>'
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as package:
        package.writestr("word/document.xml", evil)
    assert _leaks(tmp_path / "a.docx") == {}

"""Office files, sheets, mails and web pages become pages of text, as their reader would see them."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from docx import Document
from PIL import Image

from ocr.errors import DamagedFile, Unreadable
from ocr.local import LocalFile
from ocr.settings import ReadSettings
from ocr.types import PageReading

HERE = ReadSettings(isolate=False, engine="ocr.fakes:ScriptedOcr")


def read(path: Path) -> tuple[str, list[PageReading]]:
    with LocalFile(path, None, HERE) as opened:
        pages = list(opened.read_pages(range(1, opened.page_count + 1)))
        return opened.media_type, pages


def test_a_word_file_gives_text_and_table_rows_without_deleted_or_hidden_runs(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    document = Document()
    document.add_paragraph("Oficio de respuesta número 12")
    hidden = document.add_paragraph("Visible y ").add_run("oculto")
    hidden.font.hidden = True
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Estación", "Detenciones"
    document.save(str(path))

    media_type, pages = read(path)

    assert media_type.endswith("wordprocessingml.document")
    assert pages[0].source == "text"
    assert (pages[0].text or "").split("\n") == ["Oficio de respuesta número 12", "Visible y", "Estación | Detenciones"]


def test_a_table_in_a_cell_is_read_once(tmp_path: Path) -> None:
    document = Document()
    outer = document.add_table(1, 2)
    inner = outer.cell(0, 1).add_table(1, 2)
    outer.cell(0, 0).text, inner.cell(0, 0).text, inner.cell(0, 1).text = "Folio", "uno", "dos"
    document.save(str(tmp_path / "a.docx"))

    assert " ".join((read(tmp_path / "a.docx")[1][0].text or "").split()) == "Folio | uno | dos"


def test_each_visible_sheet_begins_a_page_and_keeps_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.title = "Enero"
    first.append(["Folio", "Días"])
    first.append(["0411100064213", 20])
    book.create_sheet("Febrero").append(["vacío", None, 3.5])
    book.create_sheet("Oculta").append(["nadie ve esto"])
    book["Oculta"].sheet_state = "hidden"
    book.save(path)

    _, pages = read(path)

    assert [page.text for page in pages] == ["Enero\n\nFolio | Días\n0411100064213 | 20", "Febrero\n\nvacío | | 3.5"]


def test_a_mail_gives_its_headers_text_and_names_of_attachments(tmp_path: Path) -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "ut@example.org", "yo@example.org", "Notificación de respuesta"
    message["Date"] = "Thu, 14 Mar 2024 10:00:00 -0600"
    message.set_content("Se adjunta la información.")
    message.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="respuesta.pdf")
    path = tmp_path / "a.eml"
    path.write_bytes(bytes(message))

    media_type, pages = read(path)

    assert media_type == "message/rfc822"
    for expected in ("Subject: Notificación de respuesta", "Se adjunta la información.", "[respuesta.pdf]"):
        assert expected in (pages[0].text or "")


@pytest.mark.parametrize(
    ("name", "content", "text"),
    [
        ("a.txt", "Línea uno\nLínea dos\n".encode(), "Línea uno\nLínea dos"),
        ("a.txt", "Año 2013, señaló".encode("cp1252"), "Año 2013, señaló"),
        ("a.txt", "Texto con marca".encode("utf-16"), "Texto con marca"),
        ("a.csv", "Folio;Días\n1;20\n".encode(), "Folio | Días\n1 | 20"),
        (
            "a.html",
            "<html><body><p>Sí</p><p hidden>no</p><script>no()</script><table><tr><td>a<td>b</table>".encode(),
            "Sí\n\na | b",
        ),
        ("a.rtf", rb"{\rtf1\ansi{\fonttbl{\f0 Arial;}}Resoluci\'f3n \u241?\par{\v oculto}fin}", "Resolución ñ\nfin"),
    ],
)
def test_plain_files_are_read_whatever_their_encoding(tmp_path: Path, name: str, content: bytes, text: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)

    assert read(path)[1][0].text == text


def test_a_kept_file_without_its_name_is_read_as_what_it_was_stated_to_be(tmp_path: Path) -> None:
    path = tmp_path / "3f9a"
    path.write_text("Folio;Días\n1;20\n", "utf-8")
    with LocalFile(path, "text/csv", HERE) as opened:
        assert (opened.media_type, opened.read_page(1).text) == ("text/csv", "Folio | Días\n1 | 20")
    with LocalFile(path, "image/png", HERE) as opened:
        assert opened.media_type == "text/plain"


def test_an_opendocument_text_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.odt"
    spaces = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:body><office:text><text:h>Acta</text:h>"
            "<text:p>Se acordó<text:s/>publicar.</text:p></office:text></office:body></office:document-content>",
        )

    assert read(path)[1][0].text == "Acta\nSe acordó publicar."


def test_words_stand_where_the_drawn_page_shows_them(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Primera línea con algunas palabras\n\n" + "palabra " * 600, "utf-8")
    with LocalFile(path, None, HERE) as opened:
        page = opened.read_page(1)
        shown = np.asarray(Image.open(io.BytesIO(opened.render_page(1, 1224)[0])).convert("L")).copy()
    height, width = shown.shape
    assert page.words is not None
    for x0, y0, x1, y1 in (word.box for word in page.words):
        crop = shown[int(y0 * height) : int(y1 * height) + 1, int(x0 * width) : int(x1 * width) + 1]
        assert crop.min() < 128
        crop[:] = 255
    assert (shown < 128).mean() < 0.002


def test_a_damaged_archive_is_refused_with_a_reason(tmp_path: Path) -> None:
    whole = tmp_path / "a.docx"
    Document().save(str(whole))
    broken = tmp_path / "b.docx"
    broken.write_bytes(whole.read_bytes()[:900])

    with pytest.raises(DamagedFile):
        read(broken)


def test_markup_that_unfolds_without_end_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    bomb = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><d>&b;</d>'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", bomb)

    with pytest.raises(Unreadable):
        read(path)

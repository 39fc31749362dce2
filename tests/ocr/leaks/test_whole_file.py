"""Earlier revisions, bookmarks, metadata and attachments of a PDF."""

from __future__ import annotations

from pathlib import Path

import pikepdf
from reportlab.pdfgen.canvas import Canvas

from ocr.leaks import inspect_file
from tests.ocr.leaks.files import make, write_text


def _kinds(path: Path) -> list[str]:
    found = inspect_file(path)
    return sorted(
        [leak.kind for leaks in found.pages.values() for leak in leaks] + [leak.kind for leak in found.document]
    )


def _redacted(canvas: Canvas) -> None:
    """A page whose redaction is sound: nothing lies under the box."""
    write_text(canvas)
    canvas.drawString(72, 300, "Compareció")
    canvas.rect(140, 296, 120, 16, stroke=0, fill=1)


def _second_revision(path: Path, content: bytes) -> Path:
    """Append a revision that replaces the first page's content, as an incremental save does."""
    with pikepdf.open(path) as pdf:
        number, generation = pdf.pages[0].obj.Contents.objgen
    data = path.read_bytes()
    start = data.rindex(b"startxref")
    previous = int(data[start + 9 :].split()[0])
    trailer = data[data.rindex(b"trailer") : start]
    place = len(data)
    body = b"%d %d obj\n<</Length %d>>\nstream\n%s\nendstream\nendobj\n" % (number, generation, len(content), content)
    table = place + len(body)
    end = trailer.rindex(b">>")
    update = body + b"xref\n%d 1\n%010d %05d n \n" % (number, place, generation)
    update += trailer[:end] + b"/Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (previous, table)
    path.write_bytes(data + update)
    return path


def test_an_earlier_revision_with_more_text_is_a_leak(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        write_text(canvas)
        canvas.drawString(72, 300, "Domicilio calle Encino")

    path = _second_revision(make(tmp_path / "a.pdf", draw), b"BT /F1 12 Tf 72 700 Td (El expediente consta) Tj ET")
    (leak,) = inspect_file(path).pages[1]
    assert (leak.kind, leak.box) == ("earlier_revision", None)
    assert leak.characters >= len("DomicilioEncino")


def test_a_later_revision_that_only_adds_is_no_leak(tmp_path: Path) -> None:
    path = make(tmp_path / "a.pdf", lambda c: c.drawString(72, 700, "El expediente consta"))
    _second_revision(path, b"BT /F1 12 Tf 72 700 Td (El expediente consta de fojas) Tj ET")
    assert _kinds(path) == []


def _with_extras(path: Path, title: str = "", bookmark: str = "", attached: bytes = b"") -> Path:
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        if title:
            pdf.docinfo["/Title"] = title
        if bookmark:
            with pdf.open_outline() as outline:
                outline.root.append(pikepdf.OutlineItem(bookmark, 0))
        if attached:
            pdf.attachments["anexo.txt"] = attached
        pdf.save(path)
    return path


def test_a_name_in_a_bookmark_that_no_page_shows_is_a_leak(tmp_path: Path) -> None:
    path = _with_extras(make(tmp_path / "a.pdf", _redacted), bookmark="Declaración de Fulano Mengano")
    assert _kinds(path) == ["bookmark"]


def test_a_name_in_the_title_that_no_page_shows_is_a_leak(tmp_path: Path) -> None:
    path = _with_extras(make(tmp_path / "a.pdf", _redacted), title="Expediente de Fulano Mengano")
    assert _kinds(path) == ["metadata"]


def test_the_author_is_a_leak_only_where_a_box_hides_that_name(tmp_path: Path) -> None:
    def hiding(canvas: Canvas) -> None:
        _redacted(canvas)
        canvas.drawString(72, 250, "Zenaida Quiroga")
        canvas.rect(68, 246, 120, 16, stroke=0, fill=1)

    for name, draw, kinds in (("a.pdf", hiding, ["metadata", "text_under_box"]), ("b.pdf", _redacted, [])):
        path = make(tmp_path / name, draw)
        with pikepdf.open(path, allow_overwriting_input=True) as pdf:
            pdf.docinfo["/Author"] = "Zenaida Quiroga"
            pdf.save(path)
        assert _kinds(path) == kinds


def test_text_that_was_cropped_off_the_page_is_a_leak_and_a_page_number_there_is_none(tmp_path: Path) -> None:
    for text, kinds in (("declara Zenaida Quiroga que vive en la calle", ["outside_page"]), ("folio 12", [])):
        def draw(canvas: Canvas, text: str = text) -> None:
            write_text(canvas)
            canvas.drawString(72, 60, text)

        path = make(tmp_path / "a.pdf", draw)
        with pikepdf.open(path, allow_overwriting_input=True) as pdf:
            pdf.pages[0].CropBox = [0, 120, 612, 792]
            pdf.save(path)
        assert _kinds(path) == kinds


def test_a_file_attached_to_a_redacted_document_is_a_leak(tmp_path: Path) -> None:
    path = _with_extras(make(tmp_path / "a.pdf", _redacted), attached=b"texto completo")
    (leak,) = inspect_file(path).document
    assert (leak.kind, leak.characters) == ("attachment", 14)


def test_bookmarks_titles_and_attachments_of_an_unredacted_document_are_no_leaks(tmp_path: Path) -> None:
    path = _with_extras(
        make(tmp_path / "a.pdf", write_text), "Oficio de Fulano Mengano", "Anexo Uno", b"datos abiertos"
    )
    assert _kinds(path) == []


def test_ordinary_titles_of_a_redacted_document_are_no_leaks(tmp_path: Path) -> None:
    path = _with_extras(
        make(tmp_path / "a.pdf", _redacted), "Microsoft Word - Oficio Respuesta Final.docx", "El expediente"
    )
    assert _kinds(path) == []


def test_what_is_no_pdf_or_is_damaged_has_no_leaks_and_no_error(tmp_path: Path) -> None:
    for name, data in (("a.pdf", b"%PDF-1.4 nothing"), ("b.bin", b"\x00" * 50), ("c.zip", b"PK\x03\x04rest")):
        (tmp_path / name).write_bytes(data)
        assert _kinds(tmp_path / name) == []
    assert _kinds(tmp_path / "absent.pdf") == []

"""Files put into office files are taken out, but for charts, formulas, and those on nothing that is shown."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from ocr.leaks import inspect_file
from ocr.local import LocalFile
from ocr.settings import ReadSettings
from tests.ocr.compound import compound, word
from tests.ocr.leaks import marked_office as office

HERE = ReadSettings(isolate=False, engine="ocr.fakes:ScriptedOcr")


def package(name: str, data: bytes) -> bytes:
    """An object as the shell packs a file."""
    text = name.encode("cp1252") + b"\0"
    path = b"C:\\x\\" + text
    held = b"\x02\0" + text + path + struct.pack("<HHI", 0, 3, len(path)) + path + struct.pack("<I", len(data)) + data
    return compound({"\x01Ole10Native": struct.pack("<I", len(held)) + held})


PARTS = {
    "uno.bin": package("Relación ñ.txt", b"hoja anexa"), "dos.xlsx": office.xlsx([["Folio"]]),
    "tres.bin": compound({"CONTENTS": b"%PDF-1.4 anexo"}), "cuatro.bin": word([("Oficio anexo", True, False)]),
    "cinco.bin": compound({"Equation Native": b"x" * 40}), "seis.bin": compound({"Otra": b"y" * 40}),
}


def letter(properties: str = "", around: str = "{}", used: int = 6, more: str = "") -> bytes:
    rels = office.relations(*((f"o{nth}", "oleObject", f"embeddings/{name}") for nth, name in enumerate(PARTS)))
    space = 'xmlns:o="urn:schemas-microsoft-com:office:office"'
    shapes = "".join(f'<w:r><w:rPr>{properties}</w:rPr><w:object><o:OLEObject {space} r:id="o{nth}"/></w:object></w:r>'
                     for nth in range(used))
    parts = {f"word/embeddings/{name}": data for name, data in PARTS.items()}
    return office.docx(f"<w:p>{around.format(shapes)}</w:p>{more}", parts, rels=rels)


def taken(path: Path) -> dict[str, bytes]:
    with LocalFile(path, None, HERE) as opened:
        found = {}
        for number, name in enumerate(opened.embedded()):
            opened.take_embedded(number, path.with_name("member"))
            found[name] = path.with_name("member").read_bytes()
        return found


def test_objects_are_taken_out_of_a_word_file_under_the_names_they_have(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(letter())
    found = taken(path)
    assert list(found) == ["Relación ñ.txt", "objeto-2.xlsx", "objeto-3.pdf", "objeto-4.doc", "objeto-6.bin"]
    assert (found["Relación ñ.txt"], found["objeto-3.pdf"]) == (b"hoja anexa", b"%PDF-1.4 anexo")
    assert found["objeto-2.xlsx"] == PARTS["dos.xlsx"] and inspect_file(path).document == ()


@pytest.mark.parametrize("made", [letter("<w:vanish/>"), letter(around="<w:del>{}</w:del>"), letter(used=0)])
def test_objects_that_are_hidden_deleted_or_left_over_stay_inside(tmp_path: Path, made: bytes) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(made)
    assert taken(path) == {}


def test_objects_of_a_redacted_word_file_are_leaks(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(letter(used=1, more="<w:p><w:r><w:t>declara XXXXXX que vive</w:t></w:r></w:p>"))
    assert [leak.kind for leak in inspect_file(path).document] == ["attachment"]


def test_objects_of_slides_and_sheets_are_taken_out(tmp_path: Path) -> None:
    rels = {"ppt/slides/_rels/slide1.xml.rels": office.relations(("o1", "package", "../embeddings/uno.xlsx")),
            "ppt/embeddings/uno.xlsx": PARTS["dos.xlsx"]}
    (tmp_path / "a.pptx").write_bytes(office.pptx('<p:graphicFrame><p:oleObj r:id="o1"/></p:graphicFrame>', rels))
    (tmp_path / "b.xlsx").write_bytes(office.xlsx(
        [["Folio"]], after='<oleObjects><oleObject shapeId="9" r:id="o1"/></oleObjects>',
        rels=office.relations(("o1", "oleObject", "../embeddings/uno.bin")),
        more={"xl/embeddings/uno.bin": PARTS["uno.bin"]}))
    assert list(taken(tmp_path / "a.pptx")) == ["objeto-1.xlsx"]
    assert list(taken(tmp_path / "b.xlsx")) == ["Relación ñ.txt"]

"""Names in structure, destinations, threads, scripts, private data and previews of a redacted PDF."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, ImageDraw

from ocr.leaks import inspect_file
from tests.ocr.leaks.marked_pdf import _image, base, page_pdf, rectangle, saved, text_at

NAME = "Zenaida Quiroga"
Bury = Callable[[Any, str], None]


def _element(**entries: str) -> Bury:
    def bury(pdf: Any, name: str) -> None:
        root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        inner = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Span, P=root))
        for key, value in entries.items():
            inner["/" + key] = String(value.format(name))
        root.K = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.P, P=root, K=Array([inner, inner])))
        pdf.Root.StructTreeRoot = root

    return bury


def _script(source: str) -> Bury:
    def bury(pdf: Any, name: str) -> None:
        script = Dictionary(S=Name.JavaScript, JS=String(source.format(name)))
        pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("inicio"), script])))

    return bury


def _destination(named: str) -> Bury:
    def bury(pdf: Any, name: str) -> None:
        goal = Array([pdf.pages[0].obj, Name.Fit])
        kid = pdf.make_indirect(Dictionary(Names=Array([String(named.format(name)), goal])))
        pdf.Root.Names = Dictionary(Dests=Dictionary(Kids=Array([kid])))

    return bury


def _thread(pdf: Any, name: str) -> None:
    pdf.Root.Threads = Array([pdf.make_indirect(Dictionary(Type=Name.Thread, I=Dictionary(Title=String(name))))])


def _private(pdf: Any, name: str) -> None:
    held = Dictionary(Antes=pdf.make_stream(f"nombre={name}".encode()))
    pdf.pages[0].obj.PieceInfo = Dictionary(Editor=Dictionary(Private=held))


def _labels(pdf: Any, name: str) -> None:
    pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(P=String(name))]))


def _xmp(said: str) -> Bury:
    def bury(pdf: Any, name: str) -> None:
        pdf.Root.Metadata = pdf.make_stream(said.format(name).encode(), Type=Name.Metadata, Subtype=Name.XML)

    return bury


def _own_entry(pdf: Any, name: str) -> None:
    pdf.docinfo["/Solicitante"] = name


_HISTORY = """<x:xmpmeta xmlns:x="adobe:ns:meta/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:mm="http://ns.adobe.com/xap/1.0/mm/"><rdf:RDF><rdf:Description
 rdf:about=""><xmp:CreatorTool>Adobe InDesign 19.0 (Windows)</xmp:CreatorTool><mm:History><rdf:Seq><rdf:li>WHO</rdf:li>
 </rdf:Seq></mm:History></rdf:Description></rdf:RDF></x:xmpmeta>"""
BURIED: dict[str, tuple[Bury, str]] = {
    "actual-text": (_element(ActualText="{}"), "hidden_text"),
    "alternative": (_element(Alt="Foto de {}"), "metadata"),
    "expansion": (_element(E="{}"), "metadata"),
    "script": (_script("var a = '{}';"), "metadata"),
    "destination": (_destination("{}"), "bookmark"),
    "thread": (_thread, "bookmark"),
    "private-data": (_private, "metadata"),
    "page-label": (_labels, "metadata"),
    "xmp-history": (_xmp(_HISTORY.replace("WHO", "{}")), "metadata"),
    "own-entry": (_own_entry, "metadata"),
}
ORDINARY: dict[str, Bury] = {
    "tags": _element(Alt="Logotipo de la Secretaría de Gobernación", E="Plataforma Nacional", ActualText="expediente"),
    "form-script": _script("AFNumber_Format(2, 0, 0, 0, 'Pesos Mexicanos', true);"),
    "contents": _destination("_Toc151234567"),
    "xmp": _xmp(_HISTORY.replace("WHO", "Adobe PDF Library 17.0")),
}


def _file(folder: Path, bury: Bury, covered: str) -> Path:
    pdf = page_pdf(base() + text_at(covered) + rectangle())
    bury(pdf, NAME)
    path = folder / "a.pdf"
    path.write_bytes(saved(pdf))
    return path


@pytest.mark.parametrize("kind", BURIED)
def test_a_covered_name_that_is_said_elsewhere_in_the_file_is_told_there_too(kind: str, tmp_path: Path) -> None:
    bury, told = BURIED[kind]
    found = inspect_file(_file(tmp_path, bury, f"declara {NAME} que vive"))
    assert [leak.kind for leak in found.document] == [told]
    assert found.document[0].characters == len(NAME) - 1


@pytest.mark.parametrize("kind", ORDINARY)
def test_what_programs_write_into_a_redacted_file_is_no_leak(kind: str, tmp_path: Path) -> None:
    assert inspect_file(_file(tmp_path, ORDINARY[kind], f"declara {NAME} que vive")).document == ()


def test_what_stands_for_words_that_were_taken_out_is_told_though_nothing_lies_under_the_box(tmp_path: Path) -> None:
    def bury(pdf: Any, name: str) -> None:
        pdf.docinfo["/Title"] = "El expediente"
        _element(ActualText="{}")(pdf, name)

    found = inspect_file(_file(tmp_path, bury, ""))
    assert (found.pages, [leak.kind for leak in found.document]) == ({}, ["hidden_text"])


@pytest.mark.parametrize("covered", [True, False])
def test_the_small_picture_of_a_page_that_shows_what_the_page_covers_is_a_leak(covered: bool, tmp_path: Path) -> None:
    small = Image.new("L", (153, 198), 255)
    for x in range(20, 130, 12):
        ImageDraw.Draw(small).rectangle((x, 60, x + 5, 72), fill=0)
    shown = "".join(f"{4 * x} {792 - 4 * 72 - 4} 24 52 re f " for x in range(20, 130, 12))
    pdf = page_pdf(base() if covered else shown)
    pdf.pages[0].obj.Thumb = _image(pdf, small)
    path = tmp_path / "a.pdf"
    path.write_bytes(saved(pdf))
    assert [leak.kind for leak in inspect_file(path).pages.get(1, ())] == (["image_under_box"] if covered else [])


def test_a_file_whose_trees_run_in_circles_is_searched_to_an_end(tmp_path: Path) -> None:
    def bury(pdf: Any, name: str) -> None:
        node = pdf.make_indirect(Dictionary(S=Name.P, ActualText=String("expediente")))
        node.K = Array([node, node])
        pdf.Root.StructTreeRoot = node
        pdf.Root.Names = Dictionary(Dests=Dictionary(Kids=Array([node])))

    assert inspect_file(_file(tmp_path, bury, NAME)).document == ()


def test_a_damaged_place_keeps_no_other_from_being_searched(tmp_path: Path) -> None:
    def bury(pdf: Any, name: str) -> None:
        pdf.Root.Threads = Array([1])
        _private(pdf, name)

    found = inspect_file(_file(tmp_path, bury, f"declara {NAME} que vive"))
    assert [leak.kind for leak in found.document] == ["metadata"]

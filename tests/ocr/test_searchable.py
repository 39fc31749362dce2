"""The searchable copy as other programs see it: words, order, accents and places, checked with pdftotext."""

from __future__ import annotations

import re
import subprocess
from html import unescape
from pathlib import Path

import pikepdf
import pytest

from ocr.searchable import TextPage, has_text, write_searchable
from ocr.types import Box, Word
from tests.ocr.pages import LETTER, born_digital, jpeg, picture, scan_pdf

WORDS = ("Migración", "señaló", "años", "¿quién?", "«testado»", "Ω", "INM/UT/0412/2024")


def pdftotext(path: Path, *options: str) -> str:
    return subprocess.run(["pdftotext", *options, str(path), "-"], check=True, capture_output=True, text=True).stdout


def boxes(path: Path, size: tuple[float, float] = (612.0, 792.0)) -> list[tuple[str, Box]]:
    """Words with boxes in shares of the page as displayed, as poppler sees them (it says the size before turning)."""
    w, h = size
    said = pdftotext(path, "-bbox")
    found: list[tuple[str, Box]] = []
    for page in re.findall(r"<page .*?</page>", said, re.S):
        for x0, y0, x1, y1, text in re.findall(
                r'xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>', page):
            found.append((unescape(text), (float(x0) / w, float(y0) / h, float(x1) / w, float(y1) / h)))
    return found


def on_a_grid(texts: tuple[str, ...] = WORDS) -> tuple[Word, ...]:
    return tuple(Word(text, (0.1 + 0.4 * (i % 2), 0.1 + 0.05 * (i // 2), 0.32 + 0.4 * (i % 2), 0.12 + 0.05 * (i // 2)),
                      90.0) for i, text in enumerate(texts))


def no_picture(number: int) -> bytes:
    raise AssertionError("no page was to be drawn")


def assert_words_where_they_stand(path: Path, words: tuple[Word, ...], size: tuple[float, float]) -> None:
    seen = boxes(path, size)
    assert [text for text, _ in seen] == [word.text for word in words]
    for (_, found), word in zip(seen, words, strict=True):
        assert found == pytest.approx(word.box, abs=0.004)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_words_lie_where_they_stand_on_a_scan_however_it_is_turned(tmp_path: Path, rotation: int) -> None:
    scan = scan_pdf(tmp_path / "scan.pdf", [picture(dpi=72)], dpi=72)
    with pikepdf.open(scan, allow_overwriting_input=True) as pdf:
        pdf.pages[0].rotate(rotation, relative=False)
        pdf.save(scan)
    size = (612.0, 792.0) if rotation % 180 == 0 else (792.0, 612.0)
    write_searchable(tmp_path / "copy.pdf", [TextPage(1, *size, on_a_grid(), "add")], no_picture, scan)
    assert_words_where_they_stand(tmp_path / "copy.pdf", on_a_grid(), size)


def test_a_cropped_page_keeps_its_words_in_what_is_seen(tmp_path: Path) -> None:
    scan = scan_pdf(tmp_path / "scan.pdf", [picture(dpi=72)], dpi=72)
    with pikepdf.open(scan, allow_overwriting_input=True) as pdf:
        pdf.pages[0].cropbox = [100, 100, 500, 700]
        pdf.save(scan)
    write_searchable(tmp_path / "copy.pdf", [TextPage(1, 400, 600, on_a_grid(), "add")], no_picture, scan)
    said = pdftotext(tmp_path / "copy.pdf", "-cropbox", "-bbox")
    first = re.search(r'<word xMin="([\d.]+)" yMin="([\d.]+)"', said)
    assert first and float(first[1]) == pytest.approx(0.1 * 400, abs=2) and float(first[2]) == pytest.approx(60, abs=3)


def test_close_words_stay_apart_and_lines_keep_their_order(tmp_path: Path) -> None:
    close = tuple(Word(text, (0.1 + 0.1 * i, 0.2, 0.2 + 0.1 * i, 0.22), 90.0)
                  for i, text in enumerate(("uno", "dos", "tres")))
    below = tuple(Word(text, (0.1 + 0.1 * i, 0.3, 0.19 + 0.1 * i, 0.32), 90.0) for i, text in enumerate(("y", "luego")))
    write_searchable(tmp_path / "copy.pdf", [TextPage(1, 612, 792, close + below, "draw")], lambda number: drawn())
    assert pdftotext(tmp_path / "copy.pdf").startswith("uno dos tres\n")
    assert pdftotext(tmp_path / "copy.pdf").split() == ["uno", "dos", "tres", "y", "luego"]


def drawn() -> bytes:
    import io

    out = io.BytesIO()
    jpeg(picture(dpi=50)).save(out, "JPEG")
    return out.getvalue()


def test_the_added_words_are_not_seen(tmp_path: Path) -> None:
    import numpy as np
    import pypdfium2

    scan = scan_pdf(tmp_path / "scan.pdf", [picture(dpi=72)], dpi=72)
    write_searchable(tmp_path / "copy.pdf", [TextPage(1, 612, 792, on_a_grid(), "add")], no_picture, scan)

    def looks(path: Path) -> np.ndarray:
        return np.asarray(pypdfium2.PdfDocument(path)[0].render(scale=1).to_numpy(), dtype=int)

    assert np.abs(looks(scan) - looks(tmp_path / "copy.pdf")).max() <= 2


def test_a_page_with_its_own_text_is_kept_or_drawn_anew_without_it(tmp_path: Path) -> None:
    digital = born_digital(tmp_path / "digital.pdf", LETTER, pages=2)
    pages = [TextPage(1, 612, 792, on_a_grid(), "keep"), TextPage(2, 612, 792, on_a_grid(("sólo", "esto")), "draw")]
    write_searchable(tmp_path / "copy.pdf", pages, lambda number: drawn(), digital, title="Carta")
    first, second, *_ = pdftotext(tmp_path / "copy.pdf").split("\f")
    assert "Unidad de Transparencia" in first and "señaló" not in first
    assert second.split() == ["sólo", "esto"]
    with pikepdf.open(tmp_path / "copy.pdf") as pdf:
        assert str(pdf.docinfo["/Title"]) == "Carta"
    assert has_text(digital, [1, 2]) == {1, 2}
    assert has_text(scan_pdf(tmp_path / "scan.pdf", [picture(dpi=50)]), [1]) == set()


def test_words_set_upwards_are_written_upwards(tmp_path: Path) -> None:
    upright = (Word("transparencia", (0.5, 0.2, 0.53, 0.5), 90.0),)
    write_searchable(tmp_path / "copy.pdf", [TextPage(1, 612, 792, upright, "draw")], lambda number: drawn())
    [(text, box)] = boxes(tmp_path / "copy.pdf")
    assert text == "transparencia" and box == pytest.approx(upright[0].box, abs=0.01)

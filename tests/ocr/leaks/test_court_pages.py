"""Pages as courts file them: how many boxes leak, how many characters, and what looks so and does not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from reportlab.lib.colors import Color
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from ocr.leaks import inspect_file
from tests.ocr.leaks.files import HIGH, WIDE, Draw, make, reader, scan_image, write_text

NAME = "Zenaida Quiroga"
"""15 characters, its space included."""
Step = Callable[[Canvas], None]


def _page(*steps: Step) -> Draw:
    def draw(canvas: Canvas) -> None:
        write_text(canvas)
        for step in steps:
            canvas.saveState()
            step(canvas)
            canvas.restoreState()

    return draw


def _text(said: str = NAME, x: float = 72, y: float = 300, grey: float = 0, size: float = 12) -> Step:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", size)
        canvas.setFillGray(grey)
        canvas.drawString(x, y, said)

    return draw


def _box(
    x: float = 68, y: float = 296, wide: float = 130, high: float = 15, grey: float = 0, alpha: float = 1
) -> Step:
    def draw(canvas: Canvas) -> None:
        canvas.setFillColor(Color(grey, grey, grey, alpha))
        canvas.rect(x, y, wide, high, stroke=0, fill=1)

    return draw


def _line(y: float, width: float, wide: float = 130) -> Step:
    def draw(canvas: Canvas) -> None:
        canvas.setLineWidth(width)
        canvas.line(68, y, 68 + wide, y)

    return draw


def _frame(canvas: Canvas) -> None:
    canvas.setLineWidth(2)
    canvas.rect(68, 296, 130, 16, stroke=1, fill=0)


def _wide_frame(canvas: Canvas) -> None:
    """A box whose thick outline alone fills it."""
    canvas.setLineWidth(9)
    canvas.rect(72, 300, 122, 8, stroke=1, fill=0)


def _greek(said: str) -> Step:
    def draw(canvas: Canvas) -> None:
        if "DejaVu" not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont("DejaVu", "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"))
        canvas.setFont("DejaVu", 12)
        canvas.drawString(72, 300, said)

    return draw


def _link(canvas: Canvas) -> None:
    canvas.setFillColorRGB(0, 0, 1)
    canvas.drawString(72, 300, "https://www.example.org/expediente")
    canvas.rect(72, 298, 190, 0.7, stroke=0, fill=1)
    canvas.linkURL("https://www.example.org/expediente", (72, 296, 262, 312))


def _table(dark: bool) -> Step:
    def draw(canvas: Canvas) -> None:
        for row in range(4):
            canvas.setFillGray(0.25 if dark else 0.9 - 0.05 * (row % 2))
            canvas.rect(72, 300 - 20 * row, 400, 20, stroke=0, fill=1)
            canvas.setFillGray(1 if dark else 0)
            for column in range(3):
                canvas.drawString(80 + 130 * column, 306 - 20 * row, f"Celda {row} {column} {NAME}")

    return draw


def _pleading(canvas: Canvas) -> None:
    """Numbers of lines down the margin, with a rule beside them."""
    for number in range(1, 26):
        canvas.drawString(30, 720 - 24 * number, str(number))
    canvas.line(50, 40, 50, 760)


def _stamp(page: str) -> Step:
    return _text(f"Caso 1:20-cv-01234 Documento 17 Recibido 03/04/2020 {page}", 90, 770, size=10)


def _signature(canvas: Canvas) -> None:
    canvas.drawString(72, 300, "Firma: ______________________")
    canvas.acroForm.textfield(x=110, y=296, width=160, height=18, value="", name="firma", borderStyle="underlined")


def _highlight(canvas: Canvas) -> None:
    canvas.highlightAnnotation("nota", Rect=[72, 296, 172, 312], QuadPoints=[72, 312, 172, 312, 72, 296, 172, 296])


def _scan(canvas: Canvas) -> None:
    canvas.drawImage(reader(scan_image((100, 300, 400, 330))), 0, 0, WIDE, HIGH)


_MARKS = ("XXXXXXXX", "[REDACTED]", "PRIVILEGED", "(b)(7)(C)", "CONFIDENTIAL")
COVERED = _page(_text(), _box())
LEAKING: dict[str, tuple[list[Draw], dict[int, list[int]]]] = {
    "text-then-box": ([COVERED], {1: [15]}),
    "three-boxes": ([_page(*(step for n, said in enumerate(("Ana Paz", NAME, "calle Encino 12"))
                             for step in (_text(said, y=300 - 40 * n), _box(y=296 - 40 * n))))], {1: [7, 15, 15]}),
    "two-words-under-one-box-each": ([_page(_text(), _box(wide=48), _box(x=119, wide=70))], {1: [7, 7]}),
    "pages-one-and-three": ([COVERED, write_text, COVERED], {1: [15], 3: [15]}),
    "grey": ([_page(_text(), _box(grey=0.6))], {1: [15]}),
    "white": ([_page(_text(), _box(grey=1))], {1: [15]}),
    "opaque-at-last": ([_page(_text(), _box(alpha=0.999))], {1: [15]}),
    "thick-line": ([_page(_text(), _line(304, 15))], {1: [15]}),
    "outline-that-fills": ([_page(_text(), _wide_frame)], {1: [15]}),
    "other-scripts": ([_page(_greek("Ñandú Αθηνά Ивáн"), _box(wide=160))], {1: [16]}),
    "box-first-black-text": ([_page(_box(), _text())], {1: [15]}),
    "code-over-it": ([_page(_text(), _box(), _text("(b)(6)", 80, 299, 1))], {1: [15]}),
    "label-over-it": ([_page(_text(), _box(), _text("REDACTED", 80, 299, 1))], {1: [15]}),
    "on-pleading-paper": ([_page(_pleading, _text(), _box())], {1: [15]}),
    "under-two-boxes": ([_page(_text(), _box(), _box())], {1: [15]}),
    "end-of-a-sentence": ([_page(_text(f"Declara {NAME}"), _box(x=116, wide=120))], {1: [15]}),
    "very-small": ([_page(_text(size=5), _box(high=8))], {1: [15]}),
}  # fmt: skip
CLEAN: dict[str, list[Draw]] = {
    "box-then-text": [_page(_box(grey=0.8), _text())],
    "white-text-on-black-box": [_page(_box(), _text(grey=1))],
    "see-through": [_page(_text(), _box(alpha=0.5))],
    "box-over-nothing": [_page(_box())],
    "spaces": [_page(_text("              "), _box())],
    "dashes": [_page(_text("\u2014 \u2014 \u2014 \u2014 \u2014"), _box()), _page(_text("______________"), _box())],
    "marks": [_page(_text(said), _box()) for said in _MARKS],
    "struck-through": [_page(_text(), _line(304, 0.8)), _page(_text(), _box(y=303, high=1.2))],
    "underlined-link": [_page(_link)],
    "table": [_page(_table(False)), _page(_table(True))],
    "frame": [_page(_text(), _frame)],
    "line-above-cut": [_page(_text(y=312), _text("El expediente", y=280), _box(y=296, high=14))],
    "highlight": [_page(_text(), _highlight)],
    "signature": [_page(_signature)],
    "scan-with-a-bar": [_scan],
    "same-text-again": [_page(_text(), _box(grey=1), _text())],
    "new-stamp-over-the-old": [
        _page(_stamp("Página 4 de 9"), _box(80, 764, 450, 18, 1), _stamp("Página 1 de 3"))],
    "bates-number-over-a-page-number": [
        _page(_text("12", 520, 30), _box(480, 24, 100, 18, 1), _text("ACU-000012", 485, 30, size=9))],
    "line-number-under-a-sound-box": [_page(_pleading, _box(x=26, y=308, wide=300, high=15))],
    "white-box-with-white-text-on-dark": [_page(_box(wide=300, high=40), _text(grey=1))],
}  # fmt: skip


@pytest.mark.parametrize("kind", LEAKING)
def test_boxes_and_characters_are_counted(kind: str, tmp_path: Path) -> None:
    pages, expected = LEAKING[kind]
    found = inspect_file(make(tmp_path / "a.pdf", *pages))
    assert {page: sorted(leak.characters for leak in leaks) for page, leaks in found.pages.items()} == expected
    assert {leak.kind for leaks in found.pages.values() for leak in leaks} == {"text_under_box"}
    assert not found.document


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_turned_and_cropped_pages_count_alike(turned: int, tmp_path: Path) -> None:
    path = make(tmp_path / "a.pdf", LEAKING["three-boxes"][0][0], *CLEAN["table"])
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        for page in pdf.pages:
            page.Rotate = turned
            page.CropBox = [30, 120, 590, 770]
        pdf.pages[0].obj.UserUnit = 2
        pdf.save(path)
    found = inspect_file(path)
    assert {page: sorted(leak.characters for leak in leaks) for page, leaks in found.pages.items()} == {1: [7, 15, 15]}


@pytest.mark.parametrize("kind", CLEAN)
def test_what_only_looks_like_a_leak_is_none(kind: str, tmp_path: Path) -> None:
    found = inspect_file(make(tmp_path / "a.pdf", *CLEAN[kind]))
    assert (found.pages, found.document) == ({}, ())

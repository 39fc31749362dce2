"""A copy of a file as a PDF whose pages carry their words, unseen, where they stand; the file itself is not touched.

A page of the original is kept as it is, gets its words laid over it, or is drawn anew as a picture with its words:
the last where the page holds text nobody should copy (broken, or hidden under a redaction).
"""

from __future__ import annotations

import contextlib
import io
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest
from pathlib import Path
from typing import Any, Literal

from ocr.types import Word

PER_PART = 40
"""Pages held in memory at once."""
FONT = "AcuseInvisible"
INVISIBLE = 3
"""The text rendering mode of PDF that draws nothing (ISO 32000-1, table 106)."""
GAP = 0.2
"""The least gap left between two words of a line, in sizes of the letters."""

_UNSEEN_NOTES = ("/FileAttachment", "/Text", "/Popup", "/Sound", "/Movie", "/RichMedia", "/Screen")
"""Notes that hold something, and show at most a sign of it."""

How = Literal["keep", "add", "draw"]


@dataclass(frozen=True, slots=True)
class TextPage:
    """One page to write: its size in points as displayed, its words in reading order, and what is done with it."""

    number: int
    width_pt: float
    height_pt: float
    words: tuple[Word, ...]
    how: How


def write_searchable(
    target: Path, pages: Iterable[TextPage], picture: Callable[[int], bytes], original: Path | None = None, *,
    title: str = "", about: str = "",
) -> None:
    """Write the copy. Without an original PDF every page is drawn.

    `picture` gives a page's image (PNG or JPEG). Raises OSError and pikepdf.PdfError.
    """
    import pikepdf

    with contextlib.ExitStack() as open_files, tempfile.TemporaryDirectory(prefix="acuse-pdf-") as folder:
        copy = open_files.enter_context(pikepdf.open(original) if original else pikepdf.new())
        numbered = iter(pages)
        part = 0
        while batch := list(islice(numbered, PER_PART)):
            part += 1
            layer = Path(folder) / f"{part}.pdf"
            _write_layer(layer, batch, picture, is_alone=original is None)
            made = open_files.enter_context(pikepdf.open(layer))
            for page, sheet in zip(batch, made.pages, strict=True):
                if original is None:
                    copy.pages.append(sheet)
                elif page.how == "draw":
                    copy.pages[page.number - 1] = sheet
                elif page.how == "add" and page.words:
                    below = copy.pages[page.number - 1]
                    below.add_overlay(sheet, pikepdf.Rectangle(below.cropbox))
        _strip(copy)
        _say(copy, title, about)
        copy.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def has_text(original: Path, numbers: Iterable[int]) -> set[int]:
    """Of these pages of a PDF those that carry any characters, good or bad."""
    import pypdfium2

    found = set()
    with contextlib.closing(pypdfium2.PdfDocument(original)) as pdf:
        for number in numbers:
            page = pdf[number - 1]
            text = page.get_textpage()
            if text.count_chars() > 0:
                found.add(number)
            text.close()
            page.close()
    return found


def _strip(copy: Any) -> None:
    """Take out what a page does not show: attached files, metadata, notes, scripts, actions, previews."""
    import pikepdf

    for name in ("/AF", "/Metadata", "/OpenAction", "/AA", "/PieceInfo"):
        if name in copy.Root:
            del copy.Root[name]
    names = copy.Root.get("/Names")
    for name in ("/EmbeddedFiles", "/JavaScript"):
        if names is not None and name in names:
            del names[name]
    if "/AcroForm" in copy.Root and "/XFA" in copy.Root.AcroForm:
        del copy.Root.AcroForm["/XFA"]
    for page in copy.pages:
        for name in ("/AF", "/AA", "/Metadata", "/PieceInfo", "/Thumb"):
            if name in page.obj:
                del page.obj[name]
        if "/Annots" in page:
            kept = [note for note in page.Annots if str(note.get("/Subtype")) not in _UNSEEN_NOTES]
            page.Annots = copy.make_indirect(pikepdf.Array(kept))
    for name in list(copy.docinfo):
        del copy.docinfo[name]


def _say(copy: Any, title: str, about: str) -> None:
    for name, words in (("/Title", title), ("/Subject", about), ("/Creator", "Acuse")):
        if words:
            copy.docinfo[name] = words


def _write_layer(path: Path, pages: Sequence[TextPage], picture: Callable[[int], bytes], *, is_alone: bool) -> None:
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    _font()
    canvas = Canvas(str(path), pageCompression=1)
    for page in pages:
        canvas.setPageSize((page.width_pt, page.height_pt))
        if is_alone or page.how == "draw":
            image = ImageReader(io.BytesIO(picture(page.number)))
            canvas.drawImage(image, 0, 0, page.width_pt, page.height_pt)
        if is_alone or page.how != "keep":
            _write_words(canvas, page)
        canvas.showPage()
    canvas.save()


def _is_beside(word: Word, following: Word) -> bool:
    middle = (following.box[1] + following.box[3]) / 2
    return word.box[1] < middle < word.box[3] and following.box[0] > word.box[0]


def _font() -> Any:
    """A font every installation of reportlab has; its letters are never seen, its code table knows all of Unicode."""
    import reportlab
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    if FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(FONT, str(Path(reportlab.__file__).parent / "fonts" / "Vera.ttf")))
    return pdfmetrics.getFont(FONT)


def _write_words(canvas: Any, page: TextPage) -> None:
    font = _font()
    tall = (font.face.ascent - font.face.descent) / 1000
    below = -font.face.descent / 1000
    text = canvas.beginText()
    text.setTextRenderMode(INVISIBLE)
    for word, following in zip_longest(page.words, page.words[1:]):
        said = "".join(c for c in word.text if c.isprintable())
        if not said:
            continue
        x0, x1 = word.box[0] * page.width_pt, word.box[2] * page.width_pt
        y0, y1 = (1 - word.box[3]) * page.height_pt, (1 - word.box[1]) * page.height_pt
        stands = len(said) > 2 and (y1 - y0) > 1.5 * (x1 - x0)
        across, high = (y1 - y0, x1 - x0) if stands else (x1 - x0, y1 - y0)
        size = max(high / tall, 0.5)
        if following is not None and not stands and _is_beside(word, following):
            # Readers of PDFs tell words apart by the gap between them.
            gap = following.box[0] * page.width_pt - x1
            across = max(across / 2, across - max(0.0, GAP * size - gap))
        natural = font.stringWidth(said, size)
        if natural <= 0:
            continue
        text.setFont(FONT, size)
        text.setHorizScale(max(1.0, 100 * across / natural))
        if stands:
            text.setTextTransform(0, 1, -1, 0, x1 - below * size, y0)
        else:
            text.setTextTransform(1, 0, 0, 1, x0, y0 + below * size)
        text.textOut(said + " ")
    canvas.drawText(text)

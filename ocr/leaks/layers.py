"""What a PDF page is made of, in drawing order: letters and what could cover them; and the page without some."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from ocr.pdf.geometry import Affine, page_affine
from ocr.types import Box

MOST_OBJECTS = 150_000
MOST_CHARACTERS = 30_000
_DEEPEST = 64
_INVISIBLE_MODES = (3, 7)
BLOCKS = frozenset("▀▁▂▃▄▅▆▇█▉▊▋▌▐▓■▆◼◾⬛▬▮\uf06e\uf0a7")
"""Signs that are boxes themselves; the last two are those of fonts of signs."""


@dataclass(frozen=True, slots=True)
class Cover:
    """A shape, image or annotation that may hide what is drawn before it."""

    box: Box
    order: int
    kind: str
    """`shape image annotation field redact`"""
    handle: int
    luma: int
    """Grey value (0–255) of a shape's fill; 255 for the rest."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One character of the text layer that is not a space."""

    box: Box
    order: int
    character: str
    mode: int
    """Text render mode; 3 and 7 draw nothing."""
    luma: int
    place: int
    """Its index among the page's characters."""


@dataclass
class Layers:
    """One page's letters and covers, both in drawing order, boxes as shares of the page as displayed."""

    letters: list[Letter] = field(default_factory=list)
    covers: list[Cover] = field(default_factory=list)
    texts: dict[int, Any] = field(default_factory=dict)
    """Handles of the text objects by drawing order."""
    frames: dict[int, Affine] = field(default_factory=dict)
    """From the space a text object is drawn in to shares of the page."""
    shapes: dict[int, Any] = field(default_factory=dict)
    images: list[Box] = field(default_factory=list)
    beyond: list[Letter] = field(default_factory=list)
    """Letters that lie wholly off the page as displayed."""
    objects: int = 0
    """How many objects the page draws itself; a higher order is that of a note."""
    complete: bool = True
    drawn: dict[float, npt.NDArray[np.uint8]] = field(default_factory=dict)
    """The whole page in colour, by resolution."""

    def scanned(self) -> bool:
        """True when images make up most of the page, so that its text layer is what OCR read."""
        grid = np.zeros((60, 60), dtype=bool)
        for x0, y0, x1, y1 in self.images:
            grid[int(y0 * 60) : max(int(y0 * 60), round(y1 * 60)), int(x0 * 60) : max(int(x0 * 60), round(x1 * 60))] = (
                True
            )
        return bool(grid.mean() >= 0.6)


def read_layers(page: Any) -> Layers:
    """List the objects of a pypdfium2 page, form XObjects included, up to a limit."""
    layers = Layers()
    affine = page_affine(page)
    order: dict[int, int] = {}
    _walk(page, affine, layers, order, 0)
    layers.objects = len(order)
    _annotations(page, affine, layers, layers.objects)
    _letters(page, affine, layers, order)
    return layers


def _address(handle: Any) -> int:
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


def _walk(container: Any, affine: Affine, layers: Layers, order: dict[int, int], depth: int) -> None:
    import pypdfium2.raw as raw

    count = raw.FPDFPage_CountObjects if depth == 0 else raw.FPDFFormObj_CountObjects
    get = raw.FPDFPage_GetObject if depth == 0 else raw.FPDFFormObj_GetObject
    matrix = raw.FS_MATRIX()
    for index in range(count(container)):
        if len(order) >= MOST_OBJECTS:
            layers.complete = False
            return
        handle = get(container, index)
        place = len(order)
        order[_address(handle)] = place
        kind = raw.FPDFPageObj_GetType(handle)
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            layers.texts[place] = handle
            layers.frames[place] = affine
        elif kind == raw.FPDF_PAGEOBJ_FORM:
            if depth < _DEEPEST and raw.FPDFPageObj_GetMatrix(handle, matrix):
                inner = affine.after(Affine(matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f))
                _walk(handle, inner, layers, order, depth + 1)
            else:
                layers.complete = False
        else:
            _cover(handle, kind, place, affine, layers)


def _cover(handle: Any, kind: int, place: int, affine: Affine, layers: Layers) -> None:
    import pypdfium2.raw as raw

    box = bounds_of(handle, affine)
    if box is None:
        return
    if kind == raw.FPDF_PAGEOBJ_IMAGE:
        layers.images.append(box)
        layers.covers.append(Cover(box, place, "image", _address(handle), 255))
        layers.shapes[place] = handle
        return
    luma, alpha = _colour(handle)
    if kind == raw.FPDF_PAGEOBJ_PATH and not (_filled(handle) or _thick(handle)):
        return
    if alpha < 100 or box[2] - box[0] < 0.004 or box[3] - box[1] < 0.003:
        return
    layers.covers.append(Cover(box, place, "shape", _address(handle), luma))
    layers.shapes[place] = handle


def bounds_of(handle: Any, affine: Affine) -> Box | None:
    """Where an object stands; None for one without an area, as spaces are."""
    import pypdfium2.raw as raw

    edges = [ctypes.c_float() for _ in range(4)]
    if not raw.FPDFPageObj_GetBounds(handle, *edges):
        return None
    box = affine.box(edges[0].value, edges[1].value, edges[2].value, edges[3].value)
    return box if box[0] < box[2] and box[1] < box[3] else None


def _colour(handle: Any) -> tuple[int, int]:
    import pypdfium2.raw as raw

    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not raw.FPDFPageObj_GetFillColor(handle, red, green, blue, alpha):
        return 0, 255
    return round(0.299 * red.value + 0.587 * green.value + 0.114 * blue.value), alpha.value


def _filled(handle: Any) -> bool:
    import pypdfium2.raw as raw

    mode, stroke = ctypes.c_int(), ctypes.c_int()
    return not raw.FPDFPath_GetDrawMode(handle, mode, stroke) or mode.value != raw.FPDF_FILLMODE_NONE


def _thick(handle: Any) -> bool:
    """A line so thick that it can cover text."""
    import pypdfium2.raw as raw

    width = ctypes.c_float()
    return bool(raw.FPDFPageObj_GetStrokeWidth(handle, width)) and width.value >= 5


def field_boxes(page: Any) -> list[Box]:
    """Where the form fields of a page stand."""
    layers = Layers()
    _annotations(page, page_affine(page), layers, 0)
    return [cover.box for cover in layers.covers if cover.kind == "field"]


def _annotations(page: Any, affine: Affine, layers: Layers, first: int) -> None:
    import pypdfium2.raw as raw

    see_through = {raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP}
    names = {raw.FPDF_ANNOT_REDACT: "redact", raw.FPDF_ANNOT_WIDGET: "field"}
    rect = raw.FS_RECTF()
    for index in range(min(raw.FPDFPage_GetAnnotCount(page), MOST_OBJECTS)):
        note = raw.FPDFPage_GetAnnot(page, index)
        if not note:
            continue
        kind = raw.FPDFAnnot_GetSubtype(note)
        if kind not in see_through and raw.FPDFAnnot_GetRect(note, rect):
            name = names.get(kind, "annotation")
            boxes = _quads(note, affine) if kind == raw.FPDF_ANNOT_REDACT else []
            for box in boxes or [affine.box(rect.left, rect.bottom, rect.right, rect.top)]:
                layers.covers.append(Cover(box, first + index, name, 0, 255))
        raw.FPDFPage_CloseAnnot(note)


def _quads(note: Any, affine: Affine) -> list[Box]:
    import pypdfium2.raw as raw

    quad, boxes = raw.FS_QUADPOINTSF(), []
    for number in range(raw.FPDFAnnot_CountAttachmentPoints(note)):
        if raw.FPDFAnnot_GetAttachmentPoints(note, number, quad):
            xs, ys = (quad.x1, quad.x2, quad.x3, quad.x4), (quad.y1, quad.y2, quad.y3, quad.y4)
            boxes.append(affine.box(min(xs), min(ys), max(xs), max(ys)))
    return boxes


def _letters(page: Any, affine: Affine, layers: Layers, order: dict[int, int]) -> None:
    import pypdfium2.raw as raw

    text = page.get_textpage()
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    known: dict[int, tuple[int, int]] = {}
    count = text.count_chars()
    if count > MOST_CHARACTERS:
        layers.complete = False
    for index in range(min(count, MOST_CHARACTERS)):
        code = raw.FPDFText_GetUnicode(text, index)
        if code <= 32 or code == 0xA0 or raw.FPDFText_IsGenerated(text, index) == 1:
            continue
        handle = raw.FPDFText_GetTextObject(text, index)
        if not handle or not raw.FPDFText_GetCharBox(text, index, left, right, bottom, top):
            continue
        address = _address(handle)
        if address not in known:
            known[address] = (_shade(handle), raw.FPDFTextObj_GetTextRenderMode(handle))
        luma, mode = known[address]
        box = affine.box(left.value, bottom.value, right.value, top.value)
        if address not in order:
            continue
        letter = Letter(box, order[address], chr(code), mode, luma, index)
        if chr(code) in BLOCKS:  # a box that is a letter of a font of signs
            layers.covers.append(Cover(box, order[address], "shape", address, luma))
            layers.shapes[order[address]] = handle
        if box[2] > box[0] and box[3] > box[1]:
            layers.letters.append(letter)
        elif left.value < right.value and bottom.value < top.value:
            layers.beyond.append(letter)
    text.close()


def _shade(handle: Any) -> int:
    luma, alpha = _colour(handle)
    return luma if alpha > 40 else 255


def draws_nothing(letter: Letter) -> bool:
    """True for text drawn in an invisible mode, as OCR layers are."""
    return letter.mode in _INVISIBLE_MODES


@contextmanager
def without(objects: Iterable[Any]) -> Iterator[None]:
    """Draw the page without these objects for a while."""
    import pypdfium2.raw as raw

    left_out = [handle for handle in objects if raw.FPDFPageObj_SetIsActive(handle, False)]
    try:
        yield
    finally:
        for handle in left_out:
            raw.FPDFPageObj_SetIsActive(handle, True)


def draw(page: Any, dpi: float = 110) -> npt.NDArray[np.uint8]:
    """The page as a grey image (H,W) uint8, at most 3000 pixels a side; raises PdfiumError for one without an area."""
    return greyed(draw_colours(page, dpi))


def draw_colours(page: Any, dpi: float = 110) -> npt.NDArray[np.uint8]:
    """The page as a coloured image (H,W,3) uint8; pdfium's own grey drawing mixes see-through colours wrongly."""
    import pypdfium2

    width, height = page.get_size()
    scale = min(dpi / 72, 3000 / max(width, height, 1))
    try:
        bitmap = page.render(scale=scale, may_draw_forms=True, prefer_bgrx=False)
    except ValueError as error:
        raise pypdfium2.PdfiumError(str(error)) from error
    image = np.array(bitmap.to_numpy(), dtype=np.uint8, copy=True)
    bitmap.close()
    return np.ascontiguousarray(image[:, :, :3]) if image.ndim == 3 else np.dstack([image] * 3)


def greyed(image: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """A coloured drawing (H,W,3) in grey (H,W)."""
    return np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), dtype=np.uint8)


def differ(one: npt.NDArray[np.uint8], other: npt.NDArray[np.uint8], least: int) -> npt.NDArray[np.bool_]:
    """Where (H,W) two coloured drawings differ by more than this in any colour."""
    same = cv2.inRange(cv2.absdiff(one, other), (0, 0, 0), (least, least, least))
    return np.asarray(same == 0, dtype=bool)

"""What is drawn on a PDF page: images, shapes, invisible text, and what could cover a word."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from typing import Any

from ocr.lines import area
from ocr.pdf.geometry import Affine
from ocr.sources import covered_share
from ocr.types import Box

MAX_OBJECTS = 20_000
"""A page with more is not listed to the end; it counts as covered, so its words are checked on the picture."""

_MAX_DEPTH = 64


@dataclass
class Inventory:
    """Counts and boxes of one page's objects."""

    images: list[Box] = field(default_factory=list)
    image_pixels: list[tuple[int, int]] = field(default_factory=list)
    paths: int = 0
    texts: int = 0
    invisible_texts: int = 0
    shadings: int = 0
    covers: int = 0
    annotations: int = 0
    total: int = 0
    complete: bool = True
    layered: bool = False
    """The file has layers that can be switched off; text in one may not be shown."""

    def scan_dpi(self, width_pt: float, height_pt: float) -> float | None:
        """The resolution of the largest image when it takes at least half of the page; strips count together."""
        if not self.images or covered_share(self.images) < 0.5:
            return None
        largest = max(range(len(self.images)), key=lambda index: area(self.images[index]))
        box, (columns, rows) = self.images[largest], self.image_pixels[largest]
        shown = area(box) * width_pt * height_pt / 72.0**2
        return (columns * rows / shown) ** 0.5 if shown > 0 and columns * rows > 0 else None


def list_objects(page: Any, affine: Affine, layered: bool = False) -> Inventory:
    """Walk the page's objects, into form XObjects too; boxes are shares of the page as displayed.

    `layered` says that the file has layers (optional content): text in them then counts as perhaps invisible.
    """
    import pypdfium2.raw as raw

    found = Inventory(layered=layered)
    _walk(page, raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject, affine, found, 0)
    for index in range(min(raw.FPDFPage_GetAnnotCount(page), MAX_OBJECTS)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        if raw.FPDFAnnot_GetSubtype(annotation) not in (raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP):
            found.annotations += 1
            found.covers += 1
        raw.FPDFPage_CloseAnnot(annotation)
    return found


def _walk(container: Any, count: Any, get: Any, affine: Affine, found: Inventory, depth: int) -> None:
    import pypdfium2.raw as raw

    matrix = raw.FS_MATRIX()
    edges = [ctypes.c_float() for _ in range(4)]
    for index in range(count(container)):
        if found.total >= MAX_OBJECTS:
            found.complete = False
            return
        found.total += 1
        handle = get(container, index)
        kind = raw.FPDFPageObj_GetType(handle)
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            found.texts += 1
            if raw.FPDFTextObj_GetTextRenderMode(handle) in (3, 7) or _is_pale(handle) or (
                    found.layered and _is_in_a_layer(handle)):
                found.invisible_texts += 1
        elif kind == raw.FPDF_PAGEOBJ_PATH:
            found.paths += 1
            if _is_filled(handle):
                found.covers += 1
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            if raw.FPDFPageObj_GetBounds(handle, *edges):
                left, bottom, right, top = (edge.value for edge in edges)
                box = affine.box(left, bottom, right, top)
                if box[0] < box[2] and box[1] < box[3]:
                    found.images.append(box)
                    found.image_pixels.append(_pixel_size(handle))
            found.covers += 1
        elif kind == raw.FPDF_PAGEOBJ_SHADING:
            found.shadings += 1
            found.covers += 1
        elif kind == raw.FPDF_PAGEOBJ_FORM:
            if depth >= _MAX_DEPTH or not raw.FPDFPageObj_GetMatrix(handle, matrix):
                found.complete = False
                continue
            found.invisible_texts += found.layered  # whether a form is in a layer pdfium does not tell
            inner = affine.after(Affine(matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f))
            _walk(handle, raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject, inner, found, depth + 1)


_PALE = 225
"""From this grey level on a text may be in the colour of its paper; whether it shows is then looked up on the page."""


def _is_pale(handle: Any) -> bool:
    import pypdfium2.raw as raw

    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not raw.FPDFPageObj_GetFillColor(handle, red, green, blue, alpha):
        return False
    return alpha.value < 60 or 0.299 * red.value + 0.587 * green.value + 0.114 * blue.value >= _PALE


def _is_in_a_layer(handle: Any) -> bool:
    """Whether an object is marked as optional content (ISO 32000-2, 8.11.3.2)."""
    import pypdfium2.raw as raw

    name, length = (ctypes.c_ushort * 8)(), ctypes.c_ulong()
    for index in range(max(0, raw.FPDFPageObj_CountMarks(handle))):
        mark = raw.FPDFPageObj_GetMark(handle, index)
        if mark and raw.FPDFPageObjMark_GetName(mark, name, ctypes.sizeof(name), length) and (
                bytes(name)[: length.value].decode("utf-16-le", "replace").rstrip("\0") == "OC"):
            return True
    return False


def _is_filled(handle: Any) -> bool:
    import pypdfium2.raw as raw

    mode, stroke = ctypes.c_int(), ctypes.c_int()
    if not raw.FPDFPath_GetDrawMode(handle, mode, stroke):
        return True
    return bool(mode.value != raw.FPDF_FILLMODE_NONE)


def _pixel_size(handle: Any) -> tuple[int, int]:
    import pypdfium2.raw as raw

    columns, rows = ctypes.c_uint(), ctypes.c_uint()
    if not raw.FPDFImageObj_GetImagePixelSize(handle, columns, rows):
        return (0, 0)
    return (columns.value, rows.value)

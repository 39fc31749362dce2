"""PDF files through pypdfium2: pages, text layers, objects and pictures."""

from __future__ import annotations

import contextlib
import ctypes
import mmap
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any

from ocr.errors import DamagedFile, EncryptedFile, PageError, PageMissing, ProtectedFile
from ocr.order import in_reading_order
from ocr.pdf.geometry import Affine, page_affine
from ocr.pdf.objects import Inventory, list_objects
from ocr.pdf.textlayer import lines_of
from ocr.picture import Picture, dpi_within
from ocr.quality import broken_share
from ocr.settings import ReadSettings
from ocr.sources import Layer, PageSource

_HOLLOW_PAGES = 20
_GLANCE_DPI = 50.0


class PdfiumFile:
    """A PDF that pypdfium2 opens."""

    media_type = "application/pdf"

    def __init__(self, path: Path, settings: ReadSettings) -> None:
        import pypdfium2
        import pypdfium2.raw as raw

        self.path = path
        self.settings = settings
        self._copy: Any | None = None
        try:
            self._pdf = pypdfium2.PdfDocument(path)
            self.page_count = len(self._pdf)
        except (pypdfium2.PdfiumError, OSError, ValueError) as error:
            last = raw.FPDF_GetLastError()
            if last == raw.FPDF_ERR_PASSWORD or "password" in str(error).lower():
                raise EncryptedFile(str(error)) from error
            if last == raw.FPDF_ERR_SECURITY or "security" in str(error).lower():
                raise ProtectedFile(str(error)) from error
            raise DamagedFile(str(error)) from error
        if self.page_count < 1:
            self._pdf.close()
            raise DamagedFile("no pages")
        with contextlib.suppress(pypdfium2.PdfiumError):
            self._pdf.init_forms()

    def page(self, number: int) -> PageSource:
        """The page with this number, from 1; through poppler where pdfium finds none, or nothing on it."""
        import pypdfium2

        if not 1 <= number <= self.page_count:
            raise PageMissing(str(number))
        try:
            page = PdfiumPage(self._pdf[number - 1], self.settings, self._pdf, lambda: self._flattened(number),
                              self._has_layers)
        except (pypdfium2.PdfiumError, OSError, ValueError, PageError) as error:
            from ocr.pdf.poppler import PopplerPage

            try:
                return PopplerPage(self.path, number, self.settings)
            except PageError:
                raise PageError(str(error)) from error
        if page.inventory().total == 0 and page.inventory().annotations == 0:
            return self._seen_by_poppler(number) or page
        return page

    def _flattened(self, number: int) -> Any | None:
        """The page with its form values, notes and stamps made part of it, from a second opening of the file."""
        import pypdfium2
        import pypdfium2.raw as raw

        try:
            if self._copy is None:
                self._copy = pypdfium2.PdfDocument(self.path)
            page = self._copy[number - 1]
            done = raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_SUCCESS
            page.close()
            return self._copy[number - 1] if done else None
        except (pypdfium2.PdfiumError, OSError):
            return None

    def _seen_by_poppler(self, number: int) -> PageSource | None:
        """The page as poppler has it, when poppler shows something on a page that pdfium finds empty."""
        from ocr.pdf.poppler import PopplerPage
        from ocr.prepare import is_blank

        try:
            page = PopplerPage(self.path, number, self.settings)
            picture = page.render(_GLANCE_DPI)
        except PageError:
            return None
        return None if is_blank(picture) else page

    @cached_property
    def _has_layers(self) -> bool:
        """Whether the file has optional content; only files whose objects are packed are opened to know."""
        try:
            with self.path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
                if data.find(b"/OCProperties") >= 0:
                    return True
                if data.find(b"/ObjStm") < 0:
                    return False
            import pikepdf

            with pikepdf.open(self.path) as pdf:
                return "/OCProperties" in pdf.Root
        except Exception:  # what qpdf cannot open: then every page's words are looked up on its picture
            return True

    def first_page_opens(self) -> bool:
        """Whether one of the first pages can be loaded, by pdfium or by poppler."""
        for number in range(1, min(self.page_count, _HOLLOW_PAGES) + 1):
            try:
                self.page(number).close()
            except PageError:
                continue
            return True
        return self.page_count > _HOLLOW_PAGES

    def seems_hollow(self) -> bool:
        """Whether none of the first pages carries any object: a blank document, or one whose pages were lost."""
        import pypdfium2
        import pypdfium2.raw as raw

        for index in range(min(self.page_count, _HOLLOW_PAGES)):
            try:
                page = self._pdf[index]
            except pypdfium2.PdfiumError:
                continue
            empty = raw.FPDFPage_CountObjects(page) <= 0
            page.close()
            if not empty:
                return False
        return True

    def close(self) -> None:
        """Close the file."""
        self._pdf.close()
        if self._copy is not None:
            self._copy.close()


class PdfiumPage:
    """One page."""

    def __init__(
        self, page: Any, settings: ReadSettings, document: Any, flattened: Callable[[], Any | None] = lambda: None,
        layered: bool = False,
    ) -> None:
        self._flattened = flattened
        self._layered = layered
        self._page = page
        self._settings = settings
        self.document = document
        self.width_pt, self.height_pt = page.get_size()
        if not (self.width_pt > 0 and self.height_pt > 0):
            raise PageError("page without size")
        self._affine: Affine = page_affine(page)
        self._inventory: Inventory | None = None

    def inventory(self) -> Inventory:
        """What is drawn on the page."""
        if self._inventory is None:
            self._inventory = list_objects(self._page, self._affine, self._layered)
        return self._inventory

    def layer(self) -> Layer:
        """The text and the objects the file declares."""
        import pypdfium2

        found = self.inventory()
        flat = self._flattened() if found.annotations else None
        try:
            text_page = (flat or self._page).get_textpage()
        except pypdfium2.PdfiumError as error:
            raise PageError(str(error)) from error
        try:
            lines, text = lines_of(text_page, self._affine)
        finally:
            text_page.close()
            if flat is not None:
                flat.close()
        return Layer(
            lines=in_reading_order(lines),
            text=text,
            images=tuple(found.images),
            drawings=found.paths,
            covers=found.covers,
            invisible=found.invisible_texts > 0,
            broken=broken_share(text),
            complete=found.complete,
        )

    def render(self, dpi: float) -> Picture:
        """The page as displayed, RGB."""
        return self._render(dpi, grey=False)

    def _render(self, dpi: float, grey: bool) -> Picture:
        import numpy as np
        import pypdfium2

        dpi = dpi_within(self.width_pt, self.height_pt, dpi, self._settings.max_pixels)
        try:
            bitmap = self._page.render(scale=dpi / 72, grayscale=grey, rev_byteorder=not grey, prefer_bgrx=False)
            try:
                pixels = np.array(bitmap.to_numpy(), dtype=np.uint8)
            finally:
                bitmap.close()
        except (pypdfium2.PdfiumError, ValueError, ctypes.ArgumentError) as error:
            raise PageError(str(error)) from error
        if pixels.ndim == 3:
            pixels = pixels[:, :, 0] if pixels.shape[2] == 1 else pixels[:, :, :3]
        return Picture(np.ascontiguousarray(pixels), dpi)

    def scan_dpi(self) -> float | None:
        """The resolution of the largest image when it fills most of the page; None when the page is no scan."""
        return self.inventory().scan_dpi(self.width_pt, self.height_pt)

    def close(self) -> None:
        """Give the page's memory back."""
        self._page.close()

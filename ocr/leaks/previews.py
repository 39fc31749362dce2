"""Small previews, of a photograph or a page, that still show what was painted over or cropped away in the large one."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from ocr.leaks.document import is_flatter
from ocr.leaks.layers import draw
from ocr.types import Leak

_OFFSET, _LENGTH = 0x0201, 0x0202
"""Where the preview stands in the Exif data, and how long it is (Exif 2.32, JPEGInterchangeFormat)."""
_MOST_PIXELS = 100_000_000
_STRETCH = 0.05
_MOST_PAGES = 200


def preview_leaks(path: Path) -> list[Leak]:
    """A leak without characters when the preview of a JPEG shows print where the picture is even; none for others."""
    from PIL import Image

    try:
        with path.open("rb") as file:
            if file.read(3) != b"\xff\xd8\xff":
                return []
        with Image.open(path) as picture:
            small = _preview(picture)
            if small is None or picture.width * picture.height > _MOST_PIXELS:
                return []
            if abs(picture.width * small.shape[0] / (picture.height * small.shape[1]) - 1) > _STRETCH:
                return []  # previews with bars at their edges, as many cameras make them
            picture.draft("L", (small.shape[1] * 4, small.shape[0] * 4))
            large = np.asarray(picture.convert("L"), dtype=np.uint8)
    except Exception:  # damaged pictures make the decoders raise anything; whoever reads the file tells of it
        return []
    size = small.shape[1], small.shape[0]
    shrunk = np.asarray(cv2.resize(large, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    return [Leak(None, "image_under_box", 0)] if is_flatter(small, shrunk) else []


def page_previews(path: Path, document: Any, pages: Sequence[int]) -> list[tuple[int, Leak]]:
    """Pages of a PDF (from 1) whose own small picture shows print where the page is even, with a leak for each."""
    import pikepdf
    import pypdfium2

    found = []
    try:
        with pikepdf.open(path) as pdf:
            for number in pages[:_MOST_PAGES]:
                thumb = pdf.pages[number - 1].obj.Thumb
                if not isinstance(thumb, pikepdf.Stream):
                    continue
                small = pikepdf.PdfImage(thumb).as_pil_image().convert("L")
                page = document[number - 1]
                width, height = page.get_size()
                if abs(width * small.height / (height * small.width) - 1) > _STRETCH:
                    continue
                shrunk = cv2.resize(draw(page, 72), small.size, interpolation=cv2.INTER_AREA)
                page.close()
                if is_flatter(np.asarray(small, dtype=np.uint8), np.asarray(shrunk, dtype=np.uint8)):
                    found.append((number, Leak(None, "image_under_box", 0)))
    except (pypdfium2.PdfiumError, MemoryError):
        raise
    except Exception:  # a preview that cannot be decoded shows nothing
        return found
    return found


def _preview(picture: Any) -> npt.NDArray[np.uint8] | None:
    from PIL import ExifTags, Image

    said = picture.getexif().get_ifd(ExifTags.IFD.IFD1)
    start, length = int(said.get(_OFFSET, 0)), int(said.get(_LENGTH, 0))
    data = (picture.info.get("exif") or b"")[6:][start : start + length]
    if not start or len(data) < 100:
        return None
    with Image.open(io.BytesIO(data)) as small:
        return np.asarray(small.convert("L"), dtype=np.uint8)

"""An office file whose pictures are pages of their own, after those of its text."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from ocr.errors import PageError, PageMissing, PageTooLarge, PictureCovered, PictureDrawn
from ocr.images import ImagePage
from ocr.settings import ReadSettings
from ocr.sources import FileSource, PageSource
from ocr.text.insets import Inset, picture_bytes

_LEAST_SIDE, _LEAST_PIXELS = 40, 10_000


class IllustratedFile:
    """The pages of the text, then one page for each picture."""

    def __init__(self, path: Path, paper: FileSource, insets: list[Inset], settings: ReadSettings) -> None:
        self.media_type = paper.media_type
        self._path, self._paper, self._insets, self._settings = path, paper, insets, settings
        self.page_count = paper.page_count + len(insets)

    def page(self, number: int) -> PageSource:
        """The page with this number, from 1; raises `PageError`."""
        if number <= self._paper.page_count:
            return self._paper.page(number)
        if number > self.page_count:
            raise PageMissing(str(number))
        inset = self._insets[number - self._paper.page_count - 1]
        if inset.is_covered:
            raise PictureCovered(inset.part)
        if inset.is_drawing:
            raise PictureDrawn(inset.part)
        try:
            return ImagePage(_shown(open_picture(self._path, inset), inset), self._settings)
        except (PageTooLarge, MemoryError) as error:
            raise PageTooLarge(str(error)) from error
        except Exception as error:  # damaged pictures make the decoders raise anything
            raise PageError(repr(error)) from error

    def close(self) -> None:
        """Close the text."""
        self._paper.close()


def open_picture(path: Path, inset: Inset) -> Any:
    """The picture, not yet decoded."""
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None
    return Image.open(io.BytesIO(picture_bytes(path, inset)))


def is_decoration(path: Path, inset: Inset) -> bool:
    """Whether a picture has too few pixels to hold a line of writing; one that cannot be opened is told as a page."""
    try:
        image = open_picture(path, inset)
    except Exception:  # what cannot be opened says so on its page
        return False
    return bool(min(image.size) < _LEAST_SIDE or image.width * image.height < _LEAST_PIXELS)


def _shown(image: Any, inset: Inset) -> Any:
    """What of the picture is shown, at the resolution it is shown in."""
    left, top, right, bottom = inset.crop
    wide, high = image.size
    form = image.format
    if any(inset.crop):
        box = (round(left * wide), round(top * high), round((1 - right) * wide), round((1 - bottom) * high))
        if box[2] <= box[0] or box[3] <= box[1]:
            raise ValueError("nothing of the picture is shown")
        image = image.crop(box)
        image.format = form
    if inset.inches:
        image.info["dpi"] = image.width / inset.inches[0], image.height / inset.inches[1]
    return image

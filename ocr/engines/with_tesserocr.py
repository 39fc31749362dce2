"""Tesseract inside the process; the one module that knows tesserocr."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from ocr.engines.base import AUTO, Orientation, parse_tsv
from ocr.engines.tessdata import find_tessdata
from ocr.errors import EngineFailed, EngineMissing, PageTooSlow
from ocr.lines import Line
from ocr.picture import Picture


class Tesserocr:
    """Keeps the language models loaded between pages."""

    def __init__(self, languages: str, tessdata: str | None = None, page_seconds: float = 120.0) -> None:
        try:
            import tesserocr
        except ImportError as error:
            raise EngineMissing(str(error)) from error
        self._lib = tesserocr
        self._languages = languages
        self._folder = find_tessdata(languages, tessdata)
        self.page_seconds = page_seconds
        self._api: Any = self._open(languages, tesserocr.PSM.AUTO)
        self._osd: Any = None
        self.name = f"tesserocr {tesserocr.PyTessBaseAPI.Version()}"

    def _open(self, languages: str, mode: int) -> Any:
        try:
            return self._lib.PyTessBaseAPI(path=self._folder, lang=languages, psm=mode)
        except RuntimeError as error:
            raise EngineMissing(str(error)) from error

    def read(self, pictures: Sequence[Picture], mode: int = AUTO) -> list[list[Line]]:
        """The lines of each picture."""
        return [self._read(picture, mode) for picture in pictures]

    def _read(self, picture: Picture, mode: int) -> list[Line]:
        self._hand_over(self._api, picture, mode)
        begun = time.monotonic()
        try:
            if not self._api.Recognize(int(self.page_seconds * 1000)):
                if time.monotonic() - begun >= self.page_seconds:
                    raise PageTooSlow(f"{self.page_seconds:.0f} s")
                raise EngineFailed("Recognize gave up")
            table = self._api.GetTSVText(0)
        except RuntimeError as error:
            raise EngineFailed(str(error)) from error
        finally:
            self._api.Clear()
        return parse_tsv(table, picture.width, picture.height)

    def _hand_over(self, api: Any, picture: Picture, mode: int) -> None:
        pixels = picture.grey
        api.SetPageSegMode(mode)
        api.SetImageBytes(pixels.tobytes(), picture.width, picture.height, 1, picture.width)
        api.SetSourceResolution(max(70, round(picture.dpi)))

    def orientation(self, picture: Picture) -> Orientation | None:
        """How the picture lies, by Tesseract's orientation detection."""
        if self._osd is None:
            find_tessdata("osd", self._folder)
            self._osd = self._open("osd", self._lib.PSM.OSD_ONLY)
        self._hand_over(self._osd, picture, self._lib.PSM.OSD_ONLY)
        try:
            found = self._osd.DetectOrientationScript()
        except RuntimeError:
            return None
        finally:
            self._osd.Clear()
        if not found:
            return None
        return Orientation((360 - int(found["orient_deg"])) % 360, float(found["orient_conf"]))

    def close(self) -> None:
        """Give the models' memory back."""
        self._api.End()
        if self._osd is not None:
            self._osd.End()

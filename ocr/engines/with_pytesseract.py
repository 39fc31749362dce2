"""Tesseract as a program, several pages per start; the one module that knows pytesseract."""

from __future__ import annotations

import os
import re
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from ocr.engines.base import AUTO, Orientation, parse_tsv
from ocr.engines.tessdata import find_tessdata
from ocr.errors import EngineFailed, EngineMissing, PageTooSlow
from ocr.lines import Line
from ocr.picture import Picture

os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # Tesseract's threads slow it down four times; see docs/reading.md


class Pytesseract:
    """Hands pictures over uncompressed, many to one start of the program."""

    def __init__(self, languages: str, tessdata: str | None = None, page_seconds: float = 120.0) -> None:
        try:
            import pytesseract
        except ImportError as error:
            raise EngineMissing(str(error)) from error
        self._lib = pytesseract
        self._languages = languages
        self.page_seconds = page_seconds
        self._folder = find_tessdata(languages, tessdata)
        try:
            self.name = f"tesseract {pytesseract.get_tesseract_version()}"
        except (OSError, SystemExit, pytesseract.TesseractNotFoundError) as error:
            raise EngineMissing(str(error)) from error

    def read(self, pictures: Sequence[Picture], mode: int = AUTO) -> list[list[Line]]:
        """The lines of each picture; raises `EngineFailed` or `PageTooSlow` for all of them."""
        groups: dict[int, list[int]] = {}
        for index, picture in enumerate(pictures):
            groups.setdefault(round(picture.dpi / 100), []).append(index)  # one start, one resolution told
        result: list[list[Line]] = [[] for _ in pictures]
        for members in groups.values():
            batch = [pictures[index] for index in members]
            for index, lines in zip(members, self._batch(batch, mode), strict=True):
                result[index] = lines
        return result

    def _batch(self, pictures: Sequence[Picture], mode: int) -> list[list[Line]]:
        with tempfile.TemporaryDirectory(prefix="acuse-ocr-") as folder:
            names = []
            for index, picture in enumerate(pictures):
                name = Path(folder) / f"{index}.pgm"
                write_pgm(name, picture)
                names.append(str(name))
            listing = Path(folder) / "pages.txt"
            listing.write_text("\n".join(names) + "\n", encoding="utf-8")
            table = self._run(str(listing), f"--psm {mode} {self._options(pictures[0])}")
        pages: dict[int, list[str]] = {}
        for row in table.splitlines():
            cells = row.split("\t", 2)
            if len(cells) == 3 and cells[1].isdigit():
                pages.setdefault(int(cells[1]), []).append(row)
        return [
            parse_tsv("\n".join(pages.get(index + 1, [])), picture.width, picture.height)
            for index, picture in enumerate(pictures)
        ]

    def _options(self, picture: Picture) -> str:
        return f"--dpi {max(70, round(picture.dpi))} --tessdata-dir {self._folder}"

    def _run(self, name: str, config: str) -> str:
        """The table of one start, which has the time of one page: whoever gave several gives them singly then."""
        begun = time.monotonic()
        try:
            return str(
                self._lib.image_to_data(name, lang=self._languages, config=config, timeout=self.page_seconds)
            )
        except (RuntimeError, OSError, UnicodeDecodeError) as error:  # TesseractError is a RuntimeError
            if time.monotonic() - begun >= self.page_seconds:
                raise PageTooSlow(str(error)) from error
            raise EngineFailed(str(error)) from error

    def orientation(self, picture: Picture) -> Orientation | None:
        """How the picture lies, by Tesseract's orientation detection."""
        find_tessdata("osd", self._folder)
        with tempfile.TemporaryDirectory(prefix="acuse-ocr-") as folder:
            name = Path(folder) / "page.pgm"
            write_pgm(name, picture)
            try:
                said = self._lib.image_to_osd(
                    str(name), config=self._options(picture), timeout=self.page_seconds
                )
            except (RuntimeError, OSError):
                return None
        turn = re.search(r"Rotate:\s*(\d+)", said)
        confidence = re.search(r"Orientation confidence:\s*([\d.]+)", said)
        return Orientation(int(turn[1]), float(confidence[1])) if turn and confidence else None

    def close(self) -> None:
        """Nothing is held open."""


def write_pgm(path: Path, picture: Picture) -> None:
    """Write the picture as an uncompressed grey PGM file."""
    pixels = picture.grey
    with path.open("wb") as stream:
        stream.write(b"P5\n%d %d\n255\n" % (picture.width, picture.height))
        stream.write(pixels.tobytes())

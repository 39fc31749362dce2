"""Engines that behave as real ones do on bad days, for tests; named in settings as `ocr.fakes:CrashingOcr`."""

from __future__ import annotations

import math
import os
import time
from collections.abc import Sequence

from ocr.engines.base import AUTO, Orientation
from ocr.errors import EngineFailed
from ocr.lines import Line
from ocr.picture import Picture
from ocr.types import Word


class ScriptedOcr:
    """Reads the same lines on every picture, evenly down the page."""

    name = "scripted 1"
    page_seconds = math.inf
    script: tuple[str, ...] = ("Texto leído por el motor de prueba",)
    confidence = 96.0

    def read(self, pictures: Sequence[Picture], mode: int = AUTO) -> list[list[Line]]:
        """The script, one line per line."""
        return [self._lines() for _ in pictures]

    def _lines(self) -> list[Line]:
        step = 1 / (2 * len(self.script) + 1)
        lines = []
        for row, text in enumerate(self.script):
            words = text.split()
            wide = 0.8 / max(1, len(words))
            top = step * (2 * row + 1)
            lines.append(
                Line(
                    tuple(
                        Word(word, (0.1 + wide * at, top, 0.1 + wide * (at + 0.9), top + step), self.confidence)
                        for at, word in enumerate(words)
                    )
                )
            )
        return lines

    def orientation(self, picture: Picture) -> Orientation | None:
        """Cannot tell."""
        return None

    def close(self) -> None:
        """Nothing is held open."""


class CrashingOcr(ScriptedOcr):
    """Takes its process along, as a fault in native code does."""

    name = "crashing 1"

    def read(self, pictures: Sequence[Picture], mode: int = AUTO) -> list[list[Line]]:
        """Never returns."""
        os.abort()


class HangingOcr(ScriptedOcr):
    """Never comes back."""

    name = "hanging 1"

    def read(self, pictures: Sequence[Picture], mode: int = AUTO) -> list[list[Line]]:
        """Sleeps until it is ended."""
        while True:
            time.sleep(60)


class FailingOcr(ScriptedOcr):
    """Gives up with a reason."""

    name = "failing 1"

    def read(self, pictures: Sequence[Picture], mode: int = AUTO) -> list[list[Line]]:
        """Raises as an engine does that ran out of memory."""
        raise EngineFailed("out of memory")

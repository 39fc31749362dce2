"""Real engines that go wrong on pages lying on their side: tesserocr, and a `tesseract` program for the path."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from ocr.engines.base import AUTO
from ocr.engines.with_tesserocr import Tesserocr
from ocr.lines import Line
from ocr.picture import Picture


class CrashesOnLandscape(Tesserocr):
    """Dies in native code."""

    def __init__(self) -> None:
        super().__init__("spa+eng")

    def read(self, pictures: Sequence[Picture], mode: int = AUTO) -> list[list[Line]]:
        """As tesserocr reads, but for wide pictures."""
        if any(picture.width > picture.height for picture in pictures):
            os.abort()
        return super().read(pictures, mode)


class HangsOnLandscape(Tesserocr):
    """Never comes back."""

    def __init__(self) -> None:
        super().__init__("spa+eng")

    def read(self, pictures: Sequence[Picture], mode: int = AUTO) -> list[list[Line]]:
        """As tesserocr reads, but for wide pictures."""
        while any(picture.width > picture.height for picture in pictures):
            time.sleep(60)
        return super().read(pictures, mode)


PROGRAM = """#!{python}
import os, signal, sys, time
if len(sys.argv) > 1 and sys.argv[1].endswith(".txt"):
    for name in open(sys.argv[1]).read().split():
        with open(name, "rb") as stream:
            stream.readline()
            wide, high = map(int, stream.readline().split())
        if wide > high:
            {what}
os.execv({real!r}, [{real!r}, *sys.argv[1:]])
"""
DEEDS = {"crashes": "os.kill(os.getpid(), signal.SIGSEGV)", "hangs": "time.sleep(600)"}


def bad_program(folder: Path, what: str) -> Path:
    """A folder for the front of PATH whose `tesseract` crashes or hangs on a list with a wide picture in it."""
    program = folder / "tesseract"
    program.write_text(PROGRAM.format(python=sys.executable, what=DEEDS[what], real=shutil.which("tesseract")), "utf-8")
    program.chmod(0o755)
    return folder

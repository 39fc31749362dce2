"""OCR engines behind one seam; `auto` takes the faster one that works."""

from __future__ import annotations

import importlib
import importlib.util
import math
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from ocr.errors import EngineMissing
from ocr.settings import ReadSettings

if TYPE_CHECKING:
    from ocr.engines.base import Engine


def _tesserocr(settings: ReadSettings) -> Engine:
    from ocr.engines.with_tesserocr import Tesserocr

    return Tesserocr(settings.languages, settings.tessdata, settings.page_seconds)


def _pytesseract(settings: ReadSettings) -> Engine:
    from ocr.engines.with_pytesseract import Pytesseract

    return Pytesseract(settings.languages, settings.tessdata, settings.page_seconds)


ENGINES: dict[str, Callable[[ReadSettings], Engine]] = {"tesserocr": _tesserocr, "pytesseract": _pytesseract}
"""By name, the fastest first (`benchmarks/ocr.py` measures them)."""


_BATCH = 6
"""Pages to one start of the `tesseract` program: its start costs about a tenth of a page, memory grows with each."""


def batch_size(settings: ReadSettings) -> int:
    """How many pages are best read together: several where the engine is a program that must be started."""
    if settings.redactions_only:
        return 1
    if settings.engine == "auto":
        return 1 if importlib.util.find_spec("tesserocr") else _BATCH
    return _BATCH if settings.engine == "pytesseract" else 1


def batches(numbers: Iterable[int], size: int, workers: int = 1) -> Iterator[list[int]]:
    """The numbers in groups of at most `size`, in their order; the last ones smaller, so that no worker is idle."""
    pending = deque(numbers)
    while pending:
        group = max(1, min(size, math.ceil(len(pending) / workers)))
        yield [pending.popleft() for _ in range(min(group, len(pending)))]


def open_engine(settings: ReadSettings) -> Engine:
    """The engine the settings name; raises `EngineMissing`."""
    if settings.engine in ENGINES:
        return ENGINES[settings.engine](settings)
    if ":" in settings.engine:
        module, _, name = settings.engine.partition(":")
        engine: Engine = getattr(importlib.import_module(module), name)()
        return engine
    last: EngineMissing | None = None
    for make in ENGINES.values():
        try:
            return make(settings)
        except EngineMissing as error:
            last = error
    raise last or EngineMissing()

"""OCR engines behind one seam; `auto` takes the faster one that works."""

from __future__ import annotations

import importlib
from collections.abc import Callable

from ocr.engines.base import Engine
from ocr.errors import EngineMissing
from ocr.settings import ReadSettings


def _tesserocr(settings: ReadSettings) -> Engine:
    from ocr.engines.with_tesserocr import Tesserocr

    return Tesserocr(settings.languages, settings.tessdata, settings.page_seconds)


def _pytesseract(settings: ReadSettings) -> Engine:
    from ocr.engines.with_pytesseract import Pytesseract

    return Pytesseract(settings.languages, settings.tessdata, settings.page_seconds)


ENGINES: dict[str, Callable[[ReadSettings], Engine]] = {"tesserocr": _tesserocr, "pytesseract": _pytesseract}
"""By name, the fastest first (`benchmarks/ocr.py` measures them)."""


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

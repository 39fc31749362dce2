"""How one page is read: its text from the right source, then its redactions and leaks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from ocr.choose import Text, choose_text
from ocr.codes import with_codes
from ocr.engines.base import Engine
from ocr.errors import PageTooLarge, ReadingError
from ocr.failure import failed
from ocr.lines import mean_confidence, text_of, words_of
from ocr.settings import ReadSettings
from ocr.sideways import judge_turned, quarters_of
from ocr.sources import FileSource
from ocr.types import Leak, PageReading, Redaction
from ocr.under import is_one_of, without_noise
from ocr.view import View


def read_page(
    file: FileSource, number: int, engine: Callable[[], Engine], settings: ReadSettings, path: Path | None = None
) -> PageReading:
    """Read page `number`; a page that cannot be read comes back with its `error` set."""
    width = height = 0.0
    try:
        page = file.page(number)
        try:
            width, height = page.width_pt, page.height_pt
            return _read(View(page, path, number, file.page_count), engine, settings)
        finally:
            page.close()
    except MemoryError as error:
        return failed(number, PageTooLarge(str(error)), width, height)
    except ReadingError as error:
        return failed(number, error, width, height)


def _read(view: View, engine: Callable[[], Engine], settings: ReadSettings) -> PageReading:
    text = None if settings.redactions_only else choose_text(
        view, engine, force_ocr=settings.force_ocr, quarters=settings.quarters)
    words = words_of(text.lines) if text else ()
    redactions: tuple[Redaction, ...] = ()
    leaks: tuple[Leak, ...] = ()
    share = None
    if settings.redactions or settings.redactions_only:
        redactions, share, leaks = _marks(view, text)
        if text is not None and text.source in ("ocr", "mixed") and redactions:
            redactions = with_codes(redactions, words, lambda: view.picture, engine)
        hiding = [one for one in redactions if not is_one_of(one.box, settings.shown.get(view.number, ()))]
        if text is not None and hiding:
            text = replace(text, lines=without_noise(text.lines, hiding))
            words = words_of(text.lines)
    return PageReading(
        number=view.number,
        width_pt=view.page.width_pt,
        height_pt=view.page.height_pt,
        source=text.source if text else None,
        confidence=_confidence(text) if text else None,
        text=text_of(text.lines) if text else None,
        words=words if text and settings.words else None,
        redactions=redactions,
        redacted_share=share,
        leaks=leaks,
        why=text.why if text else None,
    )


def _confidence(text: Text) -> float | None:
    """Mean confidence of the words; what a text layer says is certain."""
    if text.source == "text":
        return 100.0
    return mean_confidence(words_of(text.lines))


def _marks(view: View, text: Text | None) -> tuple[tuple[Redaction, ...], float, tuple[Leak, ...]]:
    """Redactions (with the grounds that visible words tell), the share they hide, and leaks."""
    from ocr.redactions import judge, redacted_share
    from ocr.redactions.share import seen_letters

    words = words_of(text.lines) if text else ()
    quarters = quarters_of(words, view.small.width, view.small.height) if words and not view.is_bare else 0
    if quarters:
        found = judge_turned(view.small, words, quarters)
    else:
        found = judge(view.shapes, words) if words else view.bare_redactions
    beside = words or (() if view.is_bare else seen_letters(view.shapes))
    return tuple(found), redacted_share(found, beside), tuple(view.leaks)

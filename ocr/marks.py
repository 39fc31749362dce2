"""Redactions and leaks of a page, from the packages that find them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ocr.types import Leak, Redaction, Word

if TYPE_CHECKING:
    from ocr.page import View

DETECTION_DPI = 150.0


@dataclass(frozen=True, slots=True)
class Marks:
    """What was made unreadable on a page, and what leaked all the same."""

    redactions: tuple[Redaction, ...] = ()
    redacted_share: float | None = None
    leaks: tuple[Leak, ...] = ()


def find_marks(view: View, words: Sequence[Word], path: Path | None, number: int, media_type: str) -> Marks:
    """Look for redactions on the page's picture, and for leaks in the file."""
    return Marks()

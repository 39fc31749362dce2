"""What reading a file yields: pages, words, redactions and leaks, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Box: TypeAlias = tuple[float, float, float, float]
"""`(x0, y0, x1, y1)` as shares (0–1) of the page as displayed, after rotation and crop; origin top left."""

Source: TypeAlias = Literal["text", "ocr", "mixed", "blank"]


@dataclass(frozen=True, slots=True)
class Word:
    """One word as read, with its box and how sure the reader is (0–100; 100 for a text layer)."""

    text: str
    box: Box
    confidence: float


@dataclass(frozen=True, slots=True)
class Redaction:
    """A part of the page made unreadable: its outer edge, its style, and the ground printed on or beside it."""

    box: Box
    kind: str
    """`black grey coloured outlined white marker pixelated label withheld`"""
    ground: str | None
    confidence: float
    """0–1"""


@dataclass(frozen=True, slots=True)
class Leak:
    """Something a redaction was meant to hide and the file still carries: where and how much, never what."""

    box: Box | None
    kind: str
    characters: int


LEFT_OUT = "words that the page does not show were left out"
"""How the reason for a text ends that is less than the page's text layer."""
STILL_SHOWN = "unapplied_redaction"
"""The one kind of leak that the page itself shows: what is under it is withheld all the same."""


@dataclass(frozen=True, slots=True)
class PageReading:
    """One page as read; `error` is a plain reason when it could not be."""

    number: int
    width_pt: float
    height_pt: float
    source: Source | None
    confidence: float | None
    text: str | None
    words: tuple[Word, ...] | None
    redactions: tuple[Redaction, ...]
    redacted_share: float | None
    leaks: tuple[Leak, ...]
    error: str | None = None
    why: str | None = None
    """Why this source was chosen, in a few plain words."""


@dataclass(frozen=True, slots=True)
class FileReading:
    """One file as read: its pages in order, or the plain reason why there are none."""

    file: str
    media_type: str | None
    error: str | None
    pages: tuple[PageReading, ...]

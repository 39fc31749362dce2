"""Decides whether a reading may be believed where it stands: alone, after the word “folio”, or amid other numbers."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.folios.options import Option
from tracker.folios.schemes import SISAI, SISAI_2025


@dataclass(frozen=True, slots=True)
class Place:
    """What speaks for and against a number at its place in the text."""

    alone: bool
    says_folio: bool
    speaks_for: bool
    denied: bool
    glued: bool = False
    """Part of a word or of an address, where numbers of every kind live."""


def is_believed(option: Option, place: Place, *, joined: bool, whole: bool) -> bool:
    """Whether a folio may be reported. `joined`: made of several pieces; `whole`: they are all the pieces there are."""
    reading = option.reading
    if place.alone:
        return option.known or (option.zeros < 2 and (whole or not joined))
    if place.denied:
        return False
    if option.zeros:
        return option.known and not joined and (option.zeros == 1 or place.says_folio)
    if not reading.usual:
        return place.says_folio and whole
    if option.known:
        return True
    if joined:
        return place.says_folio or (place.speaks_for and whole)
    if place.speaks_for:
        return True
    federal = reading.scheme in (SISAI, SISAI_2025) and reading.jurisdiction == "MX-FED"
    return federal and not option.changed and not place.glued


def rank(option: Option, *, joined: bool) -> int:
    """Which of two readings of the same characters is the better: the lower."""
    if option.zeros:
        return 3 if option.known else 5
    if option.known:
        return 1 if joined else 0
    return 4 if joined else 2

"""From a picture of a page to lines of words: prepare, read, and read otherwise where that did not go well."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace

from ocr.engines.base import AUTO, Engine
from ocr.errors import PageError
from ocr.lines import Line, mean_confidence, words_of
from ocr.picture import Picture, scaled
from ocr.prepare import (
    LOOK_DPI,
    Look,
    Turned,
    flatten,
    is_blank,
    is_noisy,
    is_two_tone,
    look,
    median,
    narrowed,
    softened,
    turn,
    whitened,
)
from ocr.stamps import grey_without_stamps
from ocr.types import Word

FINE_DPI = 250.0
"""From this resolution on a scan has pixels to spare, and is read faster and as well at fewer."""
WORKING_DPI, LEAST_LETTER = {True: 150.0, False: 200.0}, {True: 13.0, False: 11.0}
"""Of fine scans with specks and of coarse ones: the resolution Tesseract is given, and the least median height of
letters in pixels for which it is raised."""
CLEAN_LETTER = 15.0
"""Of fine scans without specks: the median height of letters in pixels. All measured with `tests/ocr/evaluate.py`."""
NARROW, NARROW_LETTER = 0.9, 18.0
"""How wide the letters of fine scans are handed over, as a share of their width, where their median height in pixels is
that much: of smaller print in poor scans more was misread."""
MANY_LETTERS = 100
"""A page with so many marks of letter size is not blank, and not asked whether it is."""
LAST_TRY = 0.25
"""Share of a page's time after which no further try begins: each takes about as long as the first."""
MOST_LETTER = 48.0
"""Median height of letters, in pixels, from which the resolution is lowered further."""
COARSE_LETTER = 15.0
"""Below this height in the picture as it comes, specks and strokes are of one size: specks stay at first."""
SUSPECT = 45.0
"""Confidence below which a short line by itself is taken for dirt."""
LEVEL_ENOUGH = 0.7
"""Degrees of skew that Tesseract follows by itself."""
CERTAIN, GOOD, SIDEWAYS = 95.0, 84.0, 70.0
"""Mean confidence above which specks do no harm, from which a reading stands, below which a page may lie sideways."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How a picture is prepared for one reading."""

    quarters: int = 0
    """Quarter turns clockwise."""
    level: float = 0.0
    """Degrees clockwise that level the lines."""
    flatten: bool = False
    median: bool = True
    soften: bool = False
    enlarge: float = 1.0
    narrow: bool = False
    """Handed over a little narrower; it is not said, since nothing is lost."""

    def __str__(self) -> str:
        said = [f"turned {90 * self.quarters}°"] if self.quarters else []
        said += [f"levelled {self.level:.1f}°"] if self.level else []
        said += ["paper evened"] if self.flatten else []
        said += ["specks removed"] if self.median else []
        said += ["edges smoothed"] if self.soften else []
        said += [f"enlarged {self.enlarge:g}×"] if self.enlarge != 1 else []
        return ", ".join(said) or "as it is"


@dataclass(frozen=True, slots=True)
class Recognised:
    """What OCR made of a picture; boxes are shares of that picture."""

    lines: tuple[Line, ...]
    confidence: float
    how: str
    blank: bool = False

    @property
    def score(self) -> float:
        """What two readings of the same picture are compared by: confident letters count, doubtful ones cost."""
        return sum((word.confidence - 50.0) * len(word.text) for word in words_of(self.lines))

    @property
    def characters(self) -> int:
        """How many characters were read."""
        return sum(len(word.text) for word in words_of(self.lines))


def recognise(picture: Picture, engine: Engine) -> Recognised:
    """Read a picture of a page, once as measured best, more often only when confidence is low or letters are tiny."""
    grey = grey_without_stamps(picture)
    small = scaled(grey, min(grey.dpi, LOOK_DPI))
    seen = look(small)
    if seen.letters < MANY_LETTERS and is_blank(small):
        return Recognised((), 0.0, "nothing stands on it", blank=True)
    plan = first_plan(grey, seen)
    begun = time.monotonic()
    best, best_plan = attempt(grey, seen, plan, engine), plan
    latest = begun + LAST_TRY * engine.page_seconds
    with suppress(PageError):  # what was read first stays, whatever happens to further tries
        if _lies_sideways(best, seen):
            upright = _upright(grey, seen, plan, engine)
            if upright is not None and upright[0].score > best.score:
                best, best_plan = upright
        if not best_plan.median and grey.dpi < FINE_DPI and best.confidence < CERTAIN:
            candidate = attempt(grey, seen, replace(best_plan, median=True, soften=False), engine)
            best = max(best, candidate, key=lambda reading: reading.score)
        for other in () if stands(best, seen) else _others(best_plan, seen, grey.dpi):
            if time.monotonic() > latest:
                break
            candidate = attempt(grey, seen, other, engine)
            if candidate.score > best.score:
                best = candidate
            if stands(best, seen):
                break
    return best


def stands(reading: Recognised, seen: Look) -> bool:
    """Whether a reading is good enough not to try again: sure of itself, and most marks of letter size were read."""
    return reading.confidence >= GOOD and reading.characters >= 0.5 * seen.letters


def attempt(picture: Picture, seen: Look, plan: Plan, engine: Engine, mode: int = AUTO) -> Recognised:
    """Prepare a grey picture as planned and read it."""
    shown, turned = prepared(picture, seen, plan)
    lines = [line for line in engine.read([shown], mode)[0] if not is_smudge(line)]
    if turned:
        lines = [
            replace(line, words=tuple(Word(word.text, turned.back(word.box), word.confidence) for word in line.words))
            for line in lines
        ]
    return Recognised(tuple(lines), mean_confidence(words_of(lines)) or 0.0, str(plan))


def prepared(picture: Picture, seen: Look, plan: Plan) -> tuple[Picture, Turned | None]:
    """A grey picture as the engine is shown it, and the way back where it was turned."""
    ready = flatten(picture) if plan.flatten else picture
    ready = softened(ready) if plan.soften else ready
    ready = to_size(ready, seen.letter_points, plan.enlarge, plan.median)
    turned = turn(ready, 90.0 * plan.quarters + plan.level) if plan.quarters or plan.level else None
    shown = turned.picture if turned else ready
    if plan.narrow:
        shown = narrowed(shown, NARROW)
    return whitened(shown) if seen.even or plan.flatten else shown, turned


def first_plan(picture: Picture, seen: Look) -> Plan:
    """How a grey picture is read first, by what was measured on it."""
    fine = picture.dpi >= FINE_DPI
    soften = not fine and is_two_tone(picture)
    coarse_median = not soften and seen.letter_points * picture.dpi / 72 >= COARSE_LETTER
    return Plan(
        level=seen.skew if abs(seen.skew) > LEVEL_ENOUGH else 0.0,
        flatten=seen.uneven,
        median=is_noisy(picture) if fine else coarse_median,
        soften=soften,
        narrow=fine and seen.letter_points * picture.dpi / 72 >= NARROW_LETTER,
    )


def is_smudge(line: Line) -> bool:
    """Whether a line is a smudge, a frame or a fold taken for one to four letters, as the engine itself suspects."""
    marks = sum(len(word.text) for word in line.words)
    return marks <= 4 and all(word.confidence < SUSPECT for word in line.words)


def to_size(picture: Picture, letter_points: float, enlarge: float = 1.0, clean: bool = True) -> Picture:
    """The picture at the resolution its letters need.

    `clean` takes specks out: they are taken out before a picture is made smaller and after it is made larger.
    """
    fine = picture.dpi >= FINE_DPI
    dpi = WORKING_DPI[fine]
    if fine and not clean:
        dpi = min(max(CLEAN_LETTER * 72 / (letter_points or 6.0), dpi), picture.dpi)
    elif letter_points:
        at_working = letter_points * dpi / 72
        dpi *= min(max(LEAST_LETTER[fine] / at_working, 1.0), 2.0) * max(min(MOST_LETTER / at_working, 1.0), 0.3)
    dpi *= enlarge
    if not clean:
        return scaled(picture, dpi)
    return scaled(median(picture), dpi) if picture.dpi >= dpi else median(scaled(picture, dpi))


def _lies_sideways(reading: Recognised, seen: Look) -> bool:
    return seen.letters >= 20 and (reading.confidence < SIDEWAYS or reading.characters < 0.2 * seen.letters)


def _upright(picture: Picture, seen: Look, plan: Plan, engine: Engine) -> tuple[Recognised, Plan] | None:
    found = engine.orientation(to_size(picture, seen.letter_points))
    if found is None or found.turn == 0:
        return None
    turned = replace(plan, quarters=found.turn // 90)
    if found.turn in (90, 270):
        # the first look measured columns of letters, not lines: look again from the right side
        again = look(turn(picture, float(found.turn)).picture)
        turned = replace(turned, level=again.skew if abs(again.skew) > LEVEL_ENOUGH else 0.0)
    return attempt(picture, seen, turned, engine), turned


def _others(plan: Plan, seen: Look, dpi: float) -> Iterator[Plan]:
    plan = replace(plan, narrow=False)
    yield replace(plan, enlarge=1.5)
    if dpi >= FINE_DPI or seen.letter_points * dpi / 72 >= COARSE_LETTER:
        yield replace(plan, median=not plan.median)
    yield replace(plan, flatten=not plan.flatten)

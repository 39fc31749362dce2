"""What numbered redactions mean: the legend at the foot or in the margin that gives each number its ground."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from ocr.redactions.grounds import read_ground
from ocr.types import Word

_MARK = r"(?:N|nota|nota\s+al\s+pie|no\.?|n[uú]m\.?|eliminad[oa]s?|testad[oa]s?|dato|clave)"
_NUMBER = re.compile(
    rf"[\W_]*(?:{_MARK}[\s.:\-]*)*[(\[]?\s*(\d{{1,3}})\s*[)\]]?(?:\s*[-:]?\s*(?:eliminad[oa]|testad[oa])\s*\d*)?[\W_]*",
    re.IGNORECASE,
)
_ENTRY = re.compile(rf"[\W_]*(?:{_MARK}[\s.:\-]*)*[(\[]?(\d{{1,3}})\s*[)\].:,;\-–—]+\s*(?=[^\W\d])", re.IGNORECASE)
_WORDED_ENTRY = re.compile(rf"[\W_]*(?:{_MARK}[\s.:\-]*)+[(\[]?(\d{{1,3}})\b(?![./]\d)", re.IGNORECASE)
_GENERAL = re.compile(
    r"[\W_]*(?:fundamento\s+(?:legal|jur[ií]dico)\b|(?:eliminad|testad|suprimid)[oa]s?\s*[:.]"
    r"|se\s+(?:eliminan?|testan?|suprimen?)\b|(?:informaci[oó]n|datos?|partes?)\s+(?:\w+\s+)?(?:testad|eliminad|clasificad)[oa]s?\b"
    r"|versi[oó]n\s+p[uú]blica\s+(?:elaborada|conforme|en\s+t[eé]rminos))",
    re.IGNORECASE,
)
_MOST_LINES = 4
"""Lines that one entry of a legend may take."""


@dataclass(frozen=True, slots=True)
class Legend:
    """Grounds by number, and the one that holds for every redaction where the legend counts none."""

    numbered: dict[int, str]
    general: str | None


def number_on(printed: str) -> int | None:
    """The number of "1", "(3)", "N2", "Eliminado 4", "N5-ELIMINADO 1", or None where anything else is printed."""
    match = _NUMBER.fullmatch(printed.strip())
    return int(match[1]) if match else None


def read_legend(words: Sequence[Word]) -> Legend:
    """The legend of a page: entries that begin with a number and name a ground within a few lines."""
    numbered: dict[int, str] = {}
    general: set[str] = set()
    lines = [" ".join(word.text for word in line) for line in lines_of(words)]
    starts = [_ENTRY.match(line) or _WORDED_ENTRY.match(line) for line in lines]
    for place, start in enumerate(starts):
        if start is None and not _GENERAL.match(lines[place]):
            continue
        taken = [lines[place][start.end() :] if start else lines[place]]
        for other in range(place + 1, min(len(lines), place + _MOST_LINES)):
            if starts[other] or (_GENERAL.match(lines[other]) and read_ground(" ".join(taken))):
                break
            taken.append(lines[other])
        ground = _named(taken)
        if ground and start:
            numbered.setdefault(int(start[1]), ground)
        elif ground:
            general.add(ground)
    return Legend(numbered, general.pop() if len(general) == 1 and not numbered else None)


def _named(taken: Sequence[str]) -> str | None:
    """The ground that lines name by its article or law; a bare number in them names none."""
    for count in range(1, len(taken) + 1):
        ground = read_ground(" ".join(taken[:count]) + " .")
        if ground and re.search(r"art|TAIP|\(b\)", ground):
            return ground
    return None


def lines_of(words: Sequence[Word]) -> list[list[Word]]:
    """Words in lines from top to bottom, parted where a gap is wider than four times their height."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda w: ((w.box[1] + w.box[3]) / 2, w.box[0])):
        middle = (word.box[1] + word.box[3]) / 2
        if lines and lines[-1][0].box[1] < middle < lines[-1][0].box[3]:
            lines[-1].append(word)
        else:
            lines.append([word])
    parted: list[list[Word]] = []
    for line in lines:
        line.sort(key=lambda w: w.box[0])
        parted.append([line[0]])
        for left, right in itertools.pairwise(line):
            if right.box[0] - left.box[2] > 4 * (left.box[3] - left.box[1]):
                parted.append([])
            parted[-1].append(right)
    return parted

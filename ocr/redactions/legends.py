"""What numbered redactions mean: the legend at the foot, in the margin or in a table that gives each its ground."""

from __future__ import annotations

import itertools
import re
import statistics
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ocr.redactions.grounds import read_ground, unslipped
from ocr.redactions.statutes import GOES_ON
from ocr.types import Box, Word

_MARK = r"(?:N|nota|nota\s+al\s+pie|no\.?|n[uú]m\.?|n[uú]mero|eliminad[oa]s?|testad[oa]s?|suprimid[oa]s?|dato|clave|id)"
_BLURRED = r"[EF]\w{6,9}[aeo]?d[oae]s?(?=\s)"
"""What OCR makes of "Eliminado" in small print."""
_NUMBER = re.compile(
    rf"[\W_]*(?:{_MARK}[\s.:\-]*)*[(\[]?\s*(\d{{1,3}})\s*[)\]]?(?:\s*[-:.]?\s*(?:eliminad[oa]|testad[oa])\s*(\d{{1,3}})?)?[\W_]*",
    re.IGNORECASE,
)
_ENTRY = re.compile(rf"[\W_]*(?:{_MARK}[\s.:\-]*)*[(\[]?(\d{{1,3}})\s*[)\].:,;\-–—]+\s*(?=[^\W\d])", re.IGNORECASE)
_WORDED_ENTRY = re.compile(
    rf"[\W_]*(?:(?:(?:{_MARK}|{_BLURRED})[\s.:\-]*)+[(\[]?(\d{{1,3}})\b(?![./]\d)|(\d{{1,3}})\s+(?=(?:eliminad|testad|suprimid)[oa]))",
    re.IGNORECASE,
)
_GENERAL = re.compile(
    r"fundamento\s+(?:legal|jur[ií]dico)\b|(?:^|[.;]\s*)[\W_]*(?:eliminad|testad|suprimid)[oa]s?\b"
    r"|\bse\s+(?:eliminan?|eliminaron|elimin[oó]|testan?|testaron|test[oó]|suprimen?|suprimi\w+|omiten?|protegen?)\b"
    r"|\b(?:informaci[oó]n|datos?|partes?|secci\w+|texto|palabras?|renglon(?:es)?|rengl[oó]n)\s+(?:\w+\s+)?(?:testad|eliminad|suprimid|clasificad|omitid)[oa]s?\b"
    r"|versi[oó]n\s+p[uú]blica\s+(?:elaborada|conforme|en\s+t[eé]rminos|de\s+conformidad|con\s+fundamento)",
    re.IGNORECASE,
)
_NAMED = re.compile(r"art|TAIP|\(b\)|\d\.\d\.\d")
_END = re.compile(r"(?<!\bart)(?<!\barts)(?<!\bfr)(?<!\bfrac)(?<!\bfracc)(?<!\bfrs)\.\s+(?=[^\W_])", re.IGNORECASE)
"""Where a sentence ends, and no word cut short."""
_SHORT = 0.2
"""How much shorter than the longest the last line of an entry is at least, as a share of its width."""
_MOST_LINES = 6
"""Lines that one entry of a legend may take."""


@dataclass(frozen=True, slots=True)
class Legend:
    """Grounds by number, and the one that holds for every redaction where the legend counts none."""

    numbered: dict[int, str]
    general: str | None

    def of(self, marks: Marks | None, others: Iterable[Marks]) -> str | None:
        """The ground of a mark; `others` are the marks of the same page.

        "N4-ELIMINADO 1" is the fourth part taken out and of the first kind. The legend lists parts or kinds, and it
        lists parts when it has an entry for every such number on the page.
        """
        if marks is None:
            return None
        parts = {mark.number for mark in others if mark.kind is not None}
        if marks.kind is not None and not parts <= self.numbered.keys():
            return self.numbered.get(marks.kind)
        return self.numbered.get(marks.number)


@dataclass(frozen=True, slots=True)
class Marks:
    """The numbers printed on a redaction: its own, and that of its kind where it has two ("N4-ELIMINADO 1")."""

    number: int
    kind: int | None = None


def marks_on(printed: str) -> Marks | None:
    """The numbers of "1", "(3)", "N2", "Eliminado 4", "N5-ELIMINADO 1", or None where anything else is printed."""
    match = _NUMBER.fullmatch(printed.strip())
    return Marks(int(match[1]), int(match[2]) if match[2] else None) if match else None


def number_on(printed: str) -> int | None:
    """The number that is a redaction's own, of what is printed on it."""
    marks = marks_on(printed)
    return marks.number if marks else None


def read_legend(words: Sequence[Word]) -> Legend:
    """The legend of a page: entries that begin with a number and name a ground within a few lines, or rows of a table.

    What holds for all redactions is told only where it is one: a sentence that says that data were taken out and why,
    or entries that all name the same ground.
    """
    rows = lines_of(words)
    lines = [unslipped(" ".join(word.text for word in row)) for row in rows]
    numbered = _entries(rows, lines)
    for number, ground in _table(rows).items():
        numbered.setdefault(number, ground)
    grounds = set(numbered.values()) if len(numbered) > 1 else set() if numbered else _sentences(rows, lines)
    return Legend(numbered, grounds.pop() if len(grounds) == 1 else None)


def _entries(rows: Sequence[Sequence[Word]], lines: Sequence[str]) -> dict[int, str]:
    boxes = [around(row) for row in rows]
    starts = [_start(line) for line in lines]
    numbered: dict[int, str] = {}
    unsure: set[int] = set()
    for place, start in enumerate(starts):
        if start is None:
            continue
        taken = [lines[place][start.end() :]]
        right = max(box[2] for box in boxes[place : place + _MOST_LINES])
        for other in range(place + 1, min(len(lines), place + _MOST_LINES)):
            if starts[other] or (_GENERAL.match(lines[other]) and _named(taken)):
                break
            last, box = boxes[other - 1], boxes[other]
            if box[1] - last[3] > 1.2 * (last[3] - last[1]):
                break
            # A line that ends well before the next begins another entry is the last of its own.
            if last[2] < right - _SHORT * (right - last[0]) and _named(taken):
                break
            taken.append(lines[other])
        ground = _named(taken)
        number = int(start[1] or start[start.lastindex or 1])
        if ground and numbered.setdefault(number, ground) != ground:
            unsure.add(number)
    return {number: ground for number, ground in numbered.items() if number not in unsure}


def _start(line: str) -> re.Match[str] | None:
    """The number that a line begins with, unless it is an article's that the line before left over."""
    start = _ENTRY.match(line) or _WORDED_ENTRY.match(line)
    return None if start and GOES_ON.match(line[start.end() :]) else start


def _table(rows: Sequence[Sequence[Word]]) -> dict[int, str]:
    """Rows of a table of what was taken out: a cell with a number, and at its right one that names a ground."""
    boxes = [around(row) for row in rows]
    texts = [" ".join(word.text for word in row) for row in rows]
    if sum(_NAMED.search(text) is not None for text in texts) < 2:
        return {}
    numbers = [(place, number_on(text)) for place, text in enumerate(texts) if len(text) <= 16]
    cells = [(place, number) for place, number in numbers if number is not None]
    numbered: dict[int, str] = {}
    for place, number in cells:
        _left, top, right, bottom = boxes[place]
        below = [
            boxes[other][1]
            for other, _ in cells
            if boxes[other][1] > bottom and _overlap(boxes[other], boxes[place], 0) > 0
        ]
        high = bottom - top
        end = min([*below, bottom + 5 * high]) - 0.3 * high
        beside = [
            texts[other] for other, box in enumerate(boxes)
            if box[0] > right and top - 0.6 * high < (box[1] + box[3]) / 2 < end
        ]  # fmt: skip
        ground = _named([" ".join(beside)])
        if ground and number not in numbered:
            numbered[number] = ground
    return numbered if len(numbered) > 1 else {}


def _sentences(rows: Sequence[Sequence[Word]], lines: Sequence[str]) -> set[str]:
    """Grounds of the passages that say that something was taken out."""
    grounds = set()
    for passage in _passages(rows, lines):
        for said in _GENERAL.finditer(passage):
            before, after = _END.split(passage[: said.start()])[-1], passage[said.start() :]
            ground = _named([after]) or (
                _named([before]) if re.search(r"fundament|conformidad|t[eé]rminos", before, re.IGNORECASE) else None
            )
            if ground:
                grounds.add(ground)
                break
    return grounds


def _passages(rows: Sequence[Sequence[Word]], lines: Sequence[str]) -> list[str]:
    """Lines right below each other as one text, so far as they stand closer than half their height again."""
    passages: list[list[int]] = []
    boxes = [around(row) for row in rows]
    for place, box in enumerate(boxes):
        for passage in reversed(passages[-4:]):
            last = boxes[passage[-1]]
            high = min(last[3] - last[1], box[3] - box[1])
            gap = box[1] - last[3]
            if -0.5 * high < gap < 0.9 * high and _overlap(box, last, 0) > 0 and len(passage) < 2 * _MOST_LINES:
                passage.append(place)
                break
        else:
            passages.append([place])
    return [" ".join(lines[place] for place in passage) for passage in passages]


def _overlap(a: Box, b: Box, axis: int) -> float:
    return min(a[axis + 2], b[axis + 2]) - max(a[axis], b[axis])


def _named(taken: Sequence[str]) -> str | None:
    """The grounds that lines name by article or law up to the end of their sentence; a bare number names none."""
    text = ""
    for sentence in _END.split(" ".join(taken)):
        text += f"{sentence}. "
        ground = read_ground(text)
        if ground and _NAMED.search(ground):
            return ground
    return None


def around(words: Sequence[Word]) -> Box:
    """The box around words."""
    boxes = [word.box for word in words]
    return (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))


def lines_of(words: Sequence[Word]) -> list[list[Word]]:
    """Words in lines from top to bottom, parted where a gap is wider than four times their height.

    A word belongs to the line whose last word stands at its height, so that lines of a page that leans stay whole.
    """
    if not words:
        return []
    high = statistics.median(word.box[3] - word.box[1] for word in words) or 0.01
    lines: list[list[Word]] = []
    near: dict[int, list[int]] = defaultdict(list)
    for word in sorted(words, key=lambda w: w.box[0]):
        middle = (word.box[1] + word.box[3]) / 2
        floor = int(middle / high)
        level = [
            number for step in (-1, 0, 1) for number in near[floor + step]
            if lines[number][-1].box[1] < middle < lines[number][-1].box[3]
        ]  # fmt: skip
        if level:
            number = max(level, key=lambda n: lines[n][-1].box[2])
            last = lines[number][-1].box
            near[int((last[1] + last[3]) / 2 / high)].remove(number)
            lines[number].append(word)
        else:
            number = len(lines)
            lines.append([word])
        near[floor].append(number)
    lines.sort(key=lambda line: sum(word.box[1] + word.box[3] for word in line) / len(line))
    parted: list[list[Word]] = []
    for line in lines:
        parted.append([line[0]])
        for left, right in itertools.pairwise(line):
            if right.box[0] - left.box[2] > 4 * (left.box[3] - left.box[1]):
                parted.append([])
            parted[-1].append(right)
    return parted

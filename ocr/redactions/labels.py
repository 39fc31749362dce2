"""Redactions that are words: TESTADO, XXXX, asterisks; and pages that say they are withheld."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ocr.redactions.grounds import is_mark, read_ground
from ocr.types import Box, Redaction, Word

_WITHHELD = re.compile(
    r"\b(?:hojas?|p[aá]ginas?|fojas?|documentos?)\b[^.]{0,60}"
    r"\b(?:testad|reservad|eliminad|suprimid|clasificad|omitid|retirad)[oa]s?\b"
    r"|\b(?:testad|reservad|eliminad|clasificad)[oa]s?\b[^.]{0,30}\b(?:en\s+su\s+totalidad|[ií]ntegr[oa](?:mente)?)\b"
    r"|\b(?:page|document)s?\b[^.]{0,40}\bwithheld\b|\bwithheld\s+in\s+full\b"
    r"|\bpagina'?s?\b[^.]{0,40}\b(?:geweigerd|niet\s+openbaar)\b",
    re.IGNORECASE,
)
_MOST_WORDS_WITHHELD = 60


def find_labels(words: Sequence[Word], shapes: Sequence[Redaction]) -> list[Redaction]:
    """Marks printed in the place of words, neighbours on a line as one; marks on a found shape belong to that shape."""
    found: list[list[Word]] = []
    for word in words:
        if not is_mark(word.text) or word.confidence < 40 or any(_inside(word.box, s.box) for s in shapes):
            continue
        if found and _next_to(found[-1][-1].box, word.box):
            found[-1].append(word)
        else:
            found.append([word])
    return [Redaction(_around(run), "label", read_ground(" ".join(w.text for w in run)), 0.7) for run in found]


def find_withheld(words: Sequence[Word]) -> Redaction | None:
    """The whole page as one redaction when its few words say that the page is withheld."""
    if not 2 <= len(words) <= _MOST_WORDS_WITHHELD:
        return None
    text = " ".join(word.text for word in words)
    if not _WITHHELD.search(text):
        return None
    return Redaction((0.0, 0.0, 1.0, 1.0), "withheld", read_ground(text), 0.7)


def _inside(inner: Box, outer: Box) -> bool:
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return outer[0] <= x <= outer[2] and outer[1] <= y <= outer[3]


def _next_to(a: Box, b: Box) -> bool:
    high = a[3] - a[1]
    return abs((a[1] + a[3]) - (b[1] + b[3])) < high and -high < b[0] - a[2] < 1.5 * high


def _around(run: Sequence[Word]) -> Box:
    boxes = [word.box for word in run]
    return (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))

"""Redactions that are words: TESTADO, XXXX, asterisks; and pages that say they are withheld."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ocr.redactions.grounds import is_mark, read_ground
from ocr.redactions.legends import Marks, around, lines_of, marks_on, read_legend
from ocr.types import Box, Redaction, Word

_GONE = r"(?:testad|eliminad|suprimid|omitid|retirad|tachad|censurad|protegid|reservad|clasificad)[oa]s?"
_LEAF = r"(?:hojas?|p[aá]ginas?|fojas?|planas?|documentos?|anexos?|oficios?|expedientes?)"
_WITHHELD = re.compile(
    rf"\b{_LEAF}\b[^.]{{0,60}}\b{_GONE}\b"
    rf"|\b{_GONE}\b[^.]{{0,30}}\b(?:en\s+su\s+totalidad|[ií]ntegr[oa](?:mente)?|por\s+complet[oa])\b"
    rf"|\bse\s+(?:testan?|eliminan?|suprimen?|omiten?|reservan?|retiran?)\b[^.]{{0,40}}\b{_LEAF}\b"
    rf"|\b{_LEAF}\s+complet[oa]s?\s+(?:confidencial|reservad[oa])"
    r"|\b(?:page|document)s?\b[^.]{0,40}\bwithheld\b|\bwithheld\s+in\s+full\b"
    r"|\bpagina'?s?\b[^.]{0,40}\b(?:geweigerd|niet\s+openbaar)\b",
    re.IGNORECASE,
)
_COVER_SHEET = re.compile(
    r"\b(?:fecha\s+de\s+(?:la\s+)?clasificaci[oó]n|car[aá]tula|per[ií]odo\s+de\s+reserva|se\s+(?:anexan?|adjuntan?|remiten?))\b"
    r"|\b(?:solicit\w+|atentamente|estimad[oa]s?|presente)\b",
    re.IGNORECASE,
)
"""Words of letters and cover sheets, which speak of classified pages and are none."""
_BRACKETED = re.compile(
    rf"[\[({{<]+\s*(?:{_GONE}|redacted|redactad[oa]s?|confidencial|datos?\s+(?:personal(?:es)?|{_GONE})"
    rf"|informaci[oó]n\s+(?:confidencial|{_GONE})|nombre\s+{_GONE})(?:\s+\d{{1,3}})?\s*[\])}}>]+[.,;:]?",
    re.IGNORECASE,
)
_ARTICLES = ("el", "la", "los", "las")
_LEGEND = re.compile(r"rengl[oó]n|p[aá]rrafo|fundament|conformidad|art[ií]culo", re.IGNORECASE)
_MOST_WORDS_WITHHELD = 60
_MOST_BRACKETED = 4
_LONGEST = 24
"""Characters of a run of asterisks or crosses beyond which, alone on its line, it is a rule and hides nothing."""


def find_labels(words: Sequence[Word], shapes: Sequence[Redaction]) -> list[Redaction]:
    """Marks printed in the place of words, neighbours on a line as one; marks on a found shape belong to that shape."""
    if not any(_may_mark(word.text) for word in words):
        return []
    found: list[list[Word]] = []
    for line in lines_of(words):
        for run in _marks_of(line):
            if any(_inside(word.box, shape.box) for word in run for shape in shapes):
                continue
            if found and _next_to(found[-1][-1].box, run[0].box):
                found[-1].extend(run)
            else:
                found.append(run)
    if not found:
        return []
    texts = [" ".join(word.text for word in run) for run in found]
    marks = [marks_on(re.sub(r"[\[\](){}<>]", " ", text)) for text in texts]
    legend = read_legend(words)
    grounds = [read_ground(text) or legend.of(mark, _parts(marks)) or legend.general
               for text, mark in zip(texts, marks, strict=True)]  # fmt: skip
    return [Redaction(around(run), "label", ground, 0.7) for run, ground in zip(found, grounds, strict=True)]


def _parts(marks: Sequence[Marks | None]) -> list[Marks]:
    return [mark for mark in marks if mark is not None]


def _may_mark(text: str) -> bool:
    return text[:1] in "[({<" or is_mark(text)


def _marks_of(line: Sequence[Word]) -> list[list[Word]]:
    """The marks of a line, each as its words."""
    found: list[list[Word]] = []
    sure = [word for word in line if word.confidence >= 40]
    place = 0
    while place < len(sure):
        word = sure[place]
        taken = 0
        if word.text[:1] in "[({<":
            for count in range(1, _MOST_BRACKETED + 1):
                if _BRACKETED.fullmatch(" ".join(w.text for w in sure[place : place + count])):
                    taken = count
        if (
            not taken
            and is_mark(word.text)
            and not _is_rule(word, line)
            and not _adorns(line)
            and not _heads_a_list(word, sure, place)
        ):
            taken = 1
        if taken:
            found.append(sure[place : place + taken])
        place += max(1, taken)
    return found


def _is_rule(word: Word, line: Sequence[Word]) -> bool:
    """True for a run of signs across the page that parts two passages."""
    bare = re.sub(r"[^*#xX-]", "", word.text)
    return len(line) == 1 and len(bare) == len(word.text.strip()) and len(bare) > _LONGEST


def _adorns(line: Sequence[Word]) -> bool:
    """True for a line that begins and ends with the same run of signs around its words: *** END ***."""
    first, last = line[0].text, line[-1].text
    return len(line) > 2 and first == last and not re.search(r"\w", first)


def _heads_a_list(word: Word, line: Sequence[Word], place: int) -> bool:
    """True for the ELIMINADO: or "1 ELIMINADO el nombre …" of a legend, which is followed by what was taken out."""
    if place + 1 < len(line) and line[place + 1].text.lower() in _ARTICLES:
        if place == 1 and re.fullmatch(r"\W*N?\d{1,3}\W*", line[0].text):
            return True
        if place == 0 and _LEGEND.search(" ".join(other.text for other in line)):
            return True
    return word.text.endswith(":") and place + 1 < len(line) and not is_mark(line[place + 1].text)


def find_withheld(words: Sequence[Word]) -> Redaction | None:
    """The whole page as one redaction when its few words say that the page is withheld."""
    if not 2 <= len(words) <= _MOST_WORDS_WITHHELD:
        return None
    text = " ".join(word.text for line in lines_of(words) for word in line)
    if not _WITHHELD.search(text) or _COVER_SHEET.search(text):
        return None
    return Redaction((0.0, 0.0, 1.0, 1.0), "withheld", read_ground(text), 0.7)


def _inside(inner: Box, outer: Box) -> bool:
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return outer[0] <= x <= outer[2] and outer[1] <= y <= outer[3]


def _next_to(a: Box, b: Box) -> bool:
    high = a[3] - a[1]
    return abs((a[1] + a[3]) - (b[1] + b[3])) < high and -high < b[0] - a[2] < 1.5 * high

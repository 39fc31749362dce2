"""Signs that open an item of a list — 1. 2) a) I.- • Primero: — wherever they stand, and the runs they form."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_ORDINALS = (
    ("primero", "primera"), ("segundo", "segunda"), ("tercero", "tercera"), ("cuarto", "cuarta"),
    ("quinto", "quinta"), ("sexto", "sexta"), ("séptimo", "séptima"), ("octavo", "octava"), ("noveno", "novena"),
    ("décimo", "décima"),
)
_ORDINAL_OF = {word: at for at, pair in enumerate(_ORDINALS, start=1) for word in pair}
_ORDINAL_OF |= {word.translate(str.maketrans("éó", "eo")): at for word, at in _ORDINAL_OF.items()}
_ROMANS = ("i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx xxi xxii xxiii xxiv xxv xxvi "
           "xxvii xxviii xxix xxx").split()
_ROMAN_OF = {word: at for at, word in enumerate(_ROMANS, start=1)}
_LETTERS = "abcdefghijklmnopqrstuvwxyz"

_START = r"(?:^|(?<=[\s.;:,¿?)(«“\"]))"
_TITLE = (r"(?:(?:pregunta|punto|solicitud|cuesti[oó]n|inciso|apartado|petici[oó]n)\s+"
          r"(?:n[uú]m(?:ero|\.)?\s*|no\.\s*)?)?")
_NUMBER = re.compile(
    rf"{_START}(?<!\b\d\.)(?<!\b\d\d\.){_TITLE}(?P<open>\()?(?P<n>\d{{1,3}})"
    r"(?P<sign>\.[-_]|\.\)|\)\.?-?|\.|-(?=\s)|°\.?-?|º\.?-?|:|,(?=\s))(?!\d)",
    re.IGNORECASE | re.MULTILINE)
_DEEP = re.compile(
    rf"{_START}(?P<top>\d{{1,2}})\.(?P<n>\d{{1,2}})(?P<sign>\.-|\.|\)|-)?(?=\s+[^\W\d_]|\s*¿)", re.MULTILINE)
_LETTER = re.compile(rf"{_START}(?P<open>\()?(?P<n>[a-zA-Z])(?P<sign>\.-|\)|\.)(?=\s*\S)(?!\w\.)", re.MULTILINE)
_ROMAN = re.compile(rf"{_START}(?P<open>\()?(?P<n>[ivxIVX]{{1,6}})(?P<sign>\.-|\)|\.|-(?=\s))(?=\s*\S)", re.MULTILINE)
_ORDINAL = re.compile(
    rf"{_START}(?P<n>{'|'.join(sorted(_ORDINAL_OF, key=len, reverse=True))})(?P<sign>\s*[:.,]-?|\s*-)",
    re.IGNORECASE | re.MULTILINE)
_BULLET = re.compile(r"(?P<sign>[•●▪◦■►➢✓·*\uf0b7\uf0d8]|[-–—](?=\s*[^\W\d_]|\s*¿))")
_ALSO_BULLET = re.compile(r"(?P<sign>[•●▪◦■►➢\uf0b7\uf0d8])")

_ENDS_IN_SIGN = re.compile(r"(?:^|(?<=\W))(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)°º]\Z")
"""The dash of “1.-” is no bullet of its own."""

_CITED = re.compile(
    r"(?:(?<!\w)(?:art[ií]culos?|arts?\.?|fracci[oó]n(?:es)?|fracc?\.?|incisos?|numeral(?:es)?|n[uú]m(?:ero)?s?\.?|no\.?|nos\.?|cap[ií]tulos?|"
    r"p[aá]ginas?|p[aá]gs?\.?|anexos?|t[ií]tulos?|secci[oó]n|transitorios?|cl[aá]usulas?|p[aá]rrafos?|tomo|ley|etapa|fase|"
    r"grado|nivel|versi[oó]n|calle|km|hasta el|del|de|al|el|y|o)|(?<!\d)\d{1,3},)\s*\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mark:
    """A sign that may open an item: its style, which in order it says it is, and where it and its item begin."""

    style: str
    value: int
    start: int
    body: int
    as_written: str


Run = tuple[Mark, ...]


def marks_in(text: str) -> list[Mark]:
    """Every sign of the text that may open an item, in order; the same letters can be of two styles."""
    return sorted({*_numbers(text), *_letters(text), *_romans(text), *_ordinals(text), *_bullets(text)},
                  key=lambda mark: (mark.start, mark.style))


def runs_of(marks: Iterable[Mark], text: str) -> list[Run]:
    """The lists: marks of one style that count up from their first, two or more; earliest first."""
    by_style: dict[str, list[Mark]] = defaultdict(list)
    for mark in marks:
        by_style[mark.style].append(mark)
    runs = [run for style, group in by_style.items() for run in _counting(style, group, text)]
    return sorted(runs, key=lambda run: (run[0].start, -len(run)))


def _counting(style: str, marks: list[Mark], text: str) -> Iterator[Run]:
    if style.startswith("bullet"):
        if len(marks) > 1:
            yield tuple(marks)
        return
    run: list[Mark] = []
    for mark in marks:
        last = run[-1].value if run else 0
        is_again = bool(run) and mark.value == last and not style.startswith(("letter", "roman"))
        if mark.value == last + 1 or is_again or (run and mark.value == last + 2 and _opens_line(text, mark)):
            run.append(mark)
        elif mark.value == 1:
            if len(run) > 1:
                yield tuple(run)
            run = [mark]
        elif not run and mark.value == 2 and text[:mark.start].strip():
            run = [mark]  # the first item carries no number
    if len(run) > 1:
        yield tuple(run)


def _opens_line(text: str, mark: Mark) -> bool:
    return not text[max(text.rfind("\n", 0, mark.start) + 1, mark.start - 200):mark.start].strip()


def _may_open(text: str, at: int) -> bool:
    """Whether what stands before lets an item begin here: it is no cited article, page or number."""
    before = text[max(0, at - 24):at]
    line = before[before.rfind("\n") + 1:] if "\n" in before else before
    return not line.strip() or not _CITED.search(line)


def _sign(found: re.Match[str]) -> str:
    return ("(" if found.groupdict().get("open") else "") + (found["sign"] or "").strip()


def _numbers(text: str) -> Iterator[Mark]:
    written = len(text.rstrip())
    for found in _NUMBER.finditer(text):
        if found["sign"] in (",", ":") and not _ends_sentence(text, found.start()):
            continue
        if _may_open(text, found.start()) and found.end() < written:
            # What closes the number is often written one way here and another there: 1.- 2. 3.-
            style = "number(" if found["open"] else "number"
            yield Mark(style, int(found["n"]), found.start(), found.end(), found["n"])
    for found in _DEEP.finditer(text):
        if _may_open(text, found.start()):
            yield Mark(f"deep{found['top']}", int(found["n"]), found.start(), found.end(), found["n"])


def _ends_sentence(text: str, at: int) -> bool:
    # More blanks than that set a sign apart by themselves.
    before = text[max(0, at - 200):at].rstrip(" \t")
    return not before or before[-1] in ".:;?\n"


def _letters(text: str) -> Iterator[Mark]:
    for found in _LETTER.finditer(text):
        at = _LETTERS.find(found["n"].lower())
        case = "A" if found["n"].isupper() else "a"
        dotted = not found["sign"].startswith(")")
        if dotted and not _ends_sentence(text, found.start()):
            continue
        if at >= 0 and _may_open(text, found.start()):
            yield Mark(f"letter{case}{_sign(found)}", at + 1, found.start(), found.end(), found["n"])


def _romans(text: str) -> Iterator[Mark]:
    for found in _ROMAN.finditer(text):
        value = _ROMAN_OF.get(found["n"].lower())
        case = "I" if found["n"].isupper() else "i"
        if value and _may_open(text, found.start()) and (found["sign"] != "." or _ends_sentence(text, found.start())):
            yield Mark(f"roman{case}{_sign(found)}", value, found.start(), found.end(), found["n"])


def _ordinals(text: str) -> Iterator[Mark]:
    for found in _ORDINAL.finditer(text):
        if _ends_sentence(text, found.start()) and _may_open(text, found.start()):
            value = _ORDINAL_OF[found["n"].lower()]
            yield Mark("ordinal", value, found.start(), found.end(), str(value))


def _stands_free(text: str, at: int) -> bool:
    """Whether a sign begins a line, or follows the end of a sentence or two blanks: it may be a bullet."""
    before, further = text[at - 1:at] if at else "", text[at - 2:at - 1] if at > 1 else ""
    if not before or before == "\n" or before in ".:;?":
        return True
    return before.isspace() and (not further or further.isspace() or further in ".:;?)")


def _bullets(text: str) -> Iterator[Mark]:
    taken: set[int] = set()
    written = len(text.rstrip())
    for pattern in (_BULLET, _ALSO_BULLET):
        for found in pattern.finditer(text):
            at = found.start("sign")
            if pattern is _BULLET and not _stands_free(text, at):
                continue
            if at in taken or found.end() >= written or _ENDS_IN_SIGN.search(text, max(0, at - 6), at):
                continue
            taken.add(at)
            sign = "-" if found["sign"] in "-–—" else found["sign"]
            yield Mark(f"bullet{sign}", 0, at, found.end(), "")

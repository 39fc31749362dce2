"""From the text of a page to the words it is found by: folding, stems, joined hyphens, spaced-out letters."""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from archive.search.references import may_hold_reference, reference_spans

ANALYSIS_VERSION = "4"
"""Changes whenever the same text would be indexed differently; an index made by another version is rebuilt."""

MAX_WORD = 64
"""Longer runs of letters are cut here: nobody searches for them, and they bloat an index."""

MAX_WORDS = 1_000_000
"""Words of one page that are indexed, in order."""

_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_MARKS = "\u0300-\u036f"
_WORD = re.compile(rf"[^\W_ºª](?:[^\W_ºª]|[{_MARKS}{_INVISIBLE}])*")
_HYPHEN_BREAK = re.compile(rf"[{_INVISIBLE}]*(?:[-‐‑¬][ \t]*\r?\n[ \t]*|[\x02\ufffe][ \t]*\r?\n?[ \t]*)\Z")
_GAP = " \u00a0\u2009"
_LETTER = r"[^\W\d_]"
_SPACED_LETTERS = re.compile(rf" {_LETTER} {_LETTER}(?!\w)(?<={_LETTER} . .)(?<!\w\w . .)")
_FOURTH_LETTER = re.compile(rf" {_LETTER}(?!\w)")
_BREAK_SIGNS = ("-\n", "-\r", "- \n", "- \r", "-\t", "-  ")
_BREAKS = frozenset("-‐‑¬\x02\ufffe")
_ODD_SIGNS = r"\x02\xa0\xac\xad\xb2\xb3\xb5\xb9\xbc-\xbe\xdf\u2009-\u2011\u2060-\u209f\u2100-\u218f\u2460-\u24ff"
_ODD = re.compile(rf"[{_ODD_SIGNS}\u0100-\u1fff\u2c00-\u2dff\u3004-\udfff\uf900-\U0010ffff]")
_MAY_HIDE_NUMBER = re.compile(r"\d(?:[,.]\d{3}(?!\d)|(?: |-| ?\r?\n)\d)")
_MAY_HIDE_LETTERS = re.compile(r"\. ?[^\W\d_]\.")
_GROUPED_NUMBER = re.compile(r"(?<![\d.,])\d{1,3}(?:[,.]\d{3})+(?![\d])")
_SPLIT_FOLIO = re.compile(r"(?<!\d)(?<!\d[ \-])\d+(?:(?: |-| ?\r?\n)\d+){1,4}(?![ \-]?\d)")
_FOLIO_DIGITS = (13, 14, 15)
_DOTTED = re.compile(r"(?<![\w.])(?:[^\W\d_]\.[ ]?){2,}(?:[^\W\d_](?![\w]))?")
_LETTER_GAP = re.compile(rf"[{_GAP}]\Z")
_TILDE = "\ue000"

_ENGLISH_COMMON = """the of and to in is that for with by on was were are this these which from shall be been has have
had will would not their its any as at it or you your"""
_ENGLISH = frozenset(_ENGLISH_COMMON.split())


_COMMON = """de la que el en y a los se del las un por con no una su para es al lo como más o pero sus le ya este esta
sin sobre the of and to in is that for on an"""
COMMON_WORDS = frozenset(_COMMON.split())
"""Words that stand on every page: searched like any other, but not worth marking beside others."""

APART = 1001
"""Places between words that are indexed beside the order of words, so that no `near~999` joins them."""

Span = tuple[str, int, int]
"""A word as written, and where it starts and ends."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text: its folded form, the word as written, and the stretch of text it covers."""

    term: str
    raw: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Analysed:
    """What a page is indexed by: `exact` words in order, `extra` words beside the order, and `stems` with counts."""

    exact: tuple[str, ...]
    extra: tuple[str, ...]
    stems: tuple[str, ...]


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """The word without case, accents or invisible characters; ñ stays a letter of its own."""
    plain = word.casefold()
    if plain.isascii():
        return plain[:MAX_WORD]
    plain = unicodedata.normalize("NFKC", "".join(ch for ch in plain if ch not in _INVISIBLE)).casefold()
    plain = unicodedata.normalize("NFD", plain.replace("ñ", _TILDE))
    return "".join(ch for ch in plain if not unicodedata.combining(ch)).replace(_TILDE, "ñ")[:MAX_WORD]


class _Stemmers(threading.local):
    """PyStemmer objects are not to be shared between threads: each thread gets its own."""

    def __init__(self) -> None:
        import Stemmer

        self.spanish: Any = Stemmer.Stemmer("spanish")
        self.english: Any = Stemmer.Stemmer("english")


_local: _Stemmers | None = None


def _stemmers() -> _Stemmers:
    global _local
    if _local is None:
        _local = _Stemmers()
    return _local


@lru_cache(maxsize=100_000)
def stems(word: str) -> tuple[str, ...]:
    """The one or two Spanish stems of a word: stem of the folded word, folded stem of the word."""
    folded = fold(word)
    spanish = _stemmers().spanish
    first = _singular(spanish.stemWord(folded))
    second = _singular(fold(spanish.stemWord(unicodedata.normalize("NFC", word).lower())))
    return (first,) if first == second or not second else (first, second)


def _singular(stem: str) -> str:
    """The stemmer leaves the plural of short words that begin with a vowel (años, actas, áreas, usos) as it is."""
    return stem[:-1] if len(stem) >= 4 and stem.endswith(("as", "es", "os")) else stem


@lru_cache(maxsize=20_000)
def english_stem(word: str) -> str:
    """The English stem, marked so that it never meets a Spanish one."""
    return "~" + str(_stemmers().english.stemWord(fold(word)))


_ACCENTED = str.maketrans("aeiou", "áéíóú")


@lru_cache(maxsize=50_000)
def _possible_stems(folded: str) -> frozenset[str]:
    """Stems a folded word may have had: its accent, lost in folding, is tried on each of its last two vowels."""
    forms = {folded}
    vowels = [index for index, ch in enumerate(folded) if ch in "aeiou"][-2:]
    forms |= {folded[:index] + folded[index].translate(_ACCENTED) + folded[index + 1 :] for index in vowels}
    return frozenset(stem for form in forms for stem in stems(form)) | {english_stem(folded)}


def has_stem(folded: str, wanted: frozenset[str]) -> bool:
    """Whether a folded word, with or without the accent it may have had, has one of these stems."""
    return not wanted.isdisjoint(_possible_stems(folded))


def words_with_stems(stem_terms: tuple[str, ...], words_from: Callable[[str], Iterable[str]]) -> list[str]:
    """Words of a vocabulary that have one of these stems; `words_from` gives those that begin like its argument."""
    plain = [term.lstrip("~") for term in stem_terms]
    start = plain[0][: max(2, min(map(len, plain)) - 1)]
    wanted = frozenset(stem_terms)
    return [word for word in words_from(start) if has_stem(word, wanted)]


def query_stems(word: str) -> tuple[str, ...]:
    """Every stem a searched word is looked up by, Spanish and English."""
    return (*stems(word), english_stem(word))


def spans(text: str) -> list[Span]:
    """The words of a text in order, each as written and with the stretch it covers; a word broken by a hyphen at a
    line end, or spaced out letter by letter, is one."""
    return _split(text)[0]


def tokens(text: str) -> list[Token]:
    """The words of a text in order, folded."""
    return [Token(fold(raw), raw, start, end) for raw, start, end in spans(text)]


def analyse(text: str) -> Analysed:
    """Everything a page is indexed by."""
    ordered, parts = _split(text)
    del ordered[MAX_WORDS:]
    words = [raw for raw, _, _ in ordered]
    beside = [raw for raw, _, _ in parts] + [raw for raw, _, _ in extra_spans(text)]
    exact = tuple(fold(word) for word in words)
    all_stems = [stem for word in words for stem in stems(word)]
    all_stems += [stem for word in beside for stem in stems(word)]
    if _is_partly_english(exact):
        all_stems += [english_stem(word) for word in words]
    return Analysed(exact, tuple(fold(word) for word in beside), tuple(all_stems))


def is_plain(text: str, *, numbers: bool = True, letters: bool = True, references: bool = True) -> bool:
    """Whether the words of a text are just what stands between its signs: no letters beyond Latin-1, nothing broken,
    spaced out or combined. `numbers`, `letters` and `references` say which words hidden in several would matter."""
    if _may_join(text) or (references and may_hold_reference(text)):
        return False
    return not (numbers and _MAY_HIDE_NUMBER.search(text)) and not (letters and _MAY_HIDE_LETTERS.search(text))


def _may_join(text: str) -> bool:
    """Whether there may be broken or spaced-out words, or letters that need care; often it says so in vain."""
    if ("-" in text and any(sign in text for sign in _BREAK_SIGNS)) or _ODD.search(text):
        return True
    for match in _SPACED_LETTERS.finditer(text):
        # Three small letters (`y a o`) are words; what is joined has three capitals, or a fourth letter.
        if text[match.start() - 1 : match.end()].isupper() or _FOURTH_LETTER.match(text, match.end()):
            return True
    return False


def word_after(text: str, at: int) -> Span | None:
    """The first word of a plain text from a place on."""
    match = _WORD.search(text, at)
    return (match.group(), match.start(), match.end()) if match else None


def extra_spans(text: str) -> list[Span]:
    """Words hidden in several: 1,234,567 as one number, a folio printed in groups, I.N.M. as INM, the number of a
    letter as one term."""
    found: list[Span] = reference_spans(text)
    if _MAY_HIDE_NUMBER.search(text):
        for match in _GROUPED_NUMBER.finditer(text):
            found.append((re.sub(r"\D", "", match.group()), match.start(), match.end()))
        for match in _SPLIT_FOLIO.finditer(text):
            digits = re.sub(r"\D", "", match.group())
            if len(digits) in _FOLIO_DIGITS:
                found.append((digits, match.start(), match.end()))
    for match in _DOTTED.finditer(text) if _MAY_HIDE_LETTERS.search(text) else ():
        found.append((re.sub(r"[\W_]", "", match.group()), match.start(), match.end()))
    return found


def beside_spans(text: str) -> list[Span]:
    """Words found beside the order of words: the parts of broken ones, and `extra_spans`."""
    return _split(text)[1] + extra_spans(text)


def _is_partly_english(exact: tuple[str, ...]) -> bool:
    return sum(word in _ENGLISH for word in exact) * 20 >= len(exact) > 0


def _split(text: str) -> tuple[list[Span], list[Span]]:
    """Words in order, and the parts of those that were broken."""
    raw = [(match.group(), match.start(), match.end()) for match in _WORD.finditer(text)]
    if not _may_join(text):
        return raw, []
    joined: list[Span] = []
    parts: list[Span] = []
    at = 0
    while at < len(raw):
        word, start, end = raw[at]
        if len(word) == 1 and word.isalpha():
            run = _spaced_run(raw, at, text)
            if run > at:
                joined.append(("".join(span[0] for span in raw[at : run + 1]), start, raw[run][2]))
                at = run + 1
                continue
        while (
            at + 1 < len(raw)
            and (text[end] in _BREAKS or raw[at][0][-1] == "\xad")
            and _is_broken(raw[at][0], raw[at + 1][0], text[end : raw[at + 1][1]])
        ):
            parts += [raw[at], raw[at + 1]]
            at += 1
            word, end = word + raw[at][0], raw[at][2]
        joined.append((word, start, end))
        at += 1
    return joined, parts


def _is_broken(left: str, right: str, gap: str) -> bool:
    if len(gap) > 12 or not (_HYPHEN_BREAK.match(gap) or (left[-1] == "\xad" and "\n" in gap and gap.isspace())):
        return False
    left = left.rstrip(_INVISIBLE)
    return left[-1].isalpha() and right[0].isalpha() and (right[0].islower() or left.isupper())


def _spaced_run(raw: list[Span], at: int, text: str) -> int:
    """The index of the last of a run of single letters one space apart (three capitals, or four letters, or more)."""
    last = at
    while last + 1 < len(raw):
        letter, start, _ = raw[last + 1]
        if len(letter) != 1 or not letter.isalpha() or not _LETTER_GAP.match(text[raw[last][2] : start]):
            break
        last += 1
    count = last - at + 1
    capitals = all(raw[index][0].isupper() for index in range(at, last + 1))
    return last if count >= 4 or (count == 3 and capitals) else at


_CONFUSED = (("rn", "m"), ("0", "o"), ("1", "l"), ("1", "i"), ("l", "i"))
_PAIRS = (*_CONFUSED, *((right, left) for left, right in _CONFUSED))
MAX_VARIANTS = 24


@lru_cache(maxsize=4096)
def misreadings(word: str) -> tuple[str, ...]:
    """Forms that OCR makes of a folded word (rn/m, l/1/I, 0/O), one confusion at a time or all of one kind."""
    has_digit = any(ch.isdigit() for ch in word)
    if len(word) < (3 if has_digit else 4):
        return ()
    found: dict[str, None] = {}
    for old, new in _PAIRS:
        if old in word:
            found.setdefault(word.replace(old, new))
        at = word.find(old)
        while at >= 0:
            found.setdefault(word[:at] + new + word[at + len(old) :])
            at = word.find(old, at + 1)
    found.pop(word, None)
    return tuple(found)[:MAX_VARIANTS]


@lru_cache(maxsize=4096)
def loose_forms(word: str) -> tuple[str, ...]:
    """The folded word with n and ñ taken for each other, in every way (up to four places)."""
    places = [index for index, ch in enumerate(word) if ch in "nñ"][:4]
    forms = {word}
    for index in places:
        forms |= {form[:index] + ("ñ" if form[index] == "n" else "n") + form[index + 1 :] for form in forms}
    forms.discard(word)
    return tuple(sorted(forms))

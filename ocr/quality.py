"""Whether a text layer is text: judged by its characters alone, before the page is looked at."""

from __future__ import annotations

import re
from collections import Counter
from enum import Enum

_WORD = re.compile(r"[^\W\d_]{2,}")

_FREQUENT = frozenset(
    _WORD.findall(
        "de la el en los las del que se con por para un una su al es no lo como más este esta sus sin son ha fue"
        " ser le ya si sobre entre cuando todo también desde hasta donde muy años dos tiene artículo ley fecha"
        " the of and to in is for that on with as by at be this from are or an it was not which have has"
    )
)
"""Words that any page of Spanish or English prose repeats."""

_MOJIBAKE = re.compile(r"Ã[\x80-\xbf¡-¿³­©±º]|Â[°ºª¿¡]|â€")
_ENDINGS = ("cion", "sion", "xion", "cin", "xin")
"""What is left of -ción, -sión, -xión without the accent, or without the letter that carried it."""
_MAIMED = frozenset(
    _WORD.findall(
        "mxico artculo artculos nmero nmeros pblico pblica pblicos pblicas trmino trminos hbiles tambin segn jurdico"
        " jurdica jurdicos jurdicas ltimo ltima"
    )
)
_APART = re.compile(r" (?:(?<=ci )n|(?<=\bm )xico|(?<=\bart )culos?|(?<=\bp )blic[oa]s?)\b|[´`¨˜](?<=[a-z].)[a-z]")
_ASKED = re.compile(r"[^\W\d_]\?[^\W\d_]|(?<=ci)\?\b")
"""A question mark where an accented letter was."""
_MIXED = re.compile(r"[A-Za-z][\u0370-\u1dff]|[\u0370-\u1dff][A-Za-z]")
"""Latin letters beside Greek, Cyrillic or others in one word."""
_KEPT = re.compile(r"[áéíóúñ]")

_LEAST_WORDS = 25

_MEANINGLESS = re.compile(r"[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")


_LETTERS = re.compile(r"[^\W\d_]")


class Quality(Enum):
    """What the characters of a layer promise."""

    GOOD = "reads as text"
    DOUBTFUL = "does not read as Spanish or English"
    ACCENTS = "has lost its accents"
    BROKEN = "has characters without meaning"


def broken_share(text: str) -> float:
    """Share (0–1) of printing characters that mean nothing: replacement, private-use and control characters.

    Inside words they weigh more: a layer without its accents has few of them, and hardly a whole sentence.
    """
    if not _MEANINGLESS.search(text):
        return 0.0
    words = text.split()
    bad = len(_MEANINGLESS.findall(text)) / max(1, sum(map(len, words)))
    inside = sum(1 for word in words if _MEANINGLESS.search(word) and _LETTERS.search(word))
    return max(bad, 1.5 * inside / len(words) if inside >= 3 else 0.0) if words else bad


def accents(text: str) -> int:
    """How many accented letters a text has."""
    return len(_KEPT.findall(text.lower()))


def judge(text: str, broken: float) -> Quality:
    """Judge the text of a layer; `broken` is the share (0–1) of characters without a usable Unicode value."""
    if broken >= 0.04:
        return Quality.BROKEN
    if any(sign in text for sign in "ÃÂâ") and len(_MOJIBAKE.findall(text)) >= 2:
        return Quality.ACCENTS
    if len(_MIXED.findall(text)) >= 3:
        return Quality.BROKEN
    words = Counter(_WORD.findall(text))
    lost = sum(
        times for word, times in words.items()
        if (word.endswith(_ENDINGS) or word.lower() in _MAIMED) and not word.isupper()
    )
    lost += len(_APART.findall(text)) + len(_ASKED.findall(text))
    if lost >= 2 and lost > 0.2 * accents(text):
        return Quality.ACCENTS
    total = words.total()
    if total >= _LEAST_WORDS:
        frequent = sum(times for word, times in words.items() if word.lower() in _FREQUENT)
        return Quality.DOUBTFUL if frequent < 0.1 * total else Quality.GOOD
    return Quality.DOUBTFUL if broken > 0 else Quality.GOOD

"""Where a text has digits that may be a folio: whole, in pieces, glued to a word, or as a spreadsheet shows them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_SPACES = " \t\u00a0\u2000-\u200a\u202f"
_UNSEEN = "\u00ad\u200b-\u200d\u2060\ufeff"
_JOINER = re.compile(
    rf"[{_UNSEEN}]*[{_SPACES}]{{0,3}}[-‐-―−]?[{_UNSEEN}]*[{_SPACES}]{{0,3}}(?:\r?\n[{_SPACES}]{{0,12}})?[{_UNSEEN}]*"
)
_RUN = re.compile(r"[^\W_]+(?:\|{1,4}[^\W_]+)*")
_DIGITS_LIKE = re.compile(r"[0-9OolI|SsB]*[0-9][0-9OolI|SsB]*")
_GLUED = re.compile(r"(?P<word>[^\W\d_]{2,})?(?P<digits>\d{13}|\d{15})(?P<tail>[^\W\d_]{2,5})?")
_WEB = re.compile(r"(?:https?://|www\.)\S+|(?<![^\s<(,;:])[^\s@]{1,64}@\S+", re.IGNORECASE)
_SCIENTIFIC = re.compile(r"(?<![\w.,])(\d)[.,](\d{10,14})[eE]\+?(1[0-4])(?!\w)")
_THOUSANDS = re.compile(r"(?<![\w.,$])\d{1,3}(?:([,.'])\d{3})(?:\1\d{3}){2,3}(?![\w]|[.,]\d)")
_FLOAT_TAIL = re.compile(r"\.0+(?![\w.])")


@dataclass(frozen=True, slots=True)
class Atom:
    """A run of digits (and letters that look like digits) of the text."""

    start: int
    end: int
    token: str
    glued: bool = False
    in_web: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """Digits that a spreadsheet wrote its own way (4.11E+11, 411,100,064,213): where, and which digits they are."""

    start: int
    end: int
    digits: str
    problem: str


def chains(text: str) -> Iterator[list[Atom]]:
    """Atoms in order, grouped while only spaces, a dash or a line's end stand between them."""
    chain: list[Atom] = []
    for atom in _atoms(text):
        if chain and not (atom.glued or chain[-1].glued) and _JOINER.fullmatch(text, chain[-1].end, atom.start):
            chain.append(atom)
            continue
        if chain:
            yield chain
        chain = [atom]
    if chain:
        yield chain


def spreadsheet_forms(text: str) -> Iterator[Written]:
    """Folios in scientific notation with all their digits, or with thousands separators."""
    for found in _SCIENTIFIC.finditer(text):
        digits = found[1] + found[2]
        if len(digits) == int(found[3]) + 1:
            yield Written(*found.span(), digits, "la hoja de cálculo lo escribió en notación científica")
    for found in _THOUSANDS.finditer(text):
        digits = re.sub(r"\D", "", found[0])
        if 12 <= len(digits) <= 15:
            yield Written(*found.span(), digits, "la hoja de cálculo le puso separadores de miles")


def _atoms(text: str) -> Iterator[Atom]:
    # Runs and addresses both come in order, so one walk beside the other does: the text is gone through once.
    webs = (found.span() for found in _WEB.finditer(text))
    behind = len(text), len(text)
    first, last = next(webs, behind)
    for run in _RUN.finditer(text):
        start = run.start()
        while last <= start:
            first, last = next(webs, behind)
        in_web = first <= start
        for atom in _of_run(run[0], start):
            if not _is_part_of_a_number(text, atom.start, atom.end):
                yield Atom(atom.start, atom.end, atom.token, atom.glued, in_web)


def _of_run(run: str, offset: int) -> Iterator[Atom]:
    if _DIGITS_LIKE.fullmatch(run):
        if "|" in run and any(len(piece) >= 12 for piece in run.split("|")):
            for piece in re.finditer(r"[^|]+", run):
                yield Atom(offset + piece.start(), offset + piece.end(), piece[0])
        else:
            yield Atom(offset, offset + len(run), run)
        return
    glued = _GLUED.fullmatch(run)
    if glued and (glued["word"] or glued["tail"]):
        yield Atom(offset + glued.start("digits"), offset + glued.end("digits"), glued["digits"], glued=True)


def _is_part_of_a_number(text: str, start: int, end: int) -> bool:
    before, behind = text[max(0, start - 2) : start], text[end : end + 2]
    if before.endswith(("$", "+")) or re.fullmatch(r"\$\s", before):
        return True
    if len(before) == 2 and before[0].isdigit() and before[1] in ".,'":
        return True
    if len(behind) == 2 and behind[0] in ".,'" and behind[1].isdigit():
        return not _FLOAT_TAIL.match(text, end)
    return False

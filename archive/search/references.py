"""Numbers of letters and files (`CA0000/1560/2024`), found whole even where OCR took zeros for O, Q or D."""

from __future__ import annotations

import re

MARK = "§"
"""Begins every term made here; no word that is typed or printed can begin so."""

_PIECE = r"[^\W_]{1,20}"
_REFERENCE = re.compile(rf"(?<![\w/-]){_PIECE}(?:[/-]{_PIECE}(?:(?<=\d) \d{{1,4}}(?=[/-]))?){{2,7}}(?!\w)")
_MAY_HOLD = re.compile(r"[/-][^\W_]+(?: \d+)?[/-]")
_LOOKALIKES = str.maketrans("oqdilsbz", "00011582")
_BETWEEN = re.compile(r"[/-]")
_LEAST_DIGITS, _LEAST_LENGTH = 4, 8


def may_hold_reference(text: str) -> bool:
    """A quick look whether a text can hold a reference at all."""
    return bool(_MAY_HOLD.search(text))


def reference_spans(text: str) -> list[tuple[str, int, int]]:
    """Every reference of a text as a term of its own, and where it stands.

    Signs, letter cases and the zeros a number begins with are left out, and what OCR takes for each other (0 O Q D,
    1 I L, 5 S, 8 B, 2 Z) is one.
    """
    if not may_hold_reference(text):
        return []
    found = []
    for match in _REFERENCE.finditer(text):
        written = match.group()
        digits = sum(ch.isdigit() for ch in written)
        if digits >= _LEAST_DIGITS and any(ch.isalpha() for ch in written):
            plain = "".join(ch for ch in written.casefold() if ch.isalnum()).translate(_LOOKALIKES)
            if len(plain) >= _LEAST_LENGTH:
                pieces = _BETWEEN.split(written.replace(" ", "").casefold().translate(_LOOKALIKES))
                term = "".join(piece.lstrip("0") or "0" if piece.isdigit() else piece for piece in pieces)
                found.append((MARK + "".join(ch for ch in term if ch.isalnum()), match.start(), match.end()))
    return found

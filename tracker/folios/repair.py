"""Letters that an OCR engine or a hurried hand puts where a folio has a digit."""

from __future__ import annotations

import re

LOOKALIKES = {"O": "0", "o": "0", "l": "1", "I": "1", "|": "1", "S": "5", "s": "5", "B": "8"}
"""Each letter and the only digit it stands for; other letters are never repaired."""

_TO_DIGITS = str.maketrans(LOOKALIKES)
_PERSON_CODE = re.compile(r"[A-Z&]{3,4}\d{6}[A-Z0-9]{2,8}")


def as_digits(text: str) -> str:
    """The text with each lookalike letter as its digit."""
    return text.translate(_TO_DIGITS)


def told(text: str) -> list[str]:
    """One sentence that says which letters were read as digits; empty when there were none."""
    pairs = dict.fromkeys((c, LOOKALIKES[c]) for c in text if c in LOOKALIKES)
    return ["se leyó " + ", ".join(f"«{letter}» como {digit}" for letter, digit in pairs)] if pairs else []


def can_be_repaired(token: str) -> bool:
    """Whether a run of digits and lookalikes may be a folio badly read: a third digits at least, and no RFC or CURP."""
    return sum(c.isdigit() for c in token) * 3 >= len(token) and not _PERSON_CODE.fullmatch(token.upper())

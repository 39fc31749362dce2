"""Files that carry a made-up name where no page shows it, one file for each place a name can lie in."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

SHOWN = "Tlacuapan"
"""A word every file shows."""

_SOUNDS = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]


def marker(dice: random.Random) -> str:
    """A name that stands nowhere else: twelve letters."""
    return "".join(dice.sample(_SOUNDS, 6)).title()


@dataclass(frozen=True, slots=True)
class Marked:
    """One kind of file: how it is made from a name, and which kinds of leak are told of it (none where none is due)."""

    name: str
    suffix: str
    make: Callable[[str], bytes]
    kinds: frozenset[str] = frozenset()
    """Any one of them must be told."""


def clear_text(lines: int = 9) -> list[str]:
    """The text all pages show."""
    words = f"El expediente de {SHOWN} consta de varias fojas y obra en la unidad de enlace"
    return [words, *["La oficina de esta delegacion informa que no hay mas documentos que entregar"] * (lines - 1)]

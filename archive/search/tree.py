"""The shape of a query: the same tree whichever engine answers it.

The parser makes words, phrases, fields and what joins them; `plan.plan_query` replaces words by the exact terms to
look up (`Terms`, `Sequence_`), and engines answer those.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Word:
    """A word in any inflection."""

    text: str


@dataclass(frozen=True, slots=True)
class Prefix:
    """Every word that begins like this."""

    text: str


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """A word in any inflection, and words that differ from it by at most `reach` letters, which count lower."""

    text: str
    reach: int


@dataclass(frozen=True, slots=True)
class Phrase:
    """These exact words (case and accents aside) one after the other; a last word may be a prefix.

    `reach`, where given, says for each word how many letters may differ."""

    words: tuple[str, ...]
    prefix: bool = False
    reach: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Near:
    """Both sides, in any order, with at most `distance` words between them."""

    left: Word | Prefix | Fuzzy | Phrase
    right: Word | Prefix | Fuzzy | Phrase
    distance: int


@dataclass(frozen=True, slots=True)
class Field:
    """A fact about the page: all words of `value` in the field; `prefix` when the last word may go on."""

    name: str
    value: str
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Range:
    """A number or date field between two ends, both included; None is open. Dates are ordinals."""

    name: str
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class And:
    """All of them."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any of them."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Most:
    """At least `least` of them; 0 means two thirds of the parts that planning makes of them."""

    parts: tuple[Node, ...]
    least: int = 0


@dataclass(frozen=True, slots=True)
class Not:
    """Pages that do not match."""

    part: Node


@dataclass(frozen=True, slots=True)
class Everything:
    """Every page."""


@dataclass(frozen=True, slots=True)
class Slot:
    """What may stand in one place of a phrase: exact terms, terms that only count lower, or any word with a prefix.

    With `stems`, any word of the archive that has one of these stems; with `fuzzy`, any that differs from a word by so
    many letters at most, which counts lower."""

    terms: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    prefix: str | None = None
    stems: tuple[str, ...] = ()
    fuzzy: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """Planned: pages with any of these stems (scored as one word); those with only a word of the same family (`kin`)
    count less, those with only a `weak` one rank below."""

    stems: tuple[str, ...]
    weak: tuple[str, ...] = ()
    kin: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Places:
    """Planned: the slots one after the other, or (`distance` given, two slots) near each other in any order."""

    slots: tuple[Slot, ...]
    distance: int | None = None


@dataclass(frozen=True, slots=True)
class Lower:
    """Planned: what the thesaurus adds; it counts `weight` of what a word asked for counts."""

    part: Node
    weight: float


Node: TypeAlias = (
    Word | Prefix | Fuzzy | Phrase | Near | Field | Range | And | Or | Most | Not | Everything | Terms | Places | Lower
)

"""Load the reading rules from `seeds/letters` and hand them out compiled."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tracker.replies.reading.mending import Mender
from tracker.replies.reading.patterns import long_words, to_regex

FOLDER = Path(__file__).resolve().parents[3] / "seeds" / "letters"
STRENGTHS = {"sure": 0.96, "likely": 0.7, "hint": 0.4}
"""How much one rule is believed when it stands alone."""


@dataclass(slots=True)
class Patterns:
    """Several patterns read as one list; each is compiled when it is first needed."""

    sources: tuple[str, ...]
    words: Mapping[str, str] = field(repr=False)
    in_clause: bool = False
    _compiled: list[re.Pattern[str]] | None = field(default=None, repr=False)

    def compiled(self) -> list[re.Pattern[str]]:
        """The list as expressions over folded text."""
        if self._compiled is None:
            self._compiled = [
                re.compile(source[3:])
                if source.startswith("re:")
                else to_regex(source, self.words, in_clause=self.in_clause)
                for source in self.sources
            ]
        return self._compiled

    def search(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """The first match of the earliest listed pattern, between two positions."""
        stop = len(text) if end is None else end
        for pattern in self.compiled():
            match = pattern.search(text, start, stop)
            if match:
                return match
        return None

    def finditer(self, text: str, start: int = 0, end: int | None = None) -> Iterable[re.Match[str]]:
        """Every match of every pattern, between two positions."""
        stop = len(text) if end is None else end
        for pattern in self.compiled():
            yield from pattern.finditer(text, start, stop)


@dataclass(frozen=True, slots=True)
class Rule:
    """One way of saying a label: patterns that say it, patterns in the same sentence that undo it."""

    id: str
    label: str
    strength: float
    any: Patterns
    unless: Patterns
    where: str
    """`anywhere`, `start` (the very first words) or `all` (the whole short text is this and nothing else)."""
    examples: tuple[str, ...]
    near_misses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SentenceExclusion:
    """A kind of sentence that is not the answer."""

    id: str
    any: Patterns
    unless: Patterns


@dataclass(frozen=True, slots=True)
class Exclusions:
    """Everything that tells what in a letter is not the answer."""

    sentences: tuple[SentenceExclusion, ...]
    law_says: Patterns
    conditional: Patterns
    own_words_again: Patterns
    asked: Patterns
    answers_begin: Patterns
    own_words_before_quotes: Patterns
    asked_before_quotes: Patterns
    signature: Patterns
    after_signature: Patterns


def read_yaml(path: Path) -> Any:
    """One data file; the C reader is used where it is built in."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    with path.open(encoding="utf-8") as file:
        return yaml.load(file, Loader=loader)


@cache
def words() -> Mapping[str, str]:
    """The named lists of words."""
    lists: Mapping[str, str] = read_yaml(FOLDER / "words.yaml")
    return {name: re.sub(r"\s*\|\s*", "|", text) for name, text in lists.items()}


def patterns(sources: Iterable[str] | None, *, in_clause: bool = False) -> Patterns:
    """A list of patterns as the data gives it."""
    return Patterns(tuple(sources or ()), words(), in_clause)


@cache
def rules() -> tuple[Rule, ...]:
    """All label rules, file by file in order of name."""
    found: list[Rule] = []
    for path in sorted((FOLDER / "labels").glob("*.yaml")):
        data = read_yaml(path)
        found += [_rule(data["label"], row) for row in data["rules"]]
    return tuple(found)


def _rule(label: str, row: Mapping[str, Any]) -> Rule:
    return Rule(
        id=row["id"],
        label=label,
        strength=STRENGTHS[row["strength"]],
        any=patterns(row["any"]),
        unless=patterns(row.get("unless"), in_clause=True),
        where=row.get("whole", "anywhere"),
        examples=tuple(row.get("examples", ())),
        near_misses=tuple(row.get("near_misses", ())),
    )


@cache
def exclusions() -> Exclusions:
    """What is hidden before the rules read."""
    data = read_yaml(FOLDER / "exclusions.yaml")
    signature = data["after_signature"]
    return Exclusions(
        sentences=tuple(
            SentenceExclusion(row["id"], patterns(row["any"]), patterns(row.get("unless"))) for row in data["sentences"]
        ),
        law_says=patterns(data["law_says"]),
        conditional=patterns(data["conditional"]),
        own_words_again=patterns(data["own_words_again"]),
        asked=patterns(data["asked"]),
        answers_begin=patterns(data["answers_begin"]),
        own_words_before_quotes=patterns(data["own_words_before_quotes"]),
        asked_before_quotes=patterns(data["asked_before_quotes"]),
        signature=patterns(signature["starts"]),
        after_signature=patterns(signature["ends"]),
    )


@cache
def mender() -> Mender:
    """Mends misread words towards the long words of the label rules."""
    known: set[str] = set()
    for rule in rules():
        for source in (*rule.any.sources, *rule.unless.sources):
            if not source.startswith("re:"):
                known |= long_words(source, words())
    return Mender(known)

"""Read the labels off a letter: which rule spoke, in which words, and how sure that makes us."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tracker.replies.reading.rules import Rule, rules
from tracker.replies.reading.text import Letter

SHOWN_FROM = 0.5
CERTAIN_FROM = 0.9
_UNSURE = 0.85
_SHORT_TEXT = 30
_NEAR = 220
"""How many letters on either side an undoing phrase may stand; official sentences run over whole paragraphs."""
_WORD = re.compile(r"[^\W_]+")


@dataclass(slots=True)
class Evidence:
    """All that speaks for one label: where, by which rules, and the sum of their strengths (0–1)."""

    label: str
    spans: list[tuple[int, int]] = field(default_factory=list)
    rules: dict[str, float] = field(default_factory=dict)

    @property
    def confidence(self) -> float:
        """The chance that at least one of the rules is right; without a sure one never enough to be certain."""
        miss = 1.0
        for strength in self.rules.values():
            miss *= 1 - strength
        return min(1 - miss, 0.99 if self.strongest >= CERTAIN_FROM else _UNSURE)

    @property
    def strongest(self) -> float:
        """The strength of the strongest single rule: many hints do not make a statement."""
        return max(self.rules.values())

    @property
    def best(self) -> tuple[int, int]:
        """Where the strongest rule spoke first."""
        return self.spans[0]


def find_evidence(letter: Letter) -> dict[str, Evidence]:
    """Every label some rule found in what the letter says itself."""
    found: dict[str, Evidence] = {}
    for rule in sorted(rules(), key=lambda rule: -rule.strength):
        for span in _matches(rule, letter):
            evidence = found.setdefault(rule.label, Evidence(rule.label))
            evidence.rules.setdefault(rule.id, rule.strength)
            evidence.spans.append(span)
    return found


def _matches(rule: Rule, letter: Letter) -> list[tuple[int, int]]:
    spoken = letter.spoken
    if rule.where == "all":
        return _whole(rule, spoken)
    spans: list[tuple[int, int]] = []
    for sentence in letter.sentences:
        if rule.where == "start" and spans:
            break
        for match in rule.any.finditer(spoken, sentence.start, sentence.end):
            if rule.where == "start" and _WORD.search(spoken, 0, match.start()):
                continue
            low, high = max(sentence.start, match.start() - _NEAR), min(sentence.end, match.end() + _NEAR)
            if not rule.unless.search(spoken, low, high):
                spans.append(match.span())
                break
    return sorted(spans)


def _whole(rule: Rule, spoken: str) -> list[tuple[int, int]]:
    words = list(_WORD.finditer(spoken))
    if not 1 < len(words) <= _SHORT_TEXT or rule.unless.search(spoken):
        return []
    match = next((found for found in rule.any.finditer(spoken) if found.start() == words[0].start()), None)
    return [(match.start(), words[-1].end())] if match else []

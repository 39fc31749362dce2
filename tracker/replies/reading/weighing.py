"""Weigh what the rules found with what the model of whole replies says: a chance for each outcome.

How much each counts is data (`seeds/letters/weights.yaml`), set on letters the rules had not been changed for
(`tests/tracker/replies/train.py` prints how they are read).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from tracker.replies.reading.labels import CERTAIN_FROM, Evidence
from tracker.replies.reading.model import WEIGHED
from tracker.replies.reading.rules import FOLDER, read_yaml
from tracker.replies.reading.values import SPEAKS_FOR, Outcome

WEIGHTS_FILE = FOLDER / "weights.yaml"
LEAST = 1e-4
"""No outcome is ever wholly out of the question."""
_LIKELY = 0.65
DENIALS = ("reserved", "confidential", "inexistence")


def spoken_for(label: str) -> Outcome | None:
    """The outcome a label is weighed for, None where it says nothing of the model's outcomes."""
    outcome = {"refused": "denied", "unknown": "delivered"}.get(label, SPEAKS_FOR.get(label))
    return next((name for name in WEIGHED if name == outcome), None)


def strengths(found: Mapping[str, Evidence]) -> dict[str, str]:
    """`sure` or `likely` for each label found; a label that only hints is left out."""
    levels: dict[str, str] = {}
    for label, evidence in found.items():
        handed_over = label != "delivered" or "handed-over" in evidence.rules
        if evidence.strongest >= CERTAIN_FROM and handed_over:
            levels[label] = "sure"
        elif evidence.strongest >= _LIKELY:
            levels[label] = "likely"
    return levels


def weigh(levels: Mapping[str, str], guessed: Mapping[Outcome, float], words: int) -> dict[Outcome, float]:
    """The chance of each outcome from the labels' strengths, the model's chances and the length; they sum to one.

    Neither `partial` nor `other` is among them: no label alone speaks for those.
    """
    weights = weight_table()
    scores = {
        name: weights["model"] * math.log(max(chance, LEAST)) for name, chance in guessed.items() if name in WEIGHED
    }
    scores["delivered"] += weights["delivered"]
    for outcome, worth in _worth(levels, words, weights):
        scores[outcome] += worth
    top = max(scores.values())
    chances = {name: math.exp(score - top) for name, score in scores.items()}
    total = sum(chances.values())
    return {name: chance / total for name, chance in chances.items()}


def _worth(levels: Mapping[str, str], words: int, weights: Mapping[str, Any]) -> Iterator[tuple[Outcome, float]]:
    given = any(levels.get(label) == "sure" for label in ("delivered", "unknown"))
    for label, level in levels.items():
        outcome = spoken_for(label)
        if label == "incompetence" and level == "likely" and given:
            yield "delivered", weights["given_with_orientation"]
        elif label == "unknown" and any(levels.get(one) == "sure" for one in DENIALS):
            # What is attached to a refusal is mostly the papers of the refusal.
            continue
        elif outcome:
            twice = 2 if level == "likely" and words < weights["few_words"] else 1
            yield outcome, twice * weights.get(level, {}).get(label, 0.0)


@cache
def weight_table() -> Mapping[str, Any]:
    """The weights as the data gives them."""
    table: Mapping[str, Any] = read_yaml(WEIGHTS_FILE)
    return table

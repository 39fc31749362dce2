"""Decide what a whole reply amounts to, from the evidence for its labels and the model of whole replies."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from tracker.replies.reading.labels import CERTAIN_FROM, Evidence
from tracker.replies.reading.model import guess
from tracker.replies.reading.values import Outcome
from tracker.replies.reading.weighing import DENIALS, strengths, weigh

_FAIR = 0.65
_SUBSTANCE = 8
"""Words below which a text that no rule reads says nothing."""
_HARDLY, _PERHAPS, _LEANS, _CLEAR = 0.03, 0.08, 0.3, 0.5
"""What the model must say for a part or for no handling: with the plainest words, with some, with few, with none."""
_NEAR = 300
_TELLING = 30
"""Words from which on the model alone may say that a part was given."""
_GIVEN = ("delivered", "publicly_available", "public_version", "direct_consultation", "cost", "other_format")
_COMMON = frozenset(
    "de la que el en los del las se no con por para su al una un es lo le anexo respuesta informacion solicitud".split()
)
"""Words of which every Spanish letter is full; a letter in another language is not guessed at."""
_WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class Decision:
    """The outcome of a whole reply and the chance given to each of the model's outcomes."""

    outcome: Outcome
    chances: Mapping[Outcome, float]


def decide_outcome(
    found: Mapping[str, Evidence], said: str, guessed: Mapping[Outcome, float] | None = None
) -> Decision:
    """One outcome for the whole reply; `unknown` when nothing in it tells.

    `guessed` are the model's chances; the shipped model is asked when they are not given.

    A reply that only points to an attachment is `delivered`: something was handed over, whatever it holds.
    """
    if not found and len(_WORD.findall(said[:2000])) < _SUBSTANCE:
        return Decision("unknown", {})
    if not found and not _is_spanish(said):
        return Decision("unknown", {})
    guessed = guess(said) if guessed is None else guessed
    chances = weigh(strengths(found), guessed, len(_WORD.findall(said)))
    special = _not_handled(found, guessed) or _in_part(found, chances, guessed["partial"], len(_WORD.findall(said)))
    return Decision(special or likeliest(chances), chances)


def _is_spanish(said: str) -> bool:
    words = _WORD.findall(said[:5000])
    return sum(word in _COMMON for word in words) >= 0.12 * len(words)


def likeliest(chances: Mapping[Outcome, float]) -> Outcome:
    """The outcome with the highest chance."""
    return max(chances, key=lambda name: chances[name])


def _sure(found: Mapping[str, Evidence], label: str) -> bool:
    return label in found and found[label].strongest >= CERTAIN_FROM


def _likely(found: Mapping[str, Evidence], label: str) -> bool:
    return label in found and found[label].confidence >= _FAIR and not _blacked_out(found, label)


def _given(found: Mapping[str, Evidence]) -> bool:
    in_hand = "delivered" in found and "handed-over" in found["delivered"].rules
    return in_hand or any(_sure(found, label) for label in _GIVEN if label != "delivered")


def _not_handled(found: Mapping[str, Evidence], guessed: Mapping[Outcome, float]) -> Outcome | None:
    # What a procedure costs and the portal it begins at are no answer.
    aside = {"cost", "publicly_available"} if _sure(found, "referred_to_procedure") else {"cost"}
    given = _given({name: one for name, one in found.items() if name not in aside})
    if given or any(_sure(found, label) for label in (*DENIALS, "incompetence", "clarification")):
        return None
    if any(label in found for label in ("clarification", "extension")):
        return None
    labels = ("not_processed", "referred_to_procedure", *(() if "delivered" in found else ("no_ad_hoc",)))
    fair = any(label in found and found[label].confidence >= _FAIR for label in labels)
    return "other" if fair or guessed["other"] >= _CLEAR else None


def _in_part(
    found: Mapping[str, Evidence], chances: Mapping[Outcome, float], guessed: float, words: int
) -> Outcome | None:
    """Partial: a refusal beside something given, with the letter's words or the model saying it is a part."""
    if likeliest(chances) in ("clarification", "extension"):
        return None
    refused = any(_sure(found, label) for label in (*DENIALS, "incompetence") if not _blacked_out(found, label))
    handed_over = "delivered" in found and "handed-over" in found["delivered"].rules
    told = _given(found) or "delivered" in found or _sure(found, "unknown")
    said_so, topics = _sure(found, "partial"), _refused_by_topic(found)
    if refused and handed_over:
        enough = guessed >= (_HARDLY if topics or said_so else _PERHAPS)
    elif handed_over and any(_likely(found, label) for label in DENIALS) and guessed >= _LEANS:
        enough = True
    else:
        withheld = refused and not _sure(found, "incompetence")
        attached = _given(found) or _sure(found, "unknown")
        by_words = (topics and (attached or (withheld and told))) or (said_so and (handed_over or withheld))
        # A line or two that name no part are none, whatever they resemble.
        named = topics or "partial" in found
        enough = (by_words and guessed >= _PERHAPS) or (guessed >= _CLEAR and (named or words >= _TELLING))
    return "partial" if enough else None


def _refused_by_topic(found: Mapping[str, Evidence]) -> bool:
    """True when a refusal follows closely upon words such as “as for the names”."""
    topics = found["partial"].spans if "partial" in found else []
    refusals = [span for label in (*DENIALS, "incompetence") if label in found for span in found[label].spans]
    return any(0 <= refusal[0] - topic[0] <= _NEAR for topic in topics for refusal in refusals)


def _blacked_out(found: Mapping[str, Evidence], label: str) -> bool:
    """Personal data blacked out in what was handed over is no refusal of a part, unless whole papers were left out."""
    left_out = "partial" in found and "left-out" in found["partial"].rules
    return label == "confidential" and _sure(found, "public_version") and not left_out

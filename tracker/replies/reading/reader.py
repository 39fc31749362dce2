"""Read a reply: pages of text in; outcome, labels, checks and suggested grounds out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from tracker.replies.reading.checks import run_checks
from tracker.replies.reading.grounds import suggest_grounds
from tracker.replies.reading.labels import CERTAIN_FROM, SHOWN_FROM, Evidence, find_evidence
from tracker.replies.reading.lawful import CountDays, Facts
from tracker.replies.reading.model import pull
from tracker.replies.reading.outcome import Decision, decide_outcome
from tracker.replies.reading.regime import law_of
from tracker.replies.reading.rules import mender
from tracker.replies.reading.text import Letter
from tracker.replies.reading.values import SPEAKS_FOR, LabelFound, Outcome, ReplyReading
from tracker.replies.reading.zones import hide_what_is_not_the_answer

_LONGEST_QUOTE = 400
_STATEMENTS = 200
"""Statements of a letter that are weighed one by one when no rule names what it says."""
_AT_ODDS = 0.85
"""A label that speaks for another outcome than the whole reply's is never certain."""
_BACKED, _LIKELY = 0.85, 0.65
"""The chance of the outcome that makes a sure rule certain, and the strength that a plain outcome makes so."""
_GUESSED: Mapping[Outcome, str] = {
    "delivered": "delivered",
    "incompetence": "incompetence",
    "clarification": "clarification",
    "extension": "extension",
    "denied": "refused",
}
"""What is shown, never as certain, where no rule spoke and the outcome is a guess."""
_NOT_YET = ("clarification", "extension")
"""Outcomes that end nothing: no appeal can rest on them yet."""


def classify(
    pages: Sequence[str],
    *,
    law: str | None = None,
    on: date | None = None,
    filed_on: date | None = None,
    notified_on: date | None = None,
    count_days: CountDays | None = None,
    leaks_on_page: int = 0,
) -> ReplyReading:
    """Read a whole reply, page by page, and hold it against the law it falls under.

    `law` names the law, else the day `on` (official reception of the request) chooses it, else the laws the text cites.
    `filed_on` and `notified_on` (else the days the letter itself gives) and `count_days` serve the checks of days;
    `leaks_on_page` is the first page (from 1) whose redactions can be undone, 0 for none.
    """
    letter = Letter(pages, mender())
    hide_what_is_not_the_answer(letter)
    found = find_evidence(letter)
    decision = decide_outcome(found, letter.said)
    outcome = decision.outcome
    law_id, law_from = law_of(letter.folded, law, on or filed_on)
    labels = _labels(letter, found, decision)
    checks = run_checks(letter, found, outcome, Facts(law_id, filed_on, notified_on, count_days, leaks_on_page))
    grounds = () if outcome in _NOT_YET else suggest_grounds(labels, checks, law_id)
    return ReplyReading(outcome, labels, checks, grounds, law_id, law_from)


def spoken_text(pages: Sequence[str]) -> str:
    """The folded text of a reply without what is not the agency's answer."""
    letter = Letter(pages, mender())
    hide_what_is_not_the_answer(letter)
    return letter.said


def _labels(letter: Letter, found: Mapping[str, Evidence], decision: Decision) -> tuple[LabelFound, ...]:
    outcome = decision.outcome
    shown = [_label(letter, evidence, decision) for evidence in found.values() if _is_shown(evidence, found, outcome)]
    if outcome in _GUESSED and not any(_speaks(label.label) == outcome for label in shown):
        shown.append(_guessed(letter, decision))
    return tuple(sorted(shown, key=lambda label: (-label.confidence, label.label)))


def _speaks(label: str) -> Outcome | None:
    return "denied" if label == "refused" else "delivered" if label == "unknown" else SPEAKS_FOR.get(label)


def _guessed(letter: Letter, decision: Decision) -> LabelFound:
    """The label of an outcome no rule named, with the statement that speaks most for it."""
    statements = [s for s in letter.sentences[:_STATEMENTS] if letter.spoken[s.start : s.end].strip("\x00\x01 \n.")]
    best = max(statements or letter.sentences[:1], key=lambda s: pull(letter.said[s.start : s.end], decision.outcome))
    page, quote = letter.quote(*letter.around(best.start, best.start + 1, _LONGEST_QUOTE))
    confidence = round(min(max(decision.chances[decision.outcome], SHOWN_FROM), _AT_ODDS), 3)
    return LabelFound(_GUESSED[decision.outcome], page, quote, confidence, False)


def _is_shown(evidence: Evidence, found: Mapping[str, Evidence], outcome: Outcome) -> bool:
    if evidence.confidence < SHOWN_FROM:
        return False
    if evidence.label == "unknown":
        return not any(other.confidence >= CERTAIN_FROM for label, other in found.items() if label != "unknown")
    only_told = evidence.label == "delivered" and "handed-over" not in evidence.rules
    return not only_told or outcome in ("delivered", "partial")


def _label(letter: Letter, evidence: Evidence, decision: Decision) -> LabelFound:
    start, end = evidence.best
    page, quote = letter.quote(*letter.around(start, end, _LONGEST_QUOTE))
    confidence = round(_confidence(evidence, decision), 3)
    return LabelFound(evidence.label, page, quote, confidence, confidence >= CERTAIN_FROM)


def _confidence(evidence: Evidence, decision: Decision) -> float:
    """The rules' own confidence, lowered where the whole letter says otherwise, raised where it plainly says so too."""
    spoken, own = _speaks(evidence.label), evidence.confidence
    if spoken is None or decision.outcome == "partial":
        return own
    if spoken != decision.outcome:
        return min(own, _AT_ODDS)
    chance = decision.chances.get(spoken, 1.0)
    if evidence.strongest >= CERTAIN_FROM:
        return own if chance >= _BACKED else min(own, _AT_ODDS)
    return max(own, chance) if evidence.strongest >= _LIKELY and chance >= CERTAIN_FROM else own

"""Read a reply: pages of text in; outcome, labels, checks and suggested grounds out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from tracker.replies.reading.labels import CERTAIN_FROM, SHOWN_FROM, Evidence, find_evidence
from tracker.replies.reading.outcome import decide_outcome
from tracker.replies.reading.regime import law_of
from tracker.replies.reading.rules import mender
from tracker.replies.reading.text import Letter
from tracker.replies.reading.values import LabelFound, ReplyReading
from tracker.replies.reading.zones import hide_what_is_not_the_answer

_LONGEST_QUOTE = 400


def classify(pages: Sequence[str], *, law: str | None = None, on: date | None = None) -> ReplyReading:
    """Read a whole reply, page by page, against the law it falls under (`law`, or that of the day `on`)."""
    letter = Letter(pages, mender())
    hide_what_is_not_the_answer(letter)
    found = find_evidence(letter)
    outcome = decide_outcome(found, letter.spoken)
    law_id, law_from = law_of(letter.folded, law, on)
    return ReplyReading(outcome, _labels(letter, found), (), (), law_id, law_from)


def _labels(letter: Letter, found: Mapping[str, Evidence]) -> tuple[LabelFound, ...]:
    shown = [
        _label(letter, evidence)
        for evidence in found.values()
        if evidence.confidence >= SHOWN_FROM and (evidence.label != "unknown" or len(found) == 1)
    ]
    return tuple(sorted(shown, key=lambda label: (-label.confidence, label.label)))


def _label(letter: Letter, evidence: Evidence) -> LabelFound:
    start, end = evidence.best
    page, quote = letter.quote(*letter.around(start, end, _LONGEST_QUOTE))
    confidence = round(evidence.confidence, 3)
    return LabelFound(evidence.label, page, quote, confidence, confidence >= CERTAIN_FROM)

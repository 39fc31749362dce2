"""Decide what a whole reply amounts to, from the evidence for its labels."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tracker.replies.reading.labels import Evidence
from tracker.replies.reading.values import Outcome

_STRONG = 0.9
_FAIR = 0.65
DENIALS = ("reserved", "confidential", "inexistence")
GIVEN = ("delivered", "public_version", "publicly_available", "direct_consultation", "cost", "other_format")
_WORD = re.compile(r"[^\W\d_]{2,}")


def decide_outcome(found: Mapping[str, Evidence], spoken: str) -> Outcome:
    """One outcome for the whole reply; `unknown` when nothing in it tells."""

    def sure(label: str) -> float:
        return found[label].confidence if label in found else 0.0

    given = _given(found)
    denied = max(sure(label) for label in DENIALS)
    incompetent = sure("incompetence")
    if sure("clarification") >= _FAIR and given < _STRONG and denied < _STRONG:
        return "clarification"
    if sure("extension") >= _FAIR and given < _STRONG and denied < _STRONG and incompetent < _STRONG:
        return "extension"
    if incompetent >= _STRONG:
        return "partial" if given >= _STRONG and denied < _STRONG else "incompetence"
    if incompetent >= _FAIR and given < _FAIR and denied < _STRONG and sure("unknown") < _FAIR:
        return "incompetence"
    if sure("not_processed") >= _FAIR and given < _FAIR and denied < _STRONG:
        return "other"
    if denied >= _FAIR:
        if sure("partial") >= _STRONG or given >= _STRONG:
            return "partial"
        return "denied"
    if sure("partial") >= _STRONG:
        return "partial"
    if given > 0 or sure("unknown") > 0:
        return "delivered"
    if sure("referred_to_procedure") >= _FAIR or sure("no_ad_hoc") >= _FAIR:
        return "other"
    return "delivered" if len(_WORD.findall(spoken)) >= 8 else "unknown"


def _given(found: Mapping[str, Evidence]) -> float:
    return max((found[label].confidence for label in GIVEN if label in found), default=0.0)

"""Decide what a whole reply amounts to, from the evidence for its labels."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tracker.replies.reading.labels import Evidence
from tracker.replies.reading.values import Outcome

_STRONG = 0.9
_FAIR = 0.65
_SUBSTANCE = 8
_SHORT = 60
"""Words of the answer itself; the model learnt from short answers and is trusted less with long ones."""
_GUESS, _GUESS_HARD, _GUESS_ATTACHED = 0.5, 0.65, 0.8
"""How sure the model must be to say other than delivered; set on the letters of a file it was not trained on."""
DENIALS = ("reserved", "confidential", "inexistence")
_HANDED_OVER = ("public_version", "direct_consultation", "cost", "other_format")
_WORD = re.compile(r"[^\W\d_]{2,}")


class _Weighed:
    """The evidence as the few quantities an outcome depends on."""

    def __init__(self, found: Mapping[str, Evidence], length: int) -> None:
        self._found = found
        self.length = length
        self.denied = max(self.of(label) for label in DENIALS)
        inexistence = found.get("inexistence")
        self.declared_denied = max(
            self.of("reserved"),
            self.of("confidential"),
            inexistence.rules.get("declared", 0.0) if inexistence else 0.0,
        )
        self.refused = self.of("refused")
        self.declared_incompetent = found["incompetence"].strongest if "incompetence" in found else 0.0
        self.handed_over = max(self._delivered_in_hand(), *(self.of(label) for label in _HANDED_OVER))
        self.told = self.of("delivered")
        self.published = self.of("publicly_available")
        self.attached = self.of("unknown")

    def of(self, label: str) -> float:
        return self._found[label].confidence if label in self._found else 0.0

    def _delivered_in_hand(self) -> float:
        evidence = self._found.get("delivered")
        return evidence.rules.get("handed-over", 0.0) if evidence else 0.0


def decide_outcome(found: Mapping[str, Evidence], said: str) -> Outcome:
    """One outcome for the whole reply; `unknown` when nothing in it tells.

    Where no rule says more than that something was told or attached, the model trained on our own letters may speak.

    A reply that only points to an attachment is `delivered`: something was handed over, whatever it holds.
    """
    w = _Weighed(found, len(_WORD.findall(said)))
    waiting = _asks_or_waits(w)
    if waiting:
        return waiting
    if w.of("incompetence") >= _FAIR:
        answer = _incompetent(w)
        if answer:
            return answer
    if w.of("not_processed") >= _FAIR and w.handed_over < _FAIR and w.denied < _STRONG:
        return "other"
    if w.denied >= _FAIR:
        return _denied(w)
    if w.refused >= _FAIR and max(w.handed_over, w.published) < _FAIR:
        return "denied"
    if w.of("partial") >= _STRONG:
        return "partial"
    if max(w.handed_over, w.published) > 0:
        return "delivered"
    if w.of("referred_to_procedure") >= _FAIR or w.of("no_ad_hoc") >= _FAIR:
        return "other"
    weak = max(w.told, w.attached) > 0
    if not weak and w.length < _SUBSTANCE:
        return "unknown"
    if w.attached >= _STRONG and w.of("incompetence") > 0:
        return "delivered"
    if w.attached >= _STRONG:
        return _guess(said, _GUESS_ATTACHED)
    return _guess(said, _GUESS_HARD if weak or w.length > _SHORT else _GUESS)


def _guess(said: str, enough: float) -> Outcome:
    from tracker.replies.reading.backoff import guess

    chances = guess(said)
    likeliest = max(chances, key=lambda name: chances[name])
    return likeliest if chances[likeliest] >= enough else "delivered"


def _asks_or_waits(w: _Weighed) -> Outcome | None:
    decided = max(w.handed_over, w.denied, w.published) >= _STRONG
    if w.of("clarification") >= _FAIR and not decided:
        return "clarification"
    if w.of("extension") >= _FAIR and not decided and w.of("incompetence") < _STRONG:
        return "extension"
    return None


def _incompetent(w: _Weighed) -> Outcome | None:
    if w.declared_incompetent >= _STRONG:
        in_part = w.of("partial") >= _STRONG and max(w.handed_over, w.told, w.published) >= _FAIR
        return "partial" if in_part or w.handed_over >= _STRONG else "incompetence"
    if w.handed_over >= _FAIR or w.published >= _STRONG or w.attached >= _FAIR or w.declared_denied >= _STRONG:
        return None
    return "incompetence"


def _denied(w: _Weighed) -> Outcome:
    given = max(w.handed_over, w.published)
    if w.denied < _STRONG and max(given, w.told) >= _FAIR and w.of("partial") < _STRONG:
        return "delivered"
    if w.of("partial") >= _STRONG or given >= _STRONG:
        return "partial"
    return "denied"

"""Suggest the grounds an appeal could rest on, from what a reply says and what it lacks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from tracker.replies.reading.checks import ground_of, meaning_of
from tracker.replies.reading.rules import FOLDER, read_yaml
from tracker.replies.reading.values import CheckFound, GroundSuggested, LabelFound

_ENOUGH = 0.65


@cache
def _data() -> Mapping[str, Any]:
    data: Mapping[str, Any] = read_yaml(FOLDER / "grounds.yaml")
    return data


def suggest_grounds(
    labels: Sequence[LabelFound], checks: Sequence[CheckFound], law: str
) -> tuple[GroundSuggested, ...]:
    """The grounds, each once, in the order of the law; `why` names every label and check behind it."""
    ruled = _data()["lists"][_data()["laws"][law]]
    reasons: dict[str, list[str]] = {}
    for label in labels:
        code = ruled["labels"].get(label.label)
        if code and label.confidence >= _ENOUGH:
            reasons.setdefault(code, []).append(f"{_data()['why'][label.label]} (p. {label.page})")
    for check in checks:
        code = _in_this_law(ground_of(check.check), ruled)
        if code:
            reasons.setdefault(code, []).append(f"{meaning_of(check.check)} ({check.article})")
    order = list(ruled["fractions"])
    return tuple(
        GroundSuggested(code, str(ruled["fractions"][code]), "; ".join(reasons[code]))
        for code in sorted(reasons, key=order.index)
    )


def _in_this_law(code: str | None, ruled: Mapping[str, Any]) -> str | None:
    same_as: Mapping[str, str] = ruled.get("same_as", {})
    if code is None or not same_as:
        return code
    return same_as.get(code)

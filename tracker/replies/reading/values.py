"""What reading a reply yields, as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

Outcome: TypeAlias = Literal[
    "delivered", "partial", "denied", "incompetence", "clarification", "extension", "other", "unknown"
]

LABELS = (
    "delivered", "partial", "inexistence", "incompetence", "reserved", "confidential", "public_version",
    "publicly_available", "direct_consultation", "cost", "extension", "clarification", "not_processed",
    "referred_to_procedure", "no_ad_hoc", "other_format", "refused", "unknown",
)  # fmt: skip
"""Every label a reply can carry; one reply can carry several."""


SPEAKS_FOR: Mapping[str, Outcome] = {
    "delivered": "delivered",
    "public_version": "delivered",
    "publicly_available": "delivered",
    "cost": "delivered",
    "direct_consultation": "delivered",
    "other_format": "delivered",
    "incompetence": "incompetence",
    "clarification": "clarification",
    "extension": "extension",
    "reserved": "denied",
    "confidential": "denied",
    "inexistence": "denied",
    "not_processed": "other",
    "referred_to_procedure": "other",
}
"""The outcome a label speaks for; the labels not here go with any."""


@dataclass(frozen=True, slots=True)
class LabelFound:
    """A label, with the page (from 1) and the page's own words it rests on; `confidence` 0–1."""

    label: str
    page: int
    quote: str
    confidence: float
    certain: bool


@dataclass(frozen=True, slots=True)
class CheckFound:
    """A way in which the reply departs from the law of its date: code, article and the words it rests on."""

    check: str
    article: str
    page: int
    quote: str
    law: str
    verified: bool


@dataclass(frozen=True, slots=True)
class GroundSuggested:
    """A ground an appeal could rest on: its code, its fraction in the law of the reply, and why."""

    code: str
    fraction: str
    why: str


@dataclass(frozen=True, slots=True)
class ReplyReading:
    """A reply as read: one outcome of the whole, labels (surest first), checks and suggested grounds.

    `law` is the law the checks were made against; `law_from` says how it was known:
    `given`, `date`, `cited` (the text cites it), `letter` (its own date) or `newest` (nothing told, the law in force).
    """

    outcome: Outcome
    labels: tuple[LabelFound, ...]
    checks: tuple[CheckFound, ...]
    grounds: tuple[GroundSuggested, ...]
    law: str
    law_from: str

"""The letters in our own words that the tests read: text, outcome, labels it must and must not carry, checks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "letters"
FIRST_SIGHT = Path(__file__).parent / "first_sight.jsonl"
"""What was read and found in letters before the rules were changed for them, one row a letter."""


@dataclass(frozen=True)
class SampleLetter:
    """One letter and what a careful reader would say of it."""

    id: str
    agency: str
    year: int
    text: str
    outcome: str = ""
    outcome_also: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    not_labels: list[str] = field(default_factory=list)
    law: str | None = None
    on: date | None = None
    checks: list[str] = field(default_factory=list)
    not_checks: list[str] = field(default_factory=list)

    @property
    def outcomes(self) -> set[str]:
        """Every outcome a careful reader could give."""
        return {self.outcome, *self.outcome_also}


def letters(pattern: str = "*.yaml") -> list[SampleLetter]:
    """All letters of the files that fit the pattern, in order of file and place."""
    rows: list[dict[str, Any]] = []
    for path in sorted(FOLDER.glob(pattern)):
        rows += yaml.safe_load(path.read_text(encoding="utf-8"))
    return [SampleLetter(**row) for row in rows]

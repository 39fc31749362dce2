"""Which checks hold outside the federation: what the general law asks of every body, never a state's own periods."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from tracker.replies.reading.values import CheckFound

FEDERAL = "MX-FED"
TO_CONFIRM = "por confirmar en la ley de la entidad"
_GENERAL = ("MX-FED-2016", "MX-FED-2025")
"""Laws of a time when a general law bound the states; before it each had its own."""
_OWN_PERIODS = ("late_", "cost_", "extension_")
"""Checks of what a state may have ruled otherwise: days, sheets, extensions."""


def checks_that_hold(checks: Iterable[CheckFound], jurisdiction: str) -> Iterator[CheckFound]:
    """The checks that hold for a body of a jurisdiction; in a state each is to be confirmed in its own law."""
    if jurisdiction == FEDERAL:
        yield from checks
    elif jurisdiction.startswith("MX-"):
        for check in checks:
            if check.law in _GENERAL and not check.check.startswith(_OWN_PERIODS):
                yield replace(check, article=f"{check.article} ({TO_CONFIRM})"[:120], verified=False)

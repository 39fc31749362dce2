"""What mails and notices say about a clock: its next step and how long there is, translated where it is shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from tracker.vocabulary import N_

NEXT_STEPS: dict[str, str] = {
    "clarification_answer": N_("Answer the clarification on the platform."),
    "payment": N_("Pay, or say that you want another way of delivery."),
    "appeal": N_("Decide whether to appeal; Acuse drafts it from the reply."),
    "appeal_clarification_answer": N_("Answer what the regulator asks."),
    "arguments": N_("Send your arguments and evidence to the regulator."),
    "compliance_contest": N_("Say whether what was handed over complies with the resolution."),
    "inconformidad": N_("Decide whether to file the inconformidad."),
    "amparo": N_("Talk to a lawyer about an amparo."),
    "identity": N_("Prove your identity to the agency."),
    "keeping": N_("Collect the material before the agency stops keeping it."),
    "reserve_expiry": N_("The reserve ends: ask for the information again."),
}
LOOK = N_("Look at the platform: note what is there, or that nothing is.")
ACT = N_("Open the request and note what happened.")

Gettext = Callable[[str], str]
Ngettext = Callable[[str, str, int], str]


def next_step(kind: str, owner: str) -> str:
    """What to do next about a clock (untranslated)."""
    if kind in NEXT_STEPS:
        return NEXT_STEPS[kind]
    return ACT if owner == "requester" else LOOK


def time_left(left: int, unit: str, today: date, due_on: date, _: Gettext, ngettext: Ngettext) -> str:
    """How long there is, in words: business days where the term counts them, else calendar days."""
    count = left if unit == "business" else (due_on - today).days
    if today == due_on:
        return _("the last day is today")
    if due_on < today:
        return _("the last day has passed")
    if count == 0:
        return _("no business day left")
    if unit == "business":
        return ngettext("%(n)s business day left", "%(n)s business days left", count) % {"n": count}
    return ngettext("%(n)s day left", "%(n)s days left", count) % {"n": count}

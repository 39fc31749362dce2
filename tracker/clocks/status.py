"""The status of a clock on a day.

What I must do ends on the earliest date; what the agency failed to do begins after the latest.
"""

from __future__ import annotations

from datetime import date

from tracker.clocks.drafts import Draft
from tracker.clocks.kinds import CLOCK_KINDS


def status_of(draft: Draft, today: date) -> str:
    """One of `pending running met late may_be_overdue missed replaced`."""
    if draft.is_replaced:
        return "replaced"
    earliest, latest = draft.ends
    mine = draft.period.owner == "requester"
    if draft.met_on is not None:
        if draft.met_on <= earliest:
            return "met"
        if draft.met_on <= latest:
            return "may_be_overdue" if mine else "met"
        return "late"
    if draft.ended_on is not None and draft.ended_on <= latest:
        return "replaced"
    if draft.asserted is False or today < draft.day:
        return "pending"
    if today <= earliest:
        return "running"
    if mine:
        return "missed"
    at_end = CLOCK_KINDS[draft.kind].at_end
    if today <= latest:
        return "may_be_overdue" if at_end == "late" else "running"
    return at_end

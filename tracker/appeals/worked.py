"""What worked: appeals counted by ground, agency and regulator, with how many were decided and how."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from tracker.appeals.models import Appeal, AppealPoint
from tracker.clocks.values import plain
from tracker.people import access
from tracker.people.models import User

FEW = 20
"""With fewer decided appeals than this a share says little; it is marked."""
_WON = {"revoke", "modify", "order", "ordena_responder"}
_THROWN_OUT = {"dismiss", "stay"}
_CONFIRMED = {"confirm"}


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the counts are narrowed to; None does not narrow, an empty text means “not known”."""

    ground: str | None = None
    agency: str | None = None
    regulator: str | None = None
    result: str | None = None


@dataclass(slots=True)
class Row:
    """Appeals on one ground against one agency before one regulator, by result; points that were decided and won."""

    ground: str
    agency: str
    regulator: str
    counts: Counter[str] = field(default_factory=Counter)
    points: int = 0
    points_won: int = 0

    @property
    def filed(self) -> int:
        """All of them."""
        return sum(self.counts.values())

    @property
    def decided(self) -> int:
        """Those with a resolution, whatever it says."""
        return self.filed - self.counts["pending"]

    @property
    def share(self) -> float | None:
        """Won of decided (0–1); None where nothing was decided."""
        return self.counts["won"] / self.decided if self.decided else None

    @property
    def is_few(self) -> bool:
        """Whether the share rests on too few to say much."""
        return self.decided < FEW


def result_of(sense: str | None) -> str:
    """`won` (revoked, modified, a reply ordered), `confirmed`, `thrown_out` (dismissed, stayed), `pending`, or `other`.

    `other` is decided in words nobody knows: never counted as won.
    """
    if not sense:
        return "pending"
    word = plain(sense)
    known = (("won", _WON), ("thrown_out", _THROWN_OUT), ("confirmed", _CONFIRMED))
    return next((result for result, words in known if word in words), "other")


def appeals_seen(session: Session, viewer: User) -> list[Appeal]:
    """Every appeal a person may see, with its request, newest first."""
    return list(session.scalars(
        select(Appeal).where(Appeal.project_id.in_(access.project_ids(viewer, "read")))
        .options(selectinload(Appeal.info_request)).order_by(Appeal.filed_on.desc(), Appeal.id.desc())))


def agency_of(appeal: Appeal) -> str:
    """Against whom it was filed; empty when that is not known."""
    request = appeal.info_request
    return (request.agency or request.agency_as_written) if request is not None else ""


def narrowed(appeals: Iterable[Appeal], chosen: Chosen) -> list[Appeal]:
    """The appeals behind a number."""
    return [
        appeal for appeal in appeals
        if (chosen.ground is None or chosen.ground in _grounds(appeal))
        and (chosen.agency is None or chosen.agency == agency_of(appeal))
        and (chosen.regulator is None or chosen.regulator == (appeal.regulator or ""))
        and (chosen.result is None or chosen.result == result_of(appeal.sense)
             or (chosen.result == "decided" and result_of(appeal.sense) != "pending"))
    ]


def counted(appeals: Sequence[Appeal], points: Mapping[int, tuple[int, int]]) -> list[Row]:
    """One row per ground × agency × regulator; an appeal on two grounds stands in two rows. Most filed first."""
    rows: dict[tuple[str, str, str], Row] = {}
    for appeal in appeals:
        for ground in _grounds(appeal):
            key = (ground, agency_of(appeal), appeal.regulator or "")
            row = rows.setdefault(key, Row(*key))
            row.counts[result_of(appeal.sense)] += 1
            decided, won = points.get(appeal.id, (0, 0))
            row.points += decided
            row.points_won += won
    return sorted(rows.values(), key=lambda row: (-row.filed, row.ground, row.agency, row.regulator))


def summed(rows: Iterable[Row]) -> list[Row]:
    """The rows summed by ground alone."""
    by_ground: dict[str, Row] = {}
    for row in rows:
        one = by_ground.setdefault(row.ground, Row(row.ground, "", ""))
        one.counts.update(row.counts)
        one.points += row.points
        one.points_won += row.points_won
    return sorted(by_ground.values(), key=lambda row: (-row.filed, row.ground))


def points_of(session: Session, appeals: Sequence[Appeal]) -> dict[int, tuple[int, int]]:
    """Appeal → how many of its points were decided, and how many of those revoked or modified."""
    found: dict[int, tuple[int, int]] = {}
    visible = {appeal.id for appeal in appeals}
    for appeal_id, outcome in session.execute(select(AppealPoint.appeal_id, AppealPoint.outcome).where(
            AppealPoint.project_id.in_({appeal.project_id for appeal in appeals}), AppealPoint.outcome != "open")):
        if appeal_id in visible:
            decided, won = found.get(appeal_id, (0, 0))
            found[appeal_id] = decided + 1, won + (outcome in ("revoked", "modified"))
    return found


def _grounds(appeal: Appeal) -> list[str]:
    return [str(code) for code in appeal.grounds] or [""]

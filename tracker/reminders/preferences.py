"""Reminder preferences as they are kept: in general, for a project, for a request; the narrower one wins."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.clock import MEXICO_CITY
from tracker.people.models import User
from tracker.reminders.models import ReminderPreference
from tracker.reminders.wishes import LADDER, OVERVIEWS, Wishes

GENERAL_ONLY = ("hour", "overview", "quiet_from", "quiet_to")


def zone_of(user: User) -> ZoneInfo:
    """The person's own zone; Mexico City's when it is not one the system knows."""
    try:
        return ZoneInfo(user.zone)
    except (ZoneInfoNotFoundError, ValueError):
        return MEXICO_CITY


def rows_of(session: Session, user_id: int) -> list[ReminderPreference]:
    """Every preference of one person."""
    return list(session.scalars(select(ReminderPreference).where(ReminderPreference.user_id == user_id)))


def resolve(rows: Iterable[ReminderPreference], project_id: int | None = None,
            info_request_id: int | None = None) -> Wishes:
    """What holds for one project and request: the request's wish, else the project's, else the general, else ours."""
    general = next((r for r in rows if r.project_id is None and r.info_request_id is None), None)
    project = next((r for r in rows if project_id is not None and r.project_id == project_id), None)
    own = next((r for r in rows if info_request_id is not None and r.info_request_id == info_request_id), None)
    wishes = Wishes()
    if general is not None:
        given = {name: getattr(general, name) for name in GENERAL_ONLY if getattr(general, name) is not None}
        wishes = replace(wishes, **given, quiet_days=frozenset(general.quiet_days or ()))
    for row in (general, project, own):
        if row is None:
            continue
        changes: dict[str, Any] = {"ladder": tuple(row.ladder)} if row.ladder is not None else {}
        changes.update({name: getattr(row, name) for name in ("is_off", "looks") if getattr(row, name) is not None})
        wishes = replace(wishes, **changes)
    return wishes


def wishes_of(session: Session, user_id: int, project_id: int | None = None,
              info_request_id: int | None = None) -> Wishes:
    """What one person wants for one request."""
    return resolve(rows_of(session, user_id), project_id, info_request_id)


def save_preference(session: Session, user_id: int, *, project_id: int | None = None,
                    info_request_id: int | None = None, **values: Any) -> ReminderPreference:
    """Keep a person's wish; what is planned already follows with the next pass of the schedule.

    Raises ValueError for an hour, rung or choice that does not exist.
    """
    _check(values)
    row = session.scalar(select(ReminderPreference).where(
        ReminderPreference.user_id == user_id, ReminderPreference.project_id.is_not_distinct_from(project_id),
        ReminderPreference.info_request_id.is_not_distinct_from(info_request_id)))
    if row is None:
        row = ReminderPreference(user_id=user_id, project_id=project_id, info_request_id=info_request_id)
        session.add(row)
    for name, value in values.items():
        setattr(row, name, value)
    row.changes = (row.changes or 0) + 1
    session.flush()
    return row


def _check(values: dict[str, Any]) -> None:
    for name in ("hour", "quiet_from", "quiet_to"):
        if values.get(name) is not None and not 0 <= values[name] <= 23:
            raise ValueError(name)
    if values.get("overview") is not None and values["overview"] not in OVERVIEWS:
        raise ValueError("overview")
    if values.get("ladder") is not None and not set(values["ladder"]) <= set(LADDER):
        raise ValueError("ladder")
    if not set(values.get("quiet_days") or ()) < set(range(7)) and values.get("quiet_days"):
        raise ValueError("quiet_days")

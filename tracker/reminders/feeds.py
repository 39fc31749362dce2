"""Calendar feeds: a secret address per person, project or request, and what a calendar program finds there."""

from __future__ import annotations

import hmac
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from tracker.clock import MEXICO_CITY
from tracker.people.access import project_ids
from tracker.people.models import User
from tracker.reminders.calendars import Entry, calendar_bytes
from tracker.reminders.identity import entry_uid, mac
from tracker.reminders.items import Speaker
from tracker.reminders.messages import one_line
from tracker.reminders.models import Feed
from tracker.reminders.planning import KEEP, SILENT
from tracker.requests.models import ClockRow, InfoRequest
from tracker.settings import Settings
from tracker.vocabulary import CLOCKS, word_for

SHOWN = ("running", "may_be_overdue", "missed", "late")
ENDED = ("closed", "withdrawn")


def feed_token(settings: Settings, feed: Feed) -> str:
    """The secret part of a feed's address; renewing the feed changes it."""
    return f"{feed.id}-{mac(settings, 'feed', feed.id, feed.user_id, feed.edition)}"


def feed_with(session: Session, settings: Settings, token: str) -> Feed | None:
    """The feed a secret address names, while its owner has an account."""
    number, _, _code = token.partition("-")
    feed = session.get(Feed, int(number)) if number.isdecimal() and len(number) < 12 else None
    if feed is None or not hmac.compare_digest(feed_token(settings, feed).encode(), token.encode()):
        return None
    return feed if feed.user.is_active else None


def feeds_of(session: Session, user_id: int) -> list[Feed]:
    """Every feed of a person, oldest first."""
    return list(session.scalars(select(Feed).where(Feed.user_id == user_id).order_by(Feed.id)))


def make_feed(session: Session, user: User, *, project_id: int | None = None, info_request_id: int | None = None,
              now: datetime) -> Feed:
    """A person's feed of everything, one project or one request; one that exists gets a new address."""
    feed = session.scalar(select(Feed).where(
        Feed.user_id == user.id, Feed.project_id.is_not_distinct_from(project_id),
        Feed.info_request_id.is_not_distinct_from(info_request_id)))
    if feed is None:
        feed = Feed(user_id=user.id, project_id=project_id, info_request_id=info_request_id, edition=0, created_at=now)
        session.add(feed)
    feed.edition += 1
    session.flush()
    return feed


def drop_feed(session: Session, user_id: int, feed_id: int) -> None:
    """End one of a person's own feeds."""
    feed = session.get(Feed, feed_id)
    if feed is not None and feed.user_id == user_id:
        session.delete(feed)


def feed_calendar(session: Session, settings: Settings, feed: Feed, *, now: datetime) -> bytes:
    """What a calendar program gets: the dates of what the person may see, as iCalendar."""
    user = feed.user
    speaker = Speaker(user.language, settings.site_url, now.astimezone(MEXICO_CITY).date())
    query = (
        select(ClockRow).join(ClockRow.info_request).join(InfoRequest.project)
        .options(contains_eager(ClockRow.info_request).contains_eager(InfoRequest.project))
        .where(InfoRequest.status.not_in(ENDED), InfoRequest.project_id.in_(project_ids(user, "read")))
        .order_by(ClockRow.info_request_id, ClockRow.position)
    )
    if feed.info_request_id is not None:
        query = query.where(InfoRequest.id == feed.info_request_id)
    elif feed.project_id is not None:
        query = query.where(InfoRequest.project_id == feed.project_id)
    else:
        query = query.where(InfoRequest.owner_id == user.id)
    names: dict[tuple[int, str], tuple[int, bool]] = {}
    entries = []
    for row in session.scalars(query):
        count, follows = names.get((row.info_request_id, row.kind), (0, False))
        count += not follows
        names[row.info_request_id, row.kind] = count, row.status == "replaced"
        if row.status in SHOWN and row.due_on is not None and row.kind not in SILENT:
            entries.append(_entry(settings, speaker, row, f"{row.kind}-{count}"))
    return calendar_bytes(entries, "Acuse", refresh=True)


def _entry(settings: Settings, speaker: Speaker, row: ClockRow, name: str) -> Entry:
    _ = speaker.say
    assert row.due_on is not None
    mine = row.owner == "requester" or row.kind in KEEP
    clock, about = _(word_for(CLOCKS, row.kind)), speaker.about(row.info_request)
    title = clock if mine else _("Look at the platform: %(about)s", about=clock)
    notes = [row.article or ""]
    if not row.is_verified:
        notes.append(_("Not verified: check the term against the law before you rely on it."))
    if row.latest is not None and row.latest > row.due_on:
        notes.append(_("The agency may be in time until %(day)s: its calendar is not known.",
                       day=speaker.day(row.latest)))
    link = speaker.link(row.info_request_id)
    moved_at = row.info_request.moved_at
    return Entry(
        uid=entry_uid(settings, row.info_request_id, name), on=row.due_on, title=one_line(f"{title} – {about}"),
        description="\n".join(part for part in (*notes, link) if part), url=link, changed_at=moved_at,
        sequence=int(moved_at.timestamp()) // 60, has_alarm=mine,
    )

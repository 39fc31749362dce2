"""The mail itself: plain text first, HTML beside it, a calendar file, and the headers that keep it in order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from tracker.people.models import User
from tracker.reminders.calendars import Entry, calendar_bytes
from tracker.reminders.identity import entry_uid, mac, thread_id
from tracker.reminders.items import Group, Item, Speaker, most_urgent_first
from tracker.settings import Settings

OVERVIEW_ROWS = 40
"""Overdue entries listed in one mail; the rest is counted and linked."""


@lru_cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
    )


def one_line(text: str, limit: int = 200) -> str:
    """A text fit for a header: one line, no control characters, not endless."""
    words = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return words if len(words) <= limit else words[: limit - 1].rstrip() + "…"


def day_message(
    settings: Settings, user: User, speaker: Speaker, message_id: str, *, own: Sequence[Item], looks: Sequence[Item],
    told: Sequence[Item], overdue: Sequence[Item], overdue_total: int, keys: Sequence[str], now: datetime,
) -> EmailMessage:
    """One mail with all that is due to a person, most urgent first."""
    _ = speaker.say
    own, looks = most_urgent_first(own), most_urgent_first(looks)
    groups = [
        Group(_("What you must do"), own),
        Group(_("Look at the platform"), looks),
        Group(_("What is new"), list(told)),
        Group(_("Overdue at the agency: %(total)s", total=overdue_total), list(overdue)),
    ]
    groups = [group for group in groups if group.items]
    subject = one_line(_subject(speaker, own, looks, told, overdue_total))
    preferences = f"{settings.site_url}/account"
    values = {
        "language": speaker.language, "subject": subject, "groups": groups,
        "greeting": _("Hello %(name)s:", name=user.name),
        "footer": _("Dates are computed from the law and the calendars Acuse knows; check them before you act."),
        "preferences": _("What you are mailed: %(link)s", link=preferences), "preferences_link": preferences,
        "preferences_words": _("Change what you are mailed"), "open_words": _("Open it in Acuse"),
    }
    message = envelope(settings, user.email, subject, message_id, now=now)
    requests = {item.request_id for item in (*own, *looks, *told, *overdue)}
    if len(requests) == 1 and (only := next(iter(requests))) is not None:
        message["References"] = thread_id(settings, only)
        message["In-Reply-To"] = thread_id(settings, only)
    _unsubscribe(message, settings, user)
    if keys:
        message["X-Acuse-Reminders"] = " ".join(keys)
    text = _environment().get_template("day.txt").render(values).strip() + "\n"
    message.set_content(text, cte=_encoding(text))
    message.add_alternative(_environment().get_template("day.html").render(values), subtype="html",
                            cte="quoted-printable")
    entries = [_entry(settings, item, now) for item in own if item.request_id is not None and item.name]
    if entries:
        message.add_attachment(calendar_bytes(entries, "Acuse"), maintype="text", subtype="calendar",
                               filename="acuse.ics", params={"method": "PUBLISH", "charset": "utf-8"})
    # Last, since making parts moves every Content- header into the first of them.
    message["Content-Language"] = speaker.language
    return message


def plain_message(settings: Settings, to: str, subject: str, text: str, message_id: str, *,
                  now: datetime) -> EmailMessage:
    """A short mail of text alone, as for accounts."""
    message = envelope(settings, to, one_line(subject), message_id, now=now)
    message.set_content(text.strip() + "\n", cte=_encoding(text))
    return message


def envelope(settings: Settings, to: str, subject: str, message_id: str, *, now: datetime) -> EmailMessage:
    """A message with the headers every mail of ours carries."""
    message = EmailMessage(policy=SMTP)
    message["From"] = settings.mail_from
    message["To"] = to
    message["Subject"] = subject
    message["Date"] = format_datetime(now)
    message["Message-ID"] = message_id
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    return message


def _encoding(text: str) -> str:
    plain = text.isascii() and max(map(len, text.splitlines()), default=0) < 900
    return "7bit" if plain else "quoted-printable"


def unsubscribe_link(settings: Settings, user_id: int) -> str:
    """The address that stops mails to one person without signing in."""
    return f"{settings.site_url}/account/stop/{user_id}-{mac(settings, 'stop', user_id)}"


def _unsubscribe(message: EmailMessage, settings: Settings, user: User) -> None:
    message["List-Unsubscribe"] = f"<{unsubscribe_link(settings, user.id)}>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"


def _subject(speaker: Speaker, own: Sequence[Item], looks: Sequence[Item], told: Sequence[Item], overdue: int) -> str:
    _ = speaker.say
    if len(own) == 1:
        item = own[0]
        when = f"{item.left}, {speaker.short_day(item.on)}" if item.left else speaker.short_day(item.on)
        return " – ".join(part for part in (f"{item.short} ({when})", item.about) if part)
    if own:
        return _("%(n)s things to do; the first: %(what)s (%(day)s)", n=len(own), what=own[0].short,
                 day=speaker.short_day(own[0].on))
    if len(looks) == 1:
        return _("Look at the platform: %(about)s", about=looks[0].about)
    if looks:
        return _("%(n)s requests to look at on the platform", n=len(looks))
    if len(told) == 1 and not overdue:
        return f"{told[0].what} – {told[0].about}" if told[0].about else told[0].what
    if told:
        return _("What is new")
    return _("Overdue at the agency: %(total)s", total=overdue)


def _entry(settings: Settings, item: Item, now: datetime) -> Entry:
    assert item.request_id is not None
    return Entry(
        uid=entry_uid(settings, item.request_id, item.name), on=item.on,
        title=one_line(f"{item.short} – {item.about}"),
        description="\n".join(part for part in (item.by, item.article, *item.notes, item.link) if part),
        url=item.link, changed_at=now, sequence=int(now.timestamp()) // 60,
    )

"""What a mail says about one reminder or notice, in a person's language; discreet where the project wants it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from babel.dates import format_date
from babel.support import NullTranslations

from tracker.reasons import reason
from tracker.reminders.models import Notice, Reminder
from tracker.reminders.planning import START, days_left
from tracker.reminders.words import next_step, time_left
from tracker.requests.models import ClockRow, InfoRequest
from tracker.translating import translations
from tracker.vocabulary import CLOCK_STATES, CLOCKS, word_for

URGENT, SOON, CALM = "#a3172b", "#8a5200", "#1d4e4a"


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a mail; `on` orders entries, most urgent first."""

    what: str
    by: str
    left: str
    about: str
    article: str
    step: str
    link: str
    on: date
    colour: str = CALM
    notes: list[str] = field(default_factory=list)
    request_id: int | None = None
    name: str = ""
    short: str = ""

    @property
    def lines(self) -> list[str]:
        """What stands under the heading in plain text."""
        parts = (self.by, self.left, self.about, self.article, *self.notes, self.step)
        return [part for part in parts if part]


@dataclass(frozen=True, slots=True)
class Group:
    """Entries under one heading."""

    title: str
    items: list[Item]


class Speaker:
    """Puts facts into words for one person on one day (the jurisdiction's `today`)."""

    def __init__(self, language: str, site_url: str, today: date) -> None:
        self.language, self.site_url, self.today = language, site_url, today
        self._words: NullTranslations = translations(language)

    def say(self, text: str, **values: Any) -> str:
        """A text in the person's language, with values filled in."""
        words = str(self._words.ugettext(text))
        return words % values if values else words

    def plural(self, one: str, many: str, count: int) -> str:
        """The singular or plural form in the person's language, unfilled."""
        return str(self._words.ungettext(one, many, count))

    def day(self, value: date) -> str:
        """Weekday and date in full."""
        return str(format_date(value, "full", locale=self.language))

    def short_day(self, value: date) -> str:
        """Weekday, day and month, for a subject line."""
        return str(format_date(value, "EEE d MMM", locale=self.language))

    def about(self, info_request: InfoRequest | None) -> str:
        """Which request it is; nothing but its number where the project is discreet."""
        _ = self.say
        if info_request is None:
            return ""
        if info_request.project.is_discreet:
            return _("Request no. %(number)s", number=info_request.id)
        parts = [info_request.folio_as_written or info_request.folio or "", info_request.agency
                 or info_request.agency_as_written, info_request.subject]
        return " · ".join(" ".join(part.split()) for part in parts if part)

    def link(self, info_request_id: int | None) -> str:
        """Where a request is on the site."""
        return f"{self.site_url}/requests/{info_request_id}" if info_request_id else f"{self.site_url}/account"

    def reminder(self, row: Reminder) -> Item:
        """What one rung says today, however late it is said."""
        _ = self.say
        facts, due_on = row.facts, row.due_on
        mine, personal = facts.get("owner") == "requester", row.clock_kind == "personal"
        unit = str(facts.get("unit", "business"))
        closed = [date.fromisoformat(day) for day in facts.get("closed", ())]
        left = days_left(self.today, due_on, closed)
        kind = facts["text"] if personal else _(word_for(CLOCKS, row.clock_kind))
        day = self.day(due_on)
        if personal:
            by = day
        elif not mine:
            by = _("The agency's date: %(day)s", day=day)
        elif facts.get("due_by"):
            by = _("Last day: %(day)s, until %(hour)s", day=day, hour=facts["due_by"])
        else:
            by = _("Last day: %(day)s", day=day)
        what = kind
        if row.rung == START:
            what = _("Begun: %(clock)s", clock=kind)
        elif mine and not personal and due_on < self.today:
            what = _("Passed: %(clock)s", clock=kind)
        if facts.get("deputy"):
            what = _("%(clock)s (the owner has not opened it)", clock=what)
        words = "" if personal or not mine else time_left(left, unit, self.today, due_on, self.say, self.plural)
        urgent = (mine and due_on <= self.today) or left <= 1
        return Item(
            what=what, by=by, left=words, about=self.about(row.info_request), article=str(facts.get("article") or ""),
            step="" if personal else _(next_step(row.clock_kind, str(facts.get("owner")))),
            link=self.link(row.info_request_id), on=due_on, notes=self._notes(row, mine),
            name=str(facts.get("name", "")),
            colour=(URGENT if urgent else SOON if left <= 5 else CALM) if mine else CALM,
            request_id=row.info_request_id, short=kind,
        )

    def _notes(self, row: Reminder, mine: bool) -> list[str]:
        _ = self.say
        facts, notes = row.facts, []
        if facts.get("verified") is False:
            notes.append(_("Not verified: check the term against the law before you rely on it."))
        latest = facts.get("latest")
        if latest and date.fromisoformat(latest) > row.due_on:
            day = self.day(date.fromisoformat(latest))
            notes.append(
                _("If the agency was closed on the days it usually is, the term may run until %(day)s.", day=day)
                if mine else _("The agency may be in time until %(day)s: its calendar is not known.", day=day)
            )
        if mine and row.rung < 0 and row.clock_kind != "personal":
            notes.append(_("What was missed can be asked for again in a new request."))
        return notes

    def notice(self, row: Notice) -> Item | None:
        """What a fact beside the clocks says; None when it is only shown on the site."""
        _ = self.say
        data, about, link = row.data, self.about(row.info_request), self.link(row.info_request_id)
        if row.kind == "moved":
            clock = _(word_for(CLOCKS, data["clock_kind"]))
            before, after = date.fromisoformat(data["from"]), date.fromisoformat(data["to"])
            return Item(_("Date moved: %(clock)s", clock=clock),
                        _("From %(before)s to %(after)s", before=self.day(before), after=self.day(after)), "", about,
                        str(data.get("article") or ""), "", link, after, SOON, request_id=row.info_request_id)
        if row.kind in ("read", "unread"):
            return self._file(row, about)
        if row.kind == "reserve-ended":
            return Item(_("A reserve has ended: the request that asks again is prepared"), "", "", about, "", "", link,
                        row.created_at.date(), SOON, request_id=row.info_request_id)
        return None

    def _file(self, row: Notice, about: str) -> Item:
        _ = self.say
        data, is_read = row.data, row.kind == "read"
        is_discreet = row.project is not None and row.project.is_discreet
        name = _("file no. %(number)s", number=row.document_id) if is_discreet else str(data.get("name", ""))
        notes = []
        if data.get("failed_pages") and is_read:
            notes.append(_("%(n)s of its pages could not be read; each says why.", n=data["failed_pages"]))
        what = _("Read: %(name)s", name=name) if is_read else _("Could not be read: %(name)s", name=name)
        by = _("%(n)s pages", n=data.get("pages", 0)) if is_read else reason(data.get("error"), self.language)
        return Item(
            what, by, "", about, "", "", f"{self.site_url}/documents/{row.document_id}", row.created_at.date(),
            SOON if notes or not is_read else CALM, notes, request_id=row.info_request_id,
        )

    def files_read(self, count: int) -> Item:
        """One line for many files that were read without a hitch."""
        return Item(self.say("%(n)s files were read", n=count), "", "", "", "", "", f"{self.site_url}/documents",
                    self.today)

    def overdue(self, row: ClockRow) -> Item:
        """What an overdue clock of an agency or regulator says."""
        _ = self.say
        due_on = row.due_on or self.today
        state = _(word_for(CLOCK_STATES, row.status)) if row.status == "may_be_overdue" else _("overdue")
        return Item(
            f"{_(word_for(CLOCKS, row.kind))}: {state}", _("The agency's date: %(day)s", day=self.day(due_on)), "",
            self.about(row.info_request), row.article or "", "", self.link(row.info_request_id), due_on,
            request_id=row.info_request_id,
        )


def most_urgent_first(items: Iterable[Item]) -> list[Item]:
    """Entries ordered by date."""
    return sorted(items, key=lambda item: (item.on, item.request_id or 0, item.what))

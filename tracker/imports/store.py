"""Imported requests in the database: looked up by folio, made with events and stated limits, brought up to date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, selectinload

from archive.db import Sessions
from tracker.agencies.names import plain
from tracker.clock import Clock
from tracker.clocks.kinds import REPLIES
from tracker.imports.plan import Held
from tracker.imports.rows import Identity, ImportEvent, Problem, RequestRow
from tracker.replies.models import Reply
from tracker.requests.models import Event, InfoRequest, StatedDate
from tracker.requests.status import standing_of
from tracker.requests.timeline import standing_events

MARK = "import"
"""The key of `InfoRequest.extra` under which the import keeps what it needs to know the row again."""

_COLUMN_OF = {"filed": "filed_on", "clarification_asked": "asked_on", "extension_notified": "extended_on"}
"""The field that tells an event's date; any other kind is told by the answer's date."""

_TEXTS = ("subject", "text", "channel", "delivery_mode", "cost")


class BatchedSession:
    """A session that lives from one commit to the next, so that other writers get their turn between batches."""

    def __init__(self, sessions: Sessions, *, write: bool) -> None:
        self._sessions, self._write = sessions, write
        self._open: Session | None = None

    @property
    def session(self) -> Session:
        """The session of this batch."""
        if self._open is None:
            self._open = self._sessions.open(write=self._write)
        return self._open

    def end(self, *, keep: bool) -> None:
        """Keep the batch (or drop it) and let the database go."""
        if self._open is not None and keep:
            self._open.commit()
        self.close()

    def close(self) -> None:
        """Drop what was not committed."""
        if self._open is not None:
            self._open.close()
            self._open = None


class SqlRequests:
    """Requests of one project. `source` (the file's name) is written beside each stated limit."""

    def __init__(
        self, batch: BatchedSession, clock: Clock, *, project_id: int | None, owner_id: int | None, source: str
    ) -> None:
        self._batch, self._clock = batch, clock
        self._project_id, self._owner_id = project_id, owner_id
        self._source = f"tabla {source}"[:120]

    def held(self, rows: Sequence[RequestRow]) -> Mapping[Identity, Sequence[Held]]:
        """The records with the folio of each row (as written; in normal form when a person entered them)."""
        by_written: dict[str, list[InfoRequest]] = {}
        by_folio: dict[str, list[InfoRequest]] = {}
        nameless: dict[date | None, list[InfoRequest]] = {}
        for record in self._candidates(rows):
            if record.folio_as_written is None and record.folio is None:
                nameless.setdefault(record.filed_on, []).append(record)
            elif record.folio_as_written:
                by_written.setdefault(record.folio_as_written, []).append(record)
            if record.folio and MARK not in record.extra:
                by_folio.setdefault(record.folio, []).append(record)
        found: dict[Identity, list[Held]] = {}
        for row in rows:
            written = row.folio_as_written
            near = by_written.get(written, []) if written else nameless.get(row.filed_on, [])
            entered = by_folio.get(row.folio or "", [])
            records = {one.id: one for one in (*near, *entered) if _same_agency(one, row) and _same_text(one, row)}
            found[row.identity] = [_held(one, row) for one in records.values()]
        return found

    def create(self, row: RequestRow, variant: int) -> None:
        """Make the request with its events, its stated limit and the platform's own answer."""
        assert self._project_id is not None and self._owner_id is not None
        now = self._clock.now()
        record = InfoRequest(
            project_id=self._project_id,
            owner_id=self._owner_id,
            agency=row.whose.agency,
            agency_as_written=row.whose.as_written[:300],
            folio=row.folio,
            folio_as_written=(row.folio_as_written or "")[:80] or None,
            jurisdiction=row.whose.jurisdiction or "MX-FED",
            procedure=row.procedure,
            subject=(row.subject or f"Solicitud {row.folio_as_written}")[:300],
            text=row.text,
            channel=_cut(row.channel, 40),
            delivery_mode=_cut(row.delivery_mode, 120),
            cost=_cut(row.cost, 60),
            filed_on=row.filed_on,
            filed_time=row.filed_time,
            received_on=row.received_on,
            created_at=now,
            moved_at=now,
            extra={**row.extra, MARK: self._mark(row, variant)},
            status="draft",
        )
        record.events = [self._event(one) for one in row.events]
        if row.due_on:
            record.stated = [StatedDate(clock_kind="response", stated_on=row.due_on, source=self._source)]
        self._stand(record)
        self._batch.session.add(record)
        self._answer(record, record.events, row)

    def update(self, held: Held, row: RequestRow, *, write: bool) -> tuple[bool, Sequence[Problem]]:
        """Bring a record up to a row. What a person entered is never overwritten: it is filled in, or told."""
        session = self._batch.session
        options = (selectinload(InfoRequest.events), selectinload(InfoRequest.stated))
        record = session.scalars(select(InfoRequest).where(InfoRequest.id == held.id).options(*options)).one()
        ours = held.fingerprint is not None
        problems: list[Problem] = []
        changed = self._bring_texts(record, row, ours, problems)
        changed |= self._bring_limit(record, row, problems)
        added = self._new_events(record, row, problems)
        changed |= bool(added) or any(record.extra.get(name) != value for name, value in row.extra.items())
        if write:
            record.extra = {**record.extra, **row.extra, MARK: self._mark(row, held.variant)}
            record.events.extend(added)
            self._answer(record, added, row)
            session.flush()
            if changed:
                record.moved_at = self._clock.now()
                self._stand(record)
        else:
            session.expunge_all()
        return changed, problems

    def end_batch(self, *, keep: bool) -> None:
        """Keep the batch, or drop it."""
        self._batch.end(keep=keep)

    def _candidates(self, rows: Sequence[RequestRow]) -> Iterable[InfoRequest]:
        written = {row.folio_as_written for row in rows if row.folio_as_written}
        normal = {row.folio for row in rows if row.folio}
        days = {row.filed_on for row in rows if row.folio_as_written is None}
        query = select(InfoRequest).where(
            InfoRequest.project_id == self._project_id,
            or_(
                InfoRequest.folio_as_written.in_(written),
                InfoRequest.folio.in_(normal),
                and_(InfoRequest.folio_as_written.is_(None), InfoRequest.filed_on.in_(days)),
            ),
        )
        return self._batch.session.scalars(query.order_by(InfoRequest.id))

    def _mark(self, row: RequestRow, variant: int) -> dict[str, Any]:
        return {"fingerprint": row.fingerprint, "variant": variant, "source": self._source, "row": row.number}

    def _event(self, told: ImportEvent, replaces: Event | None = None) -> Event:
        return Event(
            kind=told.kind,
            happened_on=told.on,
            happened_time=told.at,
            values=dict(told.values),
            note=self._source,
            recorded_at=self._clock.now(),
            recorded_by=self._owner_id,
            is_retraction=False,
            replaces_id=replaces.id if replaces else None,
        )

    def _answer(self, record: InfoRequest, events: Iterable[Event], row: RequestRow) -> None:
        for event in events:
            if event.kind in REPLIES:
                self._batch.session.add(
                    Reply(
                        info_request=record,
                        event=event,
                        notified_on=event.happened_on,
                        text=row.answer_text,
                        recorded_at=self._clock.now(),
                    )
                )

    def _stand(self, record: InfoRequest) -> None:
        # Clocks are computed by the schedule; until then the status follows from the events alone.
        events = sorted(record.events, key=lambda one: one.happened_on)
        standing = standing_of(standing_events(events) if record.id else events, ())
        record.status, record.outcome = standing.status, standing.outcome

    def _bring_texts(self, record: InfoRequest, row: RequestRow, ours: bool, problems: list[Problem]) -> bool:
        changed = False
        sizes = {"subject": 300, "channel": 40, "delivery_mode": 120, "cost": 60}
        for name in _TEXTS:
            told, there = getattr(row, name), getattr(record, name)
            told = told[: sizes[name]] if told and name in sizes else told
            if not told or told == there:
                continue
            if ours or not there:
                setattr(record, name, told)
                changed = True
            elif name != "subject":
                why = "lo que se registró a mano dice otra cosa y se conserva"
                problems.append(_differs(row, name, str(told), why))
        if record.agency is None and row.whose.agency:
            record.agency, changed = row.whose.agency, True
        return changed

    def _bring_limit(self, record: InfoRequest, row: RequestRow, problems: list[Problem]) -> bool:
        if row.due_on is None:
            return False
        there = next((one for one in record.stated if one.clock_kind == "response"), None)
        if there is None:
            record.stated.append(StatedDate(clock_kind="response", stated_on=row.due_on, source=self._source))
            return True
        if there.stated_on == row.due_on:
            return False
        if there.source.startswith("tabla "):
            there.stated_on, there.source = row.due_on, self._source
            return True
        problems.append(_differs(row, "due_on", str(row.due_on), f"el acuse dice {there.stated_on} y se conserva"))
        return False

    def _new_events(self, record: InfoRequest, row: RequestRow, problems: list[Problem]) -> list[Event]:
        standing = standing_events(record.events)
        added = []
        for told in row.events:
            same_kind = [one for one in standing if one.kind == told.kind]
            if any(one.happened_on == told.on for one in same_kind):
                continue
            if told.kind == "replied" and "outcome" not in told.values and _is_answered(standing, told.on):
                continue  # this table only says that there was an answer; what kind it was is known already
            imported = [one for one in same_kind if one.note.startswith("tabla ")]
            if same_kind and not imported:
                why = f"ya consta con fecha {same_kind[0].happened_on} y se conserva"
                problems.append(_differs(row, _COLUMN_OF.get(told.kind, "answered_on"), str(told.on), why))
                continue
            added.append(self._event(told, imported[-1] if imported else None))
        return added


def _same_agency(record: InfoRequest, row: RequestRow) -> bool:
    if record.agency and row.whose.agency:
        return record.agency == row.whose.agency
    there, told = plain(record.agency_as_written), plain(row.whose.as_written)
    return there == told or not (there or record.agency) or not (told or row.whose.agency)


def _same_text(record: InfoRequest, row: RequestRow) -> bool:
    return bool(row.folio_as_written) or record.text == row.text


def _held(record: InfoRequest, row: RequestRow) -> Held:
    mark = record.extra.get(MARK) or {}
    return Held(record.id, row.identity, record.filed_on, mark.get("fingerprint"), int(mark.get("variant", 0)))


def _differs(row: RequestRow, column: str, value: str, problem: str) -> Problem:
    return Problem(row.sheet, row.number, column, value[:80], problem)


def _is_answered(events: Iterable[Event], on: date) -> bool:
    return any(event.kind != "filed" and event.happened_on == on for event in events)


def _cut(text: str | None, size: int) -> str | None:
    return text[:size] if text else None

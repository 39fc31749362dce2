"""Makes requests and appeals of a table's rows, cell by cell; what cannot be taken becomes a problem of that cell."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Any

from tracker.agencies.directory import Directory
from tracker.agencies.names import plain
from tracker.folios.folio import Folio
from tracker.folios.read import read_one
from tracker.imports.columns import Columns, Vocabulary
from tracker.imports.dates import Order, read_date
from tracker.imports.rows import AppealRow, ImportEvent, Problem, RequestRow, Whose
from tracker.imports.tables import Cell, Row
from tracker.imports.whose import Names, WhoseFinder

DATES = frozenset(["filed_on", "received_on", "due_on", "answered_on", "extended_on", "asked_on", "resolved_on"])
_KEPT_AS_EXTRA = (
    "status",
    "answer_kind",
    "answer_file",
    "attachment",
    "other",
    "note",
    "law",
    "admission",
    "hearing",
    "extensions",
    "dissents",
    "concurrences",
    "commissioner",
    "compliance",
    "challenge",
    "unit_name",
    "sense",
)
"""Fields without a place of their own in the product; they stay beside the request under the table's name."""

_SUM = re.compile(
    r"(?:gran )?(?:sub ?)?totale?s?\b|suma\b|fuente\b|nota[s]?\b|elabor\w+\b|corte al\b|fecha de corte\b|pagina \d|"
    r"periodo\b|revis[oa]\b|autoriz[oa]\b|promedio\b|cifras\b")
"""How rows begin that say something of the whole table."""
_ROUNDED = re.compile(r"\d{6,9}0{6,}")
_WHOLE = re.compile(r"^(\d{9,15})[.,]0{1,2}$")
_CUT_NUMBER = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d+")
_QUOTED = re.compile(r"^=?[\"'’](.*?)[\"'’]?$")
_SHOWN = 80
LONGEST_NUMBER = 80
"""Characters of a folio or of an appeal's number that are kept."""


@dataclass
class _Cells:
    """One row's cells by field, with the problems met while reading them."""

    sheet: str
    row: Row
    columns: Columns
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        for name, position in self.columns.fields.items():
            if position in self.row.unstored:
                self.tell(name, "la fórmula no tiene resultado guardado: abra el archivo y guárdelo de nuevo")

    def get(self, name: str) -> Cell:
        position = self.columns.fields.get(name)
        return self.row.cells[position] if position is not None and position < len(self.row.cells) else None

    def text(self, name: str) -> str:
        return as_text(self.get(name))

    def tell(self, name: str, problem: str, value: object = None) -> None:
        position = self.columns.fields.get(name)
        header = self.columns.headers[position] if position is not None else name
        shown = as_text(self.get(name) if value is None else value)[:_SHOWN]  # type: ignore[arg-type]
        self.problems.append(Problem(self.sheet, self.row.number, header, shown, problem))


@dataclass(frozen=True)
class Builder:
    """Reads the rows of one sheet."""

    sheet: str
    columns: Columns
    words: Vocabulary
    directory: Directory
    whose: WhoseFinder
    today: date
    orders: Mapping[str, Order]
    epoch_1904: bool = False
    with_demographics: bool = False

    def is_sum(self, row: Row) -> bool:
        """Whether a row adds up others or is a note under the table: nothing in it is a folio or a date."""
        texts = [as_text(cell) for cell in row.cells if cell is not None]
        if not texts or not _SUM.match(plain(texts[0][:80])):
            return False
        cells = _Cells(self.sheet, row, self.columns)
        folio = cells.text("folio") or cells.text("number")
        is_named = bool(folio) and folio != texts[0]
        return not is_named and read_date(cells.get("filed_on"), self.today).on is None

    def request(self, row: Row) -> RequestRow | None:
        """The request of a row; None when it holds neither a folio nor a date and a text."""
        cells = _Cells(self.sheet, row, self.columns)
        written, folio = self._folio(cells)
        filed_on, filed_time = self._date(cells, "filed_on")
        received_on, _ = self._date(cells, "received_on")
        if filed_on is None and "filed_on" not in self.columns.fields:
            filed_on = received_on
        filed_on = self._not_after_today(cells, "filed_on", filed_on)
        text = cells.text("text")
        if written is None and not (filed_on and text):
            return None
        if folio is None and not (filed_on or text or _has_digit(written)):
            return None
        if filed_on is None and not any(p.column in self._headers("filed_on", "received_on") for p in cells.problems):
            cells.tell("filed_on", "falta la fecha de la solicitud")
        events, due_on = self._events(cells, filed_on, filed_time)
        return RequestRow(
            sheet=self.sheet,
            number=row.number,
            whose=self._whose(cells, folio),
            folio=folio.folio if folio else None,
            folio_as_written=written,
            filed_on=filed_on,
            filed_time=filed_time or self._hour(cells),
            received_on=received_on,
            procedure=self._procedure(cells, written),
            subject=cells.text("subject") or _first_words(text),
            text=text,
            channel=cells.text("channel") or None,
            delivery_mode=cells.text("delivery_mode") or None,
            cost=cells.text("cost") or None,
            due_on=due_on,
            answer_text=cells.text("answer_text"),
            events=events,
            extra=self._extra(cells),
            problems=tuple(cells.problems),
        )

    def appeal(self, row: Row) -> AppealRow | None:
        """The appeal of a row; None when it names neither the appeal nor the request."""
        cells = _Cells(self.sheet, row, self.columns)
        written, folio = self._folio(cells)
        number = cells.text("number")[:LONGEST_NUMBER] or None
        if number is None and written is None:
            return None
        if not (_has_digit(number) or _has_digit(written) or cells.get("filed_on") or cells.get("resolved_on")):
            return None
        if number is None:
            cells.tell("number", "falta el número del recurso")
        filed_on, _ = self._date(cells, "filed_on")
        resolved_on, _ = self._date(cells, "resolved_on")
        filed_on = self._not_after_today(cells, "filed_on", filed_on)
        if filed_on and resolved_on and resolved_on < filed_on:
            cells.tell("resolved_on", "la resolución es anterior al recurso")
            resolved_on = None
        return AppealRow(
            sheet=self.sheet,
            number=row.number,
            whose=self._whose(cells, folio),
            appeal=number,
            folio=folio.folio if folio else None,
            folio_as_written=written,
            filed_on=filed_on,
            resolved_on=resolved_on,
            sense=_meaning(self.words.senses, cells.text("sense"), "sense"),
            regulator=cells.text("regulator") or None,
            reason=cells.text("reason"),
            extra=self._extra(cells),
            problems=tuple(cells.problems),
        )

    def _folio(self, cells: _Cells) -> tuple[str | None, Folio | None]:
        value = cells.get("folio")
        if isinstance(value, datetime | date):
            cells.tell("folio", "la hoja de cálculo convirtió el folio en una fecha")
            return as_text(value), None
        quoted = _QUOTED.match(written := as_text(value))
        written = quoted[1] if quoted else written
        written = _WHOLE.sub(r"\1", written)
        if not written:
            return None, None
        if len(written) > LONGEST_NUMBER:
            cells.tell("folio", f"el folio tiene más de {LONGEST_NUMBER} caracteres y se acorta")
            written = written[:LONGEST_NUMBER]
        if _CUT_NUMBER.fullmatch(written) or _ROUNDED.fullmatch(written):
            cells.tell("folio", "la hoja de cálculo cortó dígitos del folio")
        folio = read_one(written, self.directory, today=self.today)
        if folio and folio.is_appeal:
            return written, None
        if folio and folio.repaired and not isinstance(value, int):
            for problem in folio.problems[:1]:
                cells.tell("folio", problem)
        return written, folio

    def _whose(self, cells: _Cells, folio: Folio | None) -> Whose:
        names = Names(
            acronym=cells.text("agency_acronym") or None,
            name=cells.text("agency_name") or None,
            unit=cells.text("unit_name") or None,
            state=cells.text("entity") or None,
            folio=folio.agency if folio else None,
        )
        found = self.whose.find(names)
        if found.jurisdiction is None and folio and folio.jurisdiction:
            found = replace(found, jurisdiction=folio.jurisdiction)
        named = folio.agency if folio else None
        if named and found.agency and named != found.agency and not self._same_seat(named, found.agency):
            cells.tell("folio", f"el folio es de {named} y la tabla dice {found.agency}")
        return found

    def _same_seat(self, one: str, other: str) -> bool:
        agencies = [self.directory.by_acronym(acronym) for acronym in (one, other)]
        return any(
            a and b and (a.successor == b.acronym or a.acronym in b.predecessors) for a, b in (agencies, agencies[::-1])
        )

    def _date(self, cells: _Cells, name: str) -> tuple[date | None, time | None]:
        reading = read_date(cells.get(name), self.today, self.orders.get(name, "dmy"), epoch_1904=self.epoch_1904)
        if reading.problem or reading.note:
            cells.tell(name, reading.problem or "se tomó la fecha; lo demás queda como nota")
        return reading.on, reading.at

    def _not_after_today(self, cells: _Cells, name: str, on: date | None) -> date | None:
        if on is None or on <= self.today:
            return on
        cells.tell(name, "la fecha está en el futuro")
        return None

    def _events(
        self, cells: _Cells, filed_on: date | None, filed_time: time | None
    ) -> tuple[tuple[ImportEvent, ...], date | None]:
        due_on, _ = self._date(cells, "due_on")
        dates = {name: self._date(cells, name)[0] for name in ("asked_on", "extended_on", "answered_on")}
        if filed_on is None:
            return (), due_on
        if due_on and due_on < filed_on:
            cells.tell("due_on", "el límite es anterior a la solicitud")
            due_on = None
        events = [ImportEvent("filed", filed_on, {}, filed_time or self._hour(cells))]
        kinds: dict[str, tuple[str | None, str | None]]
        kinds = {"asked_on": ("clarification_asked", None), "extended_on": ("extension_notified", None)}
        kinds["answered_on"] = self._answer(cells)
        for name, on in dates.items():
            kind, outcome = kinds[name]
            on = self._not_after_today(cells, name, on)
            if on is None or kind is None:
                continue
            if on < filed_on:
                cells.tell(name, "la fecha es anterior a la solicitud")
                continue
            events.append(ImportEvent(kind, on, {"outcome": outcome} if outcome else {}))
        return tuple(events), due_on

    def _answer(self, cells: _Cells) -> tuple[str | None, str | None]:
        said = cells.text("answer_kind")
        if not said:
            return "replied", None
        for entry in self.words.answers:
            if _fits(entry, plain(said)):
                return entry["event"], entry.get("outcome")
        return "replied", None

    def _procedure(self, cells: _Cells, written: str | None) -> str:
        if written and written.startswith("*"):
            return "personal_data"
        return _meaning(self.words.procedures, cells.text("procedure"), "procedure") or "access"

    def _hour(self, cells: _Cells) -> time | None:
        value = cells.get("filed_time")
        if isinstance(value, time):
            return value
        found = re.search(r"\b(\d{1,2}):(\d{2})", as_text(value))
        return time(int(found[1]), int(found[2])) if found and int(found[1]) < 24 and int(found[2]) < 60 else None

    def _extra(self, cells: _Cells) -> dict[str, str]:
        columns = self.columns
        places = {
            columns.headers[columns.fields[name]]: columns.fields[name]
            for name in _KEPT_AS_EXTRA
            if name in columns.fields
        }
        places.update(
            {
                columns.headers[columns.fields[name]]: columns.fields[name]
                for name in DATES
                if name in columns.fields and self._is_told(cells, name)
            }
        )
        places.update(columns.extra)
        if self.with_demographics:
            places.update({name: at for name, (at, why) in columns.left_out.items() if why == "demographic"})
        values = cells.row.cells
        kept = {name: as_text(values[at]) for name, at in places.items() if at < len(values)}
        return {name: value for name, value in kept.items() if value}

    def _is_told(self, cells: _Cells, name: str) -> bool:
        header = self.columns.headers[self.columns.fields[name]]
        return any(problem.column == header for problem in cells.problems)

    def _headers(self, *names: str) -> list[str]:
        return [self.columns.headers[self.columns.fields[n]] for n in names if n in self.columns.fields]


def as_text(value: Cell) -> str:
    """A cell as a person would type it: whole numbers without a point, dates as in ISO."""
    if value is None:
        return ""
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return str(value).strip()


def _has_digit(text: str | None) -> bool:
    return any(c.isdigit() for c in text or "")


def _first_words(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 120 else line[:119].rsplit(" ", 1)[0] + "…"


def _meaning(entries: Sequence[Mapping[str, Any]], said: str, name: str) -> str | None:
    return next((entry[name] for entry in entries if _fits(entry, plain(said))), None)


def _fits(entry: Mapping[str, Any], said: str) -> bool:
    return any(word in said for word in entry["words"]) and not any(word in said for word in entry.get("unless", ()))

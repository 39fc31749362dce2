"""Read the term of a reserve off a reply: how long, from which day, until when, or under which condition."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.replies.reading.elsewhere import stands_elsewhere
from tracker.replies.reading.regime import letter_date
from tracker.replies.reading.text import Letter
from tracker.replies.reading.zones import hide_what_is_not_the_answer
from tracker.reserves.days import NUMBER, after_months, days_in, number_of

_LONGEST_QUOTE = 420
_RESERVED = re.compile(r"\b(?:reserv\w+|clasific\w+|desclasific\w+)")
_TERM = re.compile(
    rf"(?<!\w)(?P<n>{NUMBER})(?:[ \n]+\((?:{NUMBER})\))?[ \n]+(?:\((?P<m>{NUMBER})\)[ \n]+)?"
    r"(?P<unit>anos?|meses|mes)(?!\w)")
_LEAD = re.compile(
    r"(?:\b(?:por|durante|plazo|periodo|termino|lapso|vigencia|temporalidad|duracion)\b[^.;\x00]{0,60}|\breserva de |"
    r"\breservad\w+ )$")
_MAY = re.compile(
    r"\b(?:podra|podran|puede|pueden|maximo|no excedera|no mayor|en ningun caso|ampliar|ampliacion|prorroga\w*|"
    r"antiguedad|ultimos|experiencia|anteriores|prision|pena|sancion\w*)\b")
_UNTIL = re.compile(
    r"\b(?:hasta[ \n]+el|vence\w*[ \n]+el|vencimiento(?:[ \n]+de[ \n]+la[ \n]+reserva)?[: \n]+(?:el[ \n]+)?|"
    r"concluy\w+[ \n]+el|fecha[ \n]+de[ \n]+(?:desclasificacion|vencimiento|conclusion)[^.;\x00]{0,20}|"
    r"termin\w+[ \n]+el|al)[ \n]+(?:dia[ \n]+)?$")
_FROM = re.compile(r"\b(?:a partir|contad\w+|desde|que corre\w*|inici\w+|comput\w+)\b")
_OF_COMMITTEE = re.compile(
    r"\b(?:sesion|resolucion|acuerdo|acta|clasificacion|confirmacion|aprobacion|determinacion)\b")
_OF_THIS = re.compile(r"\b(?:present|esta|este|notificacion|respuesta|emision|oficio)\w*")
_AGE = re.compile(r"[ \n]*(?:de[ \n]+(?:edad|antiguedad|experiencia|prision)|anteriores|atras)")
_HEADED = re.compile(r"\b(?:periodo|plazo|vigencia|termino)(?: de (?:la )?(?:reserva|clasificacion))?\s*:\s*$")
_CLASSIFIED = re.compile(r"\bfecha de (?:la )?clasificacion\s*:?\s*(?:el )?$")
_LAW_ITEM = re.compile(r"[\s\x01]*[ivx]{1,5}[.)-][\s\x01]+l[oa]s?\b")
"""An item of the law's own list: “IV. Los expedientes…”."""
_SESSION = re.compile(r"\b(?:sesion|comite|acta|resolucion ct)\b[^.;\x00]{0,160}$")
_CONDITION = re.compile(
    r"\b(?:hasta(?:[ \n]+en)?[ \n]+tanto|hasta[ \n]+que|en[ \n]+tanto)[ \n]+[^.;\x00]{3,200}")


@dataclass(frozen=True, slots=True)
class Term:
    """One reserve's term: page and words it stands in, months, first day and by what it is known, last day, condition.

    `starts_by`: `said` (the term names the day), `committee` (its session), `letter`, `notified`, or `unsaid`.
    """

    page: int
    quote: str
    months: int | None
    starts_on: date | None
    starts_by: str
    ends_on: date | None
    condition: str = ""


def read_terms(pages: Sequence[str], notified_on: date | None = None) -> list[Term]:
    """The terms a reply states, in order, each once; none where it reserves nothing or only copies the law."""
    letter = Letter(pages)
    hide_what_is_not_the_answer(letter)
    written_on = letter_date(letter.folded)
    session = _session_day(letter)
    found: list[Term] = []
    taken: list[tuple[int, int]] = []
    for match in _TERM.finditer(letter.spoken):
        if not _is_reserve(letter, match.start(), match.end()) or not _LEAD.search(
                letter.spoken, max(0, match.start() - 90), match.start()):
            continue
        months = (number_of(match["m"] or match["n"]) or 0) * (12 if match["unit"].startswith("ano") else 1)
        if not 0 < months <= 40 * 12:
            continue
        starts_on, by, end = _start(letter, match.end(), written_on, session, notified_on)
        ends_on = _until(letter, match.start(), match.end())
        ends_on = ends_on or (after_months(starts_on, months) if starts_on else None)
        _add(found, letter, match.start(), end, months, starts_on, by, ends_on)
        taken.append((match.start() - 200, end + 60))
    for at, stop, day in days_in(letter.spoken):
        if any(low <= at <= high for low, high in taken) or not _is_reserve(letter, at, stop) \
                or not _UNTIL.search(letter.spoken, max(0, at - 70), at):
            continue
        _add(found, letter, at, stop, None, None, "unsaid", day)
        taken.append((at - 200, stop + 60))
    if not found:
        for match in _CONDITION.finditer(letter.spoken):
            if _is_reserve(letter, match.start(), match.end()):
                page, quote = letter.quote(*letter.around(match.start(), match.end(), _LONGEST_QUOTE))
                said = letter.quote(match.start(), match.end())[1]
                return [Term(page, quote, None, None, "unsaid", None, " ".join(said.split())[:300])]
    return found


def _add(found: list[Term], letter: Letter, start: int, end: int, months: int | None, starts_on: date | None, by: str,
         ends_on: date | None) -> None:
    if any((one.months, one.starts_on, one.ends_on) == (months, starts_on, ends_on) for one in found):
        return
    page, quote = letter.quote(*letter.around(start, end, _LONGEST_QUOTE))
    found.append(Term(page, quote, months, starts_on, by, ends_on))


def _is_reserve(letter: Letter, start: int, end: int) -> bool:
    """Whether the sentence (or what stands shortly before) reserves, and does not tell what the law allows."""
    sentence = letter.sentence_at(start)
    if stands_elsewhere(letter, (start, end)) or _LAW_ITEM.match(letter.spoken, sentence.start):
        return False
    around = letter.spoken[max(sentence.start, start - 320):min(sentence.end, end + 160)]
    before = letter.spoken[max(sentence.start, start - 100):start]
    after = letter.spoken[end:min(sentence.end, end + 30)]
    if _MAY.search(before) or _AGE.match(after):
        return False
    if _RESERVED.search(around):
        return True
    # The block a classified document bears: “Reservado… Periodo: 3 años. Fecha de clasificación: …”.
    if _HEADED.search(letter.spoken, max(0, start - 30), start):
        return _RESERVED.search(letter.spoken, max(0, start - 500), min(len(letter.spoken), end + 120)) is not None
    # A line of its own under the classification.
    return _RESERVED.search(letter.spoken, max(0, start - 120), start) is not None


def _start(letter: Letter, at: int, written_on: date | None, session: date | None, notified_on: date | None
           ) -> tuple[date | None, str, int]:
    sentence = letter.sentence_at(at)
    limit = min(sentence.end, at + 260)
    tail = letter.spoken[at:limit]
    lead = _FROM.search(tail)
    if lead:
        place = at + lead.start()
        told = next(((day, stop) for _first, stop, day in days_in(letter.spoken, place, limit)), None)
        if told is not None:
            return told[0], "said", told[1]
        words = letter.spoken[place:limit]
        if _OF_COMMITTEE.search(words) and session is not None:
            return session, "committee", limit
        if _OF_THIS.search(words) or _OF_COMMITTEE.search(words):
            if written_on is not None:
                return written_on, "letter", limit
            return (notified_on, "notified", limit) if notified_on else (None, "unsaid", limit)
    dated = re.search(r"\bdel?[ \n]+$", letter.spoken[max(0, at - 4):at])
    if dated is None:
        spans = re.match(r"[ \n,:(]{0,4}(?:del?|comprendid\w+ del?)[ \n]+", tail)
        first = next(iter(days_in(letter.spoken, at, at + 60)), None) if spans else None
        if first is not None:
            return first[2], "said", first[1]
    bears = {day for first, _stop, day in days_in(letter.spoken)
             if _CLASSIFIED.search(letter.spoken, max(0, first - 40), first)}
    if len(bears) == 1:
        return bears.pop(), "said", at
    if session is not None:
        return session, "committee", at
    if written_on is not None:
        return written_on, "letter", at
    return (notified_on, "notified", at) if notified_on else (None, "unsaid", at)


def _until(letter: Letter, start: int, end: int) -> date | None:
    sentence = letter.sentence_at(start)
    for at, _stop, day in days_in(letter.spoken, end, min(sentence.end + 120, end + 300)):
        if _UNTIL.search(letter.spoken, max(end, at - 70), at):
            return day
    return None


def _session_day(letter: Letter) -> date | None:
    """The day of the committee's session that classified, where the letter tells exactly one."""
    told = {day for at, _stop, day in days_in(letter.spoken)
            if _SESSION.search(letter.spoken, max(0, at - 180), at)
            and _RESERVED.search(letter.spoken, max(0, at - 400), at + 400)}
    return told.pop() if len(told) == 1 else None

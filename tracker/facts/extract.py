"""What a letter says of itself: folio, number, date, agency and who signs; only what stands where letters say it.

Nothing is guessed: a fact that could be about another letter (one that is quoted or answered) is left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from archive.db import fold
from tracker.agencies.directory import Directory
from tracker.facts.dates import has_day, is_labelled, letter_day
from tracker.facts.numbers import letter_number
from tracker.folios.read import read_folios

HEAD_LINES = 40
"""Lines of the first page in which a letter's number, date and sender stand."""
LETTERHEAD_LINES = 15
LEAST_LINES = 4
"""A page with fewer has no letterhead."""
SIGNED_WITHIN = 9
"""Lines after “Atentamente” within which the name stands."""

_FAREWELL = re.compile(
    r"^\W*(?:r\s?e\s?s\s?p\s?e\s?t\s?u\s?o\s?s\s?a\s?m\s?e\s?n\s?t\s?e"
    r"|a\s?t\s?e\s?n\s?t\s?a\s?m\s?e\s?n\s?t\s?e|cordialmente|saludos cordiales|protesto lo necesario"
    r"|sin (?:otro|mas) (?:asunto|particular).{0,100}|.{0,60}\b(?:un|mi) (?:cordial|afectuoso|atento) saludo)\W*$")
_NO_NAME = re.compile(r"^\W*(?:rubricas?|firma(?:s|do)?(?: (?:electronica|autografa|digital)(?:mente)?)?)?\W*$")
"""Lines between the farewell and the name that are neither name nor post."""
_THE_POST = re.compile(r"^\W*(?:el|la)\s+")
_TITLE = re.compile(
    r"^(?:c\.?\s|(?:lic|licda|licdo|mtra|mtro|dra|dr|ing|arq|profr?|profra|c\.?p|l\.?c|l\.?d|m\.?c|m\.?d|act|psic|gral|"
    r"cap|tte|cmdte|comdte|vicealm|alm)\b\.?\s*)+", re.IGNORECASE)
_POST = re.compile(
    r"\b(?:titular|director|directora|subdirector|subdirectora|jef[ea]|coordinador|coordinadora|encargad[oa]|enlace|"
    r"secretari[oa]|subsecretari[oa]|responsable|comisionad[oa]|delegad[oa]|president[ea]|representante|"
    r"servidora? public[oa]|oficial mayor|abogad[oa] general|habilitad[oa]|suplente|vocal|procurador|procuradora|"
    r"asesora?|consultora?|analista|visitadora?|agente|contralora?|administradora?|supervisora?|tesorer[oa]|rectora?|"
    r"integrante|magistrad[oa]|jueza?|ministr[oa]|notari[oa]|sindic[oa]|regidora?)\b|\benc\. del despacho\b")
_NOT_A_NAME = re.compile(
    r"\b(?:unidad|transparencia|instituto|direccion|comite|secretaria|subsecretaria|sufragio|efectivo|reeleccion|"
    r"comision|gobierno|mexico|estados|nacional|general|presente|oficio|pagina|anexo|copia|archivo|c\.c\.p|ccp|elaboro|"
    r"reviso|avenida|calle|colonia|telefono|firma|rubrica|atentamente|respetuosamente|solicitante|estimad[oa]|poder|judicial|consejo|"
    r"organo|"
    r"fiscalia|procuraduria|universidad|subdireccion|coordinacion|departamento|jefatura|delegacion|municipio|ayuntamiento|"
    r"partido|tribunal|centro|servicio|administracion|honestidad|justicia|patria|lema|dios|año)\b")
_NAME = re.compile(r"[^\W\d_][\w'’-]*\.?")
_SMALL = frozenset("de del la las los el y e o a al en por con para san von van".split())


@dataclass(frozen=True, slots=True)
class Found:
    """A fact, its page (from 1) and the words that say it. `value` is in normal form, `quote` as printed."""

    kind: str
    value: str
    page: int
    quote: str


def extract(
    pages: Sequence[tuple[int, str]], directory: Directory, *, today: date, scanned: Collection[int] = ()
) -> list[Found]:
    """The facts of a letter given as (page number, text) in order; at most one of each kind, folios up to three.

    `scanned`: numbers of the pages that a machine read off a picture.
    """
    if not pages:
        return []
    number, first = pages[0]
    head = _lines(first)[:HEAD_LINES]
    found = [*_folios(pages, directory)]
    told = letter_number(head, LETTERHEAD_LINES, begins=_starts_the_letter, is_scan=number in scanned)
    found += [Found("oficio", told[0], number, told[1])] if told else []
    found += [one for one in (
        _date(number, head, today), _agency(number, head, directory, found), _signatory(pages)) if one is not None]
    return found


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _folios(pages: Sequence[tuple[int, str]], directory: Directory) -> list[Found]:
    """Folios of requests, the one named most and first to the front; a table of many is no letter about one."""
    counts: Counter[str] = Counter()
    places: dict[str, tuple[int, str]] = {}
    for number, text in pages:
        for folio in read_folios(text, directory):
            if folio.is_appeal:
                continue
            counts[folio.folio] += 1
            places.setdefault(folio.folio, (number, folio.text))
    if len(counts) > 3:
        return []
    return [Found("folio", folio, *places[folio]) for folio, _ in counts.most_common()]


def _starts_the_letter(line: str) -> bool:
    """Whether the letter proper begins: what is named from here on may be another letter."""
    if fold(line).startswith(("estimad", "en atencion", "me refiero", "hago referencia")):
        return True
    words = line.split()
    return len(words) > 9 and sum(word[0].islower() and fold(word) not in _SMALL for word in words) >= 3


def _date(page: int, head: Sequence[str], today: date) -> Found | None:
    begun = False
    for line in head:
        if begun and not is_labelled(line):
            continue
        on = letter_day(line, today=today)
        if on is not None:
            return Found("date", on.isoformat(), page, line)
        # A table of facts may be read below the salutation: its label tells.
        if _starts_the_letter(line) and not has_day(line):
            begun = True
    return None


def _agency(page: int, head: Sequence[str], directory: Directory, found: Sequence[Found]) -> Found | None:
    """The body of the letterhead, else the one the folio belongs to; none where they contradict each other."""
    named: dict[str, str] = {}
    for line in head[:LETTERHEAD_LINES] if len(head) >= LEAST_LINES else ():
        if _starts_the_letter(line):
            break
        if len(line) < 12:
            continue
        match = directory.match(line)
        # A scan may lose or add a blank; the letters are the name's all the same.
        alike = [one for one in match.candidates if not one.is_shared_name and _letters(one.name) == _letters(line)]
        for agency in [match.agency] if match.agency is not None else alike:
            named.setdefault(agency.acronym, line)
    of_folios: dict[str, str] = {}
    for one in found:
        reading = read_folios(one.value, directory) if one.kind == "folio" else []
        if reading and reading[0].agency:
            of_folios.setdefault(reading[0].agency, one.quote)
    if len(named) == 1:
        acronym, line = next(iter(named.items()))
        return Found("agency", acronym, page, line)
    if not named and len(of_folios) == 1:
        acronym, quote = next(iter(of_folios.items()))
        return Found("agency", acronym, page, quote)
    return None


def _letters(text: str) -> str:
    return re.sub(r"[^a-zñ]", "", fold(text))


def _signatory(pages: Sequence[tuple[int, str]]) -> Found | None:
    """The name under the farewell, or under “El Director General”, that has a post beside it."""
    for number, text in reversed(pages):
        lines = [line for line in _lines(text) if not _NO_NAME.match(fold(line))]
        for at in reversed([index for index, line in enumerate(lines) if _FAREWELL.match(fold(line))]):
            found = _signed(lines[at + 1 : at + 1 + SIGNED_WITHIN], number)
            if found is not None:
                return found
        begins = next((index for index, line in enumerate(lines) if _starts_the_letter(line)), len(lines))
        for index in reversed(range(begins, len(lines) - 1)):
            post = fold(lines[index])
            if _THE_POST.match(post) and _POST.search(post) and len(post.split()) <= 12:
                name = person(lines[index + 1])
                if name is not None:
                    return Found("signatory", name, number, f"{lines[index + 1]}\n{lines[index]}")
    return None


def _signed(under: Sequence[str], page: int) -> Found | None:
    for index, line in enumerate(under):
        name = person(line)
        if name is None:
            before, comma, post = line.partition(",")
            name = person(before) if comma and _POST.search(fold(post)) else None
            if name is not None:
                return Found("signatory", name, page, line)
            continue
        beside = [near for near in _beside(under, index) if _POST.search(fold(near))]
        if beside:
            return Found("signatory", name, page, f"{line}\n{beside[0]}")
    return None


def _beside(lines: Sequence[str], index: int) -> Iterator[str]:
    if index + 1 < len(lines):
        yield lines[index + 1]
    if index:
        yield lines[index - 1]


def person(line: str) -> str | None:
    """A line that is a person's name, as printed without marks around it; None when it may be anything else."""
    said = line.strip(" .,;:_-—*")
    bare = _TITLE.sub("", said).strip()
    words = bare.split()
    if not 2 <= len(words) <= 7 or any(c.isdigit() for c in bare) or _NOT_A_NAME.search(fold(bare)):
        return None
    if _POST.search(fold(bare)):
        return None
    telling = [word for word in words if fold(word) not in _SMALL]
    if len(telling) < 2 or not all(_NAME.fullmatch(word) and word[0].isupper() for word in telling):
        return None
    return said

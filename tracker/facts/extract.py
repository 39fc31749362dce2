"""What a letter says of itself: folio, number, date, agency and who signs; only what stands where letters say it.

Nothing is guessed: a fact that could be about another letter (one that is quoted or answered) is left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from archive.db import fold
from tracker.agencies.directory import Directory
from tracker.folios.read import read_folios

HEAD_LINES = 40
"""Lines of the first page in which a letter's number, date and sender stand."""
LETTERHEAD_LINES = 15
LEAST_LINES = 4
"""A page with fewer has no letterhead."""
SIGNED_WITHIN = 9
"""Lines after “Atentamente” within which the name stands."""
FIRST_YEAR = 2002
"""Before it there was no law to request information by."""

MONTHS = {name: number for number, name in enumerate(
    ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre",
     "diciembre"), 1)} | {"setiembre": 9}

_NUMBER = r"(?:n[uú]mero|n[uú]m\.?|no\.?|n[°º]\.?|nº)"
_CODE = r"(?P<code>[A-Z0-9][A-Z0-9_.]*(?:\s?[/.–-]\s?[A-Z0-9][A-Z0-9_.]*)+|\d{5,12})"
_OFICIO = re.compile(
    rf"^\W*(?:{_NUMBER}\s*(?:de\s+)?)?(?:oficio|of\.)(?:\s+circular)?\s*(?:{_NUMBER})?\s*[:.]?\s*{_CODE}(?=[\s,;.]*$|\s{{2,}})",
    re.IGNORECASE)
_BARE_CODE = re.compile(r"^\W*(?P<code>[A-Z][A-Z0-9]{0,9}(?:[/-][A-Z0-9.]{1,12}){2,7})\W*$")
_DATED_CODE = re.compile(r"(?:19|20)\d\d|[-/]\d\d$")
_OFICIO_ALONE = re.compile(rf"^\W*(?:{_NUMBER}\s*(?:de\s+)?)?oficio\s*(?:{_NUMBER})?\s*[:.]?\s*$", re.IGNORECASE)
_DAY = re.compile(
    r"(?P<day>\d{1,2})\s*(?:°|º|o\.)?\s+(?:d[ei]a?s?\s+)?(?:de(?:l\s+mes\s+de)?\s+)?(?P<month>[a-zñ]{4,10})\s+(?:de|del)"
    r"(?:\s+a[nñ]o)?\s+(?P<year>(?:19|20)\d\d)(?!\d)")
_NUMERIC_DAY = re.compile(r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>(?:19|20)\d\d)(?!\d)")
_PLACE_BEFORE = re.compile(
    r"(?:[,;]|\bmexico|\bcdmx|\bd\.?\s?f\.?|\bfecha(?:\s+de\s+\w+)?\s*:?)\s*(?:a|al)?\s*(?:los)?\s*$")
_DATE_LABEL = re.compile(r"^\W*(?:lugar y )?fecha(?: de(?:l)? (?:oficio|emision|elaboracion))?\b")
_FAREWELL = re.compile(
    r"^\W*(?:r\s?e\s?s\s?p\s?e\s?t\s?u\s?o\s?s\s?a\s?m\s?e\s?n\s?t\s?e"
    r"|a\s?t\s?e\s?n\s?t\s?a\s?m\s?e\s?n\s?t\s?e|protesto lo necesario|sin (?:otro|mas) particular.{0,80})\W*$")
_TITLE = re.compile(
    r"^(?:c\.?\s|(?:lic|licda|licdo|mtra|mtro|dra|dr|ing|arq|profr?|profra|c\.?p|l\.?c|l\.?d|m\.?c|m\.?d|act|psic|gral|"
    r"cap|tte|cmdte|comdte|vicealm|alm)\b\.?\s*)+", re.IGNORECASE)
_POST = re.compile(
    r"\b(?:titular|director|directora|subdirector|subdirectora|jef[ea]|coordinador|coordinadora|encargad[oa]|enlace|"
    r"secretari[oa]|subsecretari[oa]|responsable|comisionad[oa]|delegad[oa]|president[ea]|representante|"
    r"servidora? public[oa]|oficial mayor|abogad[oa] general|habilitad[oa]|suplente|vocal|procurador|procuradora|"
    r"asesora?|consultora?|analista)\b")
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


def extract(pages: Sequence[tuple[int, str]], directory: Directory, *, today: date) -> list[Found]:
    """The facts of a letter given as (page number, text) in order; at most one of each kind, folios up to three."""
    if not pages:
        return []
    number, first = pages[0]
    head = _lines(first)[:HEAD_LINES]
    found = [*_folios(pages, directory)]
    found += [one for one in (
        _oficio(number, head), _date(number, head, today), _agency(number, head, directory, found),
        _signatory(pages)) if one is not None]
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


def _oficio(page: int, head: Sequence[str]) -> Found | None:
    for index, line in enumerate(head):
        found = _OFICIO.search(line)
        if found is None and _OFICIO_ALONE.match(line) and index + 1 < len(head):
            found = re.match(rf"^\W*{_CODE}\W*$", head[index + 1], re.IGNORECASE)
        if found and (code := _clean_code(found["code"])):
            return Found("oficio", code, page, line)
        if _starts_the_letter(line):
            break
    for line in head[:LETTERHEAD_LINES]:
        found = _BARE_CODE.match(line)
        if found and _DATED_CODE.search(found["code"]) and sum(c.isdigit() for c in found["code"]) >= 4:
            return Found("oficio", _clean_code(found["code"]) or found["code"], page, line)
        if _starts_the_letter(line):
            break
    return None


def _starts_the_letter(line: str) -> bool:
    """Whether the letter proper begins: what is named from here on may be another letter."""
    if fold(line).startswith(("estimad", "en atencion", "me refiero", "hago referencia")):
        return True
    words = line.split()
    return len(words) > 9 and sum(word[0].islower() and fold(word) not in _SMALL for word in words) >= 3


def _clean_code(code: str) -> str | None:
    clean = re.sub(r"\s*([/.–-])\s*", r"\1", code).strip(" .,-/")
    return clean if sum(c.isdigit() for c in clean) >= 2 and len(clean) >= 5 else None


def _date(page: int, head: Sequence[str], today: date) -> Found | None:
    """The date after the place, or on a line of its own, or after “Fecha:”."""
    begun = False
    for line in head:
        plain = fold(line)
        if begun and not _DATE_LABEL.match(plain):
            continue
        for pattern in (_DAY, _NUMERIC_DAY):
            for match in pattern.finditer(plain):
                on = _day(match)
                before = plain[: match.start()]
                after = plain[match.end() :].strip(" .,;")
                alone = not before.strip(" .,;a") and not after
                stated = _PLACE_BEFORE.search(before) is not None and not after and len(before.split()) <= 12
                if on and on.year >= FIRST_YEAR and on <= today and (alone or stated):
                    return Found("date", on.isoformat(), page, line)
        # A table of facts may be read below the salutation: its label tells.
        if _starts_the_letter(line) and not _DAY.search(plain):
            begun = True
    return None


def _day(match: re.Match[str]) -> date | None:
    month = match["month"]
    number = int(month) if month.isdigit() else MONTHS.get(month)
    try:
        return date(int(match["year"]), number, int(match["day"])) if number else None
    except ValueError:
        return None


def _agency(page: int, head: Sequence[str], directory: Directory, found: Sequence[Found]) -> Found | None:
    """The body of the letterhead, else the one the folio belongs to; none where they contradict each other."""
    named: dict[str, str] = {}
    for line in head[:LETTERHEAD_LINES] if len(head) >= LEAST_LINES else ():
        if _starts_the_letter(line):
            break
        agency = directory.match(line).agency if len(line) >= 12 else None
        if agency is not None:
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


def _signatory(pages: Sequence[tuple[int, str]]) -> Found | None:
    """The name under the farewell that has a post beside it."""
    for number, text in reversed(pages):
        lines = _lines(text)
        for at in reversed([index for index, line in enumerate(lines) if _FAREWELL.match(fold(line))]):
            under = lines[at + 1 : at + 1 + SIGNED_WITHIN]
            for index, line in enumerate(under):
                name = person(line)
                if name is None:
                    continue
                beside = [near for near in _beside(under, index) if _POST.search(fold(near))]
                if beside:
                    return Found("signatory", name, number, f"{line}\n{beside[0]}")
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

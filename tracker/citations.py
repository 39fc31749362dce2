"""Citing a page: agency, oficio, folio, date, page and link, in Chicago and APA style, Spanish and English."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date


@dataclass(frozen=True, slots=True)
class Source:
    """What is known of the page that is cited; unknown parts are None and left out, never invented."""

    title: str
    page: int
    address: str
    consulted_on: date
    agency: str | None = None
    oficio: str | None = None
    folio: str | None = None
    issued_on: date | None = None


def citations(source: Source) -> Iterator[tuple[str, str, str]]:
    """Each citation as `(style, language, text)`; style is `chicago` or `apa`, language `es` or `en`."""
    for language in ("es", "en"):
        yield "chicago", language, chicago(source, language)
        yield "apa", language, apa(source, language)


def chicago(source: Source, language: str) -> str:
    """A note in Chicago style (Manual of Style, 17th ed., 14.277 ff: public documents)."""
    spanish = language == "es"
    what = f"oficio {source.oficio}" if spanish else f"official letter {source.oficio}"
    quoted = f"«{source.title}»" if spanish else f"“{source.title}”"
    parts = [
        source.agency,
        what if source.oficio else quoted,
        _date(source.issued_on, language) if source.issued_on else None,
        _folio(source.folio, language),
        f"p. {source.page}",
    ]
    consulted = "consultado el" if spanish else "accessed"
    return f"{', '.join(filter(None, parts))}, {consulted} {_date(source.consulted_on, language)}, {source.address}."


def apa(source: Source, language: str) -> str:
    """A reference in APA style (7th ed., 10.4: reports and grey literature)."""
    spanish = language == "es"
    when = _apa_date(source.issued_on, language)
    name = source.title
    if source.oficio:
        name = f"Oficio {source.oficio}" if spanish else f"Official letter {source.oficio}"
    detail = "; ".join(filter(None, (_folio(source.folio, language), f"p. {source.page}")))
    consulted = "Consultado el" if spanish else "Retrieved"
    start = f"{source.agency}. ({when}). {name} ({detail})." if source.agency else f"{name} ({detail}). ({when})."
    origin = "de" if spanish else "from"
    return f"{start} {consulted} {_date(source.consulted_on, language)}, {origin} {source.address}"


def _folio(folio: str | None, language: str) -> str | None:
    if not folio:
        return None
    return f"solicitud de información folio {folio}" if language == "es" else f"information request folio {folio}"


def _date(day: date, language: str) -> str:
    return format_date(day, "d 'de' MMMM 'de' y" if language == "es" else "MMMM d, y", locale=language)


def _apa_date(day: date | None, language: str) -> str:
    if day is None:
        return "s. f." if language == "es" else "n.d."
    return format_date(day, "y, d 'de' MMMM" if language == "es" else "y, MMMM d", locale=language)

"""Citing a page or a passage: agency, oficio, folio, date, page and link; Chicago and APA, Spanish and English."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from tracker.quoting import HIDDEN

BLOCK = {"chicago": 100, "apa": 40}
"""Words from which a quotation is set as a block."""
ENGLISH_MARKS = ("“", "”", "‘", "’")


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
    quote: str | None = None
    """The words that are quoted, in one line; `quoting.HIDDEN` where the page hides something."""


def citations(source: Source) -> Iterator[tuple[str, str, str]]:
    """Each citation as `(style, language, text)`; style is `chicago` or `apa`, language `es` or `en`.

    With a quotation it stands first, as the style sets it, then a blank line and the source.
    """
    for language in ("es", "en"):
        for style, cite in (("chicago", chicago), ("apa", apa)):
            text = cite(source, language)
            quoted = quoted_as(style, source, language)
            yield style, language, f"{quoted}\n\n{text}" if quoted else text


def quoted_as(style: str, source: Source, language: str) -> str:
    """The quotation as a style sets it: in quotation marks, or without them as a block when it is long.

    APA says author, year and page after it (7th ed., 8.23–8.29; a block from 40 words, in Chicago from 100).
    """
    if not source.quote:
        return ""
    words = source.quote.replace(HIDDEN, "[testado]" if language == "es" else "[redacted]")
    is_block = len(words.split()) >= BLOCK[style]
    if style == "chicago":
        return words if is_block else _marked(words, *(("«", "»", "“", "”") if language == "es" else ENGLISH_MARKS))
    when = str(source.issued_on.year) if source.issued_on else _apa_date(None, language)
    who = source.agency or ENGLISH_MARKS[0] + source.title + ENGLISH_MARKS[1]
    where = f"({who}, {when}, p. {source.page})"
    if is_block:
        return f"{words} {where}"
    return f"{_marked(words.rstrip('.'), *ENGLISH_MARKS)} {where}."


def _marked(words: str, opening: str, closing: str, inner_opening: str, inner_closing: str) -> str:
    """Words in quotation marks, those they hold made inner ones."""
    inner = re.sub(r"[“«„]", inner_opening, re.sub(r"[”»]", inner_closing, words))
    inner = re.sub(r'"(?=\w)', inner_opening, inner).replace('"', inner_closing)
    return f"{opening}{inner}{closing}"


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

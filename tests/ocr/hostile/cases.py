"""Generated files that are damaged, odd or meant to do harm, and what must become of each. Invented content only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ocr.errors import SENTENCES
from ocr.types import PageReading

SAYS = "UT/0412/2024"
LINES = ("Unidad de Transparencia", f"Oficio {SAYS}", "En atención a su solicitud de información, después de una",
         "búsqueda exhaustiva en los archivos de esta dirección, no se", "localizó expresión documental alguna.")


@dataclass(frozen=True)
class Hostile:
    """One file: it must say something, or be refused for one of these reasons; nothing named: either will do."""

    name: str
    data: bytes
    says: str | None = None
    reasons: frozenset[str] = frozenset()
    silent: str | None = None
    """What must be in no field."""
    is_long: bool = False
    """It takes many seconds."""


def complaint(case: Hostile, error: str | None, pages: Sequence[PageReading]) -> str | None:
    """What is wrong with the reading of a case, or None; `error` is the sentence for the whole file."""
    known = {english: code for code, (english, _) in SENTENCES.items()}
    told = [known.get(said) for said in (error, *(page.error for page in pages)) if said]
    if None in told:
        return "a reason nobody knows"
    text = "".join("".join(page.text or "" for page in pages).split()).casefold()
    if case.says and "".join(case.says.split()).casefold() not in text:
        return f"{case.says!r} was not read ({told})"
    if case.reasons and not (told and set(told) <= case.reasons):
        return f"refused for {told}, not for {sorted(case.reasons)}"
    words = " ".join(word.text for page in pages for word in page.words or ()).casefold()
    if case.silent and (case.silent.casefold() in text or case.silent.casefold() in words):
        return "what is hidden was told"
    return None

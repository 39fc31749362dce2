"""Citations name what is known, in the order of the style, and leave out what is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tracker.citations import Source, apa, chicago, citations

WHOLE = Source(
    title="respuesta.pdf", page=3, address="https://acuse.example/documents/7/pages/3", consulted_on=date(2026, 11, 22),
    agency="Instituto Nacional de Migración", oficio="INM/UE/0523/2013", folio="0411100064213",
    issued_on=date(2013, 9, 9),
)


def test_chicago_in_spanish_and_english() -> None:
    assert chicago(WHOLE, "es") == (
        "Instituto Nacional de Migración, oficio INM/UE/0523/2013, 9 de septiembre de 2013, solicitud de información "
        "folio 0411100064213, p. 3, consultado el 22 de noviembre de 2026, https://acuse.example/documents/7/pages/3."
    )
    assert "official letter INM/UE/0523/2013, September 9, 2013" in chicago(WHOLE, "en")


def test_apa_in_spanish_and_english() -> None:
    assert apa(WHOLE, "es") == (
        "Instituto Nacional de Migración. (2013, 9 de septiembre). Oficio INM/UE/0523/2013 (solicitud de información "
        "folio 0411100064213; p. 3). Consultado el 22 de noviembre de 2026, de https://acuse.example/documents/7/pages/3"
    )
    assert apa(WHOLE, "en").startswith("Instituto Nacional de Migración. (2013, September 9).")


def test_what_is_not_known_is_left_out_and_never_invented() -> None:
    bare = replace(WHOLE, agency=None, oficio=None, folio=None, issued_on=None)
    assert chicago(bare, "es").startswith("«respuesta.pdf», p. 3, consultado")
    assert apa(bare, "en").startswith("respuesta.pdf (p. 3). (n.d.). Retrieved")
    assert all("None" not in text for _, _, text in citations(bare))

"""Citations name what is known, in the order of the style, and leave out what is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tracker.citations import Source, apa, chicago, citations
from tracker.quoting import HIDDEN

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


def quoting(words: str, **known: object) -> dict[tuple[str, str], str]:
    source = replace(WHOLE, quote=words, **known)  # type: ignore[arg-type]
    return {(style, language): text.split("\n\n")[0] for style, language, text in citations(source)}


def test_a_quotation_stands_before_its_source_in_the_marks_of_the_language() -> None:
    found = quoting("Se detuvo a seis “agentes”.")
    assert found["chicago", "es"] == "«Se detuvo a seis “agentes”.»"
    assert found["chicago", "en"] == "“Se detuvo a seis ‘agentes’.”"
    assert found["apa", "en"] == "“Se detuvo a seis ‘agentes’” (Instituto Nacional de Migración, 2013, p. 3)."
    for _, language, text in citations(replace(WHOLE, quote="seis")):
        assert text.endswith((chicago(WHOLE, language), apa(WHOLE, language)))


def test_a_long_quotation_is_a_block_without_marks() -> None:
    found = quoting("palabra " * 39 + "final.")
    assert found["apa", "es"].startswith("palabra") and found["apa", "es"].endswith("final. (Instituto Nacional de "
                                                                                     "Migración, 2013, p. 3)")
    assert found["chicago", "es"].startswith("«")
    assert quoting("palabra " * 100)["chicago", "en"].startswith("palabra")


def test_what_the_page_hides_is_told_in_the_quotation_in_its_language() -> None:
    found = quoting(f"El agente {HIDDEN} fue detenido")
    assert "El agente [testado] fue" in found["chicago", "es"] and "agente [redacted] fue" in found["apa", "en"]


def test_without_author_or_date_the_quotation_names_the_file_and_no_date() -> None:
    found = quoting("seis", agency=None, issued_on=None)
    assert found["apa", "en"] == "“seis” (“respuesta.pdf”, n.d., p. 3)."
    assert found["apa", "es"] == "“seis” (“respuesta.pdf”, s. f., p. 3)."

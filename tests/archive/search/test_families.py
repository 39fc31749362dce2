"""Words of one family: joined where the stemmer leaves them apart, and nothing else drawn in."""

from __future__ import annotations

import pytest

from archive.search.analysis import fold, stems
from archive.search.families import kin


@pytest.mark.parametrize(
    ("one", "other"),
    [("modificación", "modificar"), ("clasificada", "clasificación"), ("notificó", "notificaciones"),
     ("detención", "detuvieron"), ("resolución", "resuelve"), ("devuelto", "devolver"), ("expulsados", "expulsión"),
     ("traslado", "trasladar"), ("búsquedas", "buscó"), ("requerimiento", "requiere"), ("cumplir", "cumplimiento"),
     ("reconstrucción", "reconstruir"), ("producción", "producido"), ("inscripción", "inscrito")],
)  # fmt: skip
def test_a_verb_and_its_noun_find_each_other_with_and_without_accents(one: str, other: str) -> None:
    for asked, there in ((one, other), (other, one), (fold(one), other), (fold(other), one)):
        assert not {*stems(asked), *kin(asked)}.isdisjoint(stems(there)), (asked, there)


@pytest.mark.parametrize(
    "word", ["retén", "dirección", "nombre", "forma", "trata", "dependencia", "impuesto", "tarifa", "la", "estación"]
)
def test_words_that_only_look_alike_are_left_apart(word: str) -> None:
    everyday = "retención dirigir nombramiento formación tratamiento depender imponer resolver estar lado".split()
    assert all(set(kin(word)).isdisjoint(stems(other)) for other in everyday)


def test_a_word_is_not_its_own_family() -> None:
    assert all(set(kin(word)).isdisjoint(stems(word)) for word in ("detener", "modificación", "resolvió"))

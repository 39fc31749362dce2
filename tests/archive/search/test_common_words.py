"""Common words of a query are searched for, and not marked all over the page."""

from __future__ import annotations

import pytest

from archive.search.common_words import without_common
from archive.search.marks import Marker
from archive.search.plan import Planner
from archive.search.query import parse_query

TEXT = "la solicitud de información de la Unidad, con el folio de ayer"


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("solicitud de información", ["solicitud", "información"]),
        ("de la", ["la", "de", "de", "la", "de"]),
        ('"solicitud de información"', ["solicitud", "de", "información"]),
        ("de OR folio", ["folio"]),
        ("(el folio) -de", ["folio"]),
    ],
)
def test_only_words_that_say_something_are_marked(query: str, marked: list[str]) -> None:
    tree = Planner().plan(without_common(parse_query(query).tree))
    assert [TEXT[start:end] for start, end, _ in Marker(tree).find(TEXT)] == marked

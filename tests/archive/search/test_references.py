"""The number of a letter is found whole, as printed or as OCR misread it, and never for another number."""

from __future__ import annotations

import pytest

from archive.search.marks import Marker, matching_words
from archive.search.references import reference_spans
from archive.search.service import planned_query


def terms(text: str) -> list[str]:
    """The references of a text."""
    return [term for term, _, _ in reference_spans(text)]


@pytest.mark.parametrize(
    "read",
    [
        "CA0000/1560/2024",
        "CAOO00/1560/2024",
        "CAQDO0/1560/2024",
        "ca0000/l56O/2024",
        "CA0000/1 560/2024",
        "CA0000-1560-2024",
        "CA0000/01560/2024",
        "CA0000/O1 560/2024",
    ],
)
def test_what_ocr_makes_of_a_number_is_the_same_reference(read: str) -> None:
    assert terms(f"Oficio No. {read}. Asunto") == terms("CA0000/1560/2024")


@pytest.mark.parametrize("other", ["CA000/1560/2024", "CA0000/1561/2024", "CA0000/1560/2023", "CB0000/1560/2024"])
def test_another_number_is_another_reference(other: str) -> None:
    assert terms(other) != terms("CA0000/1560/2024")


@pytest.mark.parametrize("text", ["22/07/2024", "y/o según/con", "teórico-práctico-social", "1/2/3", "ab/c/1"])
def test_dates_and_joined_words_are_no_references(text: str) -> None:
    assert terms(text) == []


@pytest.mark.parametrize("query", ["INM/UE/0523/2013", '"INM/UE/0523/2013"'])
def test_a_misread_number_is_found_and_its_words_marked(query: str) -> None:
    text = "Oficio\nINM/UE/O523/2013 de la unidad"
    marked = [text[start:end] for start, end, _ in Marker(planned_query(query)).find(text)]
    assert "INM/UE/O523/2013" in marked and "unidad" not in marked
    assert matching_words(planned_query(query), text.split()) == [1]
    assert matching_words(planned_query(query), ["Oficio", "INM/UE/0", "INM/UE/0523/2013"]) == [2]


def test_a_number_split_by_a_wide_figure_is_marked_in_both_pieces() -> None:
    assert matching_words(planned_query('"INM/UE/1187/2013"'), ["Oficio", "INM/UE/1", "187/2013", "de"]) == [1, 2]

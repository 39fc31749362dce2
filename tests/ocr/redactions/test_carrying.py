"""A legend on the last page tells the grounds of the redactions on the pages before it."""

from __future__ import annotations

from ocr.redactions.carrying import Sheet, carried
from ocr.types import Box, Word
from tests.ocr.redactions.lines import words_in_lines

_BOX: Box = (0.2, 0.3, 0.4, 0.32)
_FIRST, _SECOND = "art. 116 LGTAIP", "art. 113 fr. I LFTAIP"
_LEGEND = ("1. Nombre. Fundamento legal: artículo 116 LGTAIP", "2. Domicilio, art. 113 fr. I LFTAIP")


def _marked(mark: str, ground: str | None = None, *lines: str) -> Sheet:
    on = [Word(text, (0.25 + 0.05 * n, 0.302, 0.29 + 0.05 * n, 0.318), 90.0) for n, text in enumerate(mark.split())]
    return Sheet(lambda: [*on, *words_in_lines(*lines)], [_BOX], [ground])


def _plain(*lines: str) -> Sheet:
    return Sheet(lambda: words_in_lines(*lines), [], [])


def test_numbers_are_looked_up_in_the_legend_of_the_last_page() -> None:
    pages = [_marked("1"), _marked("N2"), _marked("Eliminado 1"), _plain("Texto"), _plain(*_LEGEND)]
    assert carried(pages) == [[_FIRST], [_SECOND], [_FIRST], [], []]


def test_what_a_page_tells_itself_stays() -> None:
    pages = [_marked("1", "(b)(6)"), _marked("2", None, "1. Firma, artículo 115 LGTAIP"), _plain(*_LEGEND)]
    assert carried(pages) == [["(b)(6)"], [None], []]


def test_legends_that_disagree_tell_nothing() -> None:
    pages = [_marked("1"), _plain("1. Firma, artículo 115 LGTAIP"), _plain(*_LEGEND)]
    assert carried(pages)[0] == [None]


def test_one_sentence_on_a_last_page_without_redactions_holds_for_all() -> None:
    last = "Se testan datos personales con fundamento en el artículo 116 LGTAIP"
    assert carried([_marked(""), _plain("Texto"), _plain(last)])[0] == [_FIRST]
    assert carried([_marked(""), _plain("Texto"), _marked("", _FIRST, last)])[0] == [None]


def test_no_page_is_read_for_legends_where_every_ground_is_known() -> None:
    def never() -> list[Word]:
        raise AssertionError("read all the same")

    assert carried([Sheet(never, [_BOX], [_FIRST]), Sheet(never, [], [])]) == [[_FIRST], []]

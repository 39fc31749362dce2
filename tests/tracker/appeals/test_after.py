"""After the appeal: pages of two releases are put side by side, and what worked is counted with honest denominators."""

from __future__ import annotations

from datetime import date

import pytest

from ocr.types import Box, Word
from tracker.appeals.models import Appeal
from tracker.appeals.releases import Side, compare, likely, look_of, totals
from tracker.appeals.worked import FEW, Chosen, counted, narrowed, result_of, summed

BOX: Box = (0.3, 0.1, 0.62, 0.13)


def side(number: int, text: str, boxes: tuple[Box, ...] = (), share: float | None = None) -> Side:
    """A page whose words stand in one row, a tenth of the page apart."""
    words = tuple(Word(word, (0.1 * (at % 9), 0.1 + 0.03 * (at // 9), 0.1 * (at % 9) + 0.08,
                              0.12 + 0.03 * (at // 9)), 96.0) for at, word in enumerate(text.split()))
    return Side(number, words, boxes, share)


PLAN = "El operativo del día diez de agosto participaron agentes adscritos a la delegación"
LIST = "Relación de vehículos asignados a la estación durante el periodo que se informa aquí"
LAST = "Anexo fotográfico que consta de doce imágenes tomadas por el personal de guardia"


def test_the_same_page_is_found_though_a_cover_was_put_before_it() -> None:
    before = [side(1, PLAN), side(2, LIST), side(3, LAST)]
    after = [side(1, "Oficio de cumplimiento dirigido al solicitante con la nueva versión pública entera"),
             side(2, PLAN), side(3, LIST), side(4, LAST)]
    pairs = compare(before, after)
    assert [(p.before and p.before.number, p.after and p.after.number) for p in pairs] == [
        (None, 1), (1, 2), (2, 3), (3, 4)]


def test_a_page_that_was_left_out_of_the_second_release_is_said() -> None:
    pairs = compare([side(1, PLAN), side(2, LIST)], [side(1, LIST)])
    assert [(p.before and p.before.number, p.after and p.after.number) for p in pairs] == [(1, None), (2, 1)]


def test_freed_words_are_counted_and_those_under_a_former_box_apart() -> None:
    old = side(1, "El operativo del a cargo de agentes adscritos a la delegación", (BOX,), 0.2)
    new = side(1, "El operativo del comisario Ejemplo Ficticio a cargo de agentes adscritos a la delegación", (), 0.0)
    [pair] = compare([old], [new])
    assert pair.freed.words == 3 and pair.freed.passages == ("comisario Ejemplo Ficticio",)
    assert pair.freed.under_boxes == 3 and pair.freed.lost == 0
    found = totals([pair])
    assert (found.hidden_before, found.hidden_after, found.measured, found.freed) == (0.2, 0.0, 1, 3)


def test_nothing_is_freed_where_only_signs_and_capitals_differ() -> None:
    [pair] = compare([side(1, PLAN)], [side(1, PLAN.upper().replace("DÍA", "DIA") + " .")])
    assert pair.freed.words == 0


def test_a_page_withheld_whole_is_told_by_its_place_and_without_a_share_there_is_none() -> None:
    pairs = compare([side(1, PLAN), side(2, "")], [side(1, PLAN), side(2, LIST)])
    assert pairs[1].before is not None and pairs[1].after is not None
    assert pairs[1].freed.words == len(LIST.split())
    assert totals(pairs).hidden_before is None


def test_a_picture_tells_two_pages_without_words_apart() -> None:
    import io

    from PIL import Image, ImageDraw

    def drawn(*boxes: tuple[int, int, int, int]) -> int:
        picture = Image.new("L", (160, 200), "white")
        for box in boxes:
            ImageDraw.Draw(picture).rectangle(box, fill="black")
        out = io.BytesIO()
        picture.save(out, "PNG")
        return look_of(out.getvalue())

    first, second = drawn((10, 10, 80, 60)), drawn((60, 120, 150, 190))
    before = [Side(1, (), look=first), Side(2, (), look=second)]
    pairs = compare(before, [Side(1, (), look=second)])
    assert [(p.before and p.before.number, p.after and p.after.number) for p in pairs] == [(1, None), (2, 1)]


def test_the_likely_pair_of_documents_has_the_nearest_name_and_as_many_pages() -> None:
    names = {1: ("respuesta.pdf", 2), 2: ("bitacora 2013.pdf", 9), 3: ("cumplimiento.pdf", 1),
             4: ("bitacora 2013 nueva.pdf", 9)}
    assert likely(names, [1, 2], [3, 4]) == (2, 4)
    assert likely(names, [1], []) is None


def appeal(number: int, sense: str | None, grounds: list[str], regulator: str = "INAI") -> Appeal:
    return Appeal(id=number, project_id=1, grounds=grounds, sense=sense, regulator=regulator,
                  filed_on=date(2024, 1, 1))


@pytest.mark.parametrize(("sense", "result"), [
    ("Modificar", "won"), ("revoca", "won"), ("ordena_responder", "won"), ("Confirmar", "confirmed"),
    ("Sobreseer", "thrown_out"), ("desecha", "thrown_out"), (None, "pending"), ("", "pending"),
    ("Acuerdo de ampliación", "other"),
])
def test_a_sense_counts_as_what_it_says(sense: str | None, result: str) -> None:
    assert result_of(sense) == result


def test_a_share_is_of_all_decided_also_of_those_thrown_out() -> None:
    appeals = [appeal(1, "revoca", ["INEXIST"]), appeal(2, "confirma", ["INEXIST"]), appeal(3, "desecha", ["INEXIST"]),
               appeal(4, None, ["INEXIST"])]
    [row] = counted(appeals, {1: (3, 2)})
    assert (row.filed, row.decided, row.counts["won"]) == (4, 3, 1)
    assert row.share == pytest.approx(1 / 3) and row.is_few and FEW == 20
    assert (row.points, row.points_won) == (3, 2)


def test_an_appeal_on_two_grounds_stands_under_both_and_every_number_has_its_list() -> None:
    appeals = [appeal(1, "revoca", ["INEXIST", "CLASIF"]), appeal(2, None, []),
               appeal(3, "modifica", ["CLASIF"], "ITEI")]
    rows = counted(appeals, {})
    assert [(row.ground, row.regulator, row.filed) for row in rows] == [
        ("", "INAI", 1), ("CLASIF", "INAI", 1), ("CLASIF", "ITEI", 1), ("INEXIST", "INAI", 1)]
    for row in rows:
        chosen = Chosen(row.ground, row.agency, row.regulator)
        assert len(narrowed(appeals, chosen)) == row.filed
    assert next((row.ground, row.filed) for row in summed(rows)) == ("CLASIF", 2)
    assert [one.id for one in narrowed(appeals, Chosen(result="decided"))] == [1, 3]

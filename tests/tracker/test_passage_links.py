"""Links to a passage: exactly the passage while the text stands, the same words after it was read anew."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.passage_links import code_of, find_code, passage_code, whole_words

TEXT = ("En atención a su solicitud se informa que los agentes detenidos en\nmayo de 2011 fueron seis, y que los "
        "agentes del grupo no fueron\nlocalizados en los archivos de la dirección durante 2013.")


@given(st.text(alphabet="abc áñ,.\n—", min_size=1, max_size=80), st.data())
def test_a_code_leads_back_to_the_very_stretch(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    code = passage_code(text, start, end)
    if code:
        assert find_code(text, code) == whole_words(text, start, end)


def test_a_code_is_plain_letters_and_short_however_long_the_passage_is() -> None:
    code = passage_code(TEXT, 0, len(TEXT))
    assert code == f"0-{len(TEXT)}.en-atencion-a-su..de-la-direccion-durante-2013".replace("de-la-", "la-")
    assert passage_code(TEXT, 3, 11) == "3-8.atencion"
    assert passage_code(TEXT, 5, 9) == "3-8.atencion", "half words are taken whole"
    assert passage_code("— …", 0, 3) == ""


def test_of_equal_words_the_one_meant_is_marked() -> None:
    second = TEXT.rindex("los agentes")
    code = passage_code(TEXT, second, second + 11)
    assert find_code(TEXT, code) == (second, second + 11)
    longer = "Un renglón más.\n" + TEXT
    assert find_code(longer, code) == (second + 16, second + 27)


@pytest.mark.parametrize("anew", [
    TEXT.replace("\n", " "), "Sello de recibido\n" + TEXT, TEXT.replace("fueron seis", "fueron  5e1s"),
    TEXT.replace("informa", "lnforma"), TEXT.replace("agentes detenidos en", "agcntes detenidos en"),
    TEXT.replace("grupo no", "gnupo no"),
])
def test_a_passage_is_found_again_after_another_reading(anew: str) -> None:
    start, end = TEXT.index("los agentes"), TEXT.index(" no fueron")
    span = find_code(anew, passage_code(TEXT, start, end))
    assert span is not None
    assert anew[slice(*span)].split()[1:3] == anew[anew.index("los ag"):].split()[1:3]
    assert anew[slice(*span)].endswith(("grupo", "gnupo"))


@pytest.mark.parametrize("code", [
    "", "x", "3-8", "3-8.", "3-8.otra", "9999999-8.otra", "3-8.ATENCION", "3-8.a..b..c",
    "0-5.nada-de-esto..que-no-esta", "-1-8.atencion", "3-8.atencion..", "3-99999.atencion..2013-nunca", "3-8.--"])
def test_other_codes_mark_nothing(code: str) -> None:
    assert find_code(TEXT, code) is None


def test_a_note_s_words_have_the_code_of_their_place() -> None:
    start = TEXT.index("mayo")
    assert code_of(start, "mayo de 2011") == passage_code(TEXT, start, start + 12)
    assert code_of(3, "") == ""

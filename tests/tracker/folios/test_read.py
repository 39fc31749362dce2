"""Folios are read as printed, found inside text, repaired only when one reading is valid, and never made up."""

from __future__ import annotations

import time
from datetime import date

import pytest

from tracker.agencies.directory import Directory
from tracker.folios.read import read_folios, read_one
from tracker.folios.scan import chains


def read(directory: Directory, text: str) -> list[str]:
    return [folio.folio for folio in read_folios(text, directory, today=date(2026, 11, 22))]


@pytest.mark.parametrize(
    ("written", "scheme", "unit", "agency", "year", "consecutive", "jurisdiction"),
    [
        ("0610100135506", "infomex", "06101", "SAT", 2006, 1355, "MX-FED"),
        ("0411100064213", "infomex", "04111", "INM", 2013, 642, "MX-FED"),
        ("0001700012310", "infomex", "00017", "PGR", 2010, 123, "MX-FED"),
        ("0001700012320", "infomex", "00017", "FGR", 2020, 123, "MX-FED"),
        ("6000000227220", "infomex", "60000", "TSJCDMX", 2020, 2272, "MX-CMX"),
        ("330026324000817", "sisai", "3300263", "SHCP", 2024, 817, "MX-FED"),
        ("330010924000525", "sisai", "3300109", "CONAHCYT", 2024, 525, "MX-FED"),
        ("340026300288026", "sisai_2025", "3400263", "SHCP", 2026, 2880, "MX-FED"),
    ],
)
def test_each_numbering_is_taken_apart(
    directory: Directory,
    written: str,
    scheme: str,
    unit: str,
    agency: str,
    year: int,
    consecutive: int,
    jurisdiction: str,
) -> None:
    folio = read_one(written, directory)
    assert folio is not None
    assert (folio.folio, folio.scheme, folio.unit_code, folio.agency) == (written, scheme, unit, agency)
    assert (folio.year, folio.consecutive, folio.jurisdiction) == (year, consecutive, jurisdiction)
    assert not folio.repaired
    assert folio.problems == ()


def test_a_unit_nobody_knows_is_read_and_said(directory: Directory) -> None:
    folio = read_one("9876500012314", directory)
    assert folio is not None
    assert (folio.unit_code, folio.agency, folio.jurisdiction) == ("98765", None, None)
    assert "98765" in folio.problems[0]


def test_a_unit_known_only_in_the_other_series_is_named_as_a_doubt_not_as_the_agency(directory: Directory) -> None:
    folio = read_one("340030900012326", directory)
    assert folio is not None
    assert folio.agency is None
    assert "CNDH" in folio.problems[0]


def test_a_state_folio_tells_its_state(directory: Directory) -> None:
    folio = read_one("090161622000123", directory)
    assert folio is not None
    assert (folio.jurisdiction, folio.unit_code, folio.year, folio.consecutive) == ("MX-CMX", "0901616", 2022, 123)


@pytest.mark.parametrize("mark", ["*", " *", "(*"])
def test_a_star_marks_a_personal_data_request(directory: Directory, mark: str) -> None:
    folio = read_one(f"{mark}0610100135506", directory)
    assert folio is not None
    assert (folio.folio, folio.personal_data) == ("0610100135506", True)


def test_bold_marks_and_bullets_are_no_personal_data_mark(directory: Directory) -> None:
    for text in ("folio **0610100135506**", "* 0610100135506"):
        (folio,) = read_folios(text, directory)
        assert not folio.personal_data


@pytest.mark.parametrize(
    ("written", "folio"),
    [
        ("411100064213", "0411100064213"),
        ("1700012313", "0001700012313"),
        ("700012313", "0000700012313"),
        ("411100064213.0", "0411100064213"),
        ("330026324000817.0", "330026324000817"),
        ("4.11100064213E+11", "0411100064213"),
        ("411,100,064,213", "0411100064213"),
        ("90161622000123", "090161622000123"),
    ],
)
def test_what_a_spreadsheet_did_to_a_folio_is_undone(directory: Directory, written: str, folio: str) -> None:
    found = read_one(written, directory)
    assert found is not None
    assert found.folio == folio
    assert found.repaired == (len(written.removesuffix(".0")) != len(folio))


@pytest.mark.parametrize(
    "written",
    [
        "0411 1000 6421 3",
        "04111 000642 13",
        "04111-000642-13",
        "04111\u00a0000642\u00a013",
        "folio 04111000\n64213",
        "folio 04111000-\n   64213",
        "0411100\u00ad064213",
        "04111\u2013000642\u201313",
        "folio: 0411100064213.",
        "«0411100064213»",
        "0411100064213_065.doc",
        "Respuesta0411100064213.pdf",
        "https://ejemplo.mx/2013/seguimiento/04111/0411100064213_065.doc",
        "https://ejemplo.mx/ver?folio=0411100064213&x=1",
    ],
)
def test_spaces_dashes_line_ends_and_file_names_do_not_hide_a_folio(directory: Directory, written: str) -> None:
    (folio,) = read_folios(written, directory)
    assert folio.folio == "0411100064213"
    assert not folio.repaired


@pytest.mark.parametrize(
    ("written", "folio"),
    [
        ("O411100064213", "0411100064213"),
        ("04l11OOO64213", "0411100064213"),
        ("0411I00O64213", "0411100064213"),
        ("33OO26324000B17", "330026324000817"),
        ("33002632400O8I7", "330026324000817"),
        ("folio O4111 OOO642 13", "0411100064213"),
        ("0610100I3SS06", "0610100135506"),
        ("folio l0411100064213", "0411100064213"),
    ],
)
def test_letters_that_look_like_digits_are_repaired_and_told(directory: Directory, written: str, folio: str) -> None:
    (found,) = read_folios(written, directory)
    assert (found.folio, found.repaired) == (folio, True)
    assert found.problems


@pytest.mark.parametrize(
    "written",
    [
        "I411100064213",  # 14111… or a border and INM's folio without its zero
        "33002632400817",  # a digit lost inside: no reading
        "30153122000045",  # a state's folio without a digit, or another's without its zero
        "041110006421E",
        "04111000642",
        "0411100000013",
        "0411100064299",
        "3300263240008171",
        "340026324000817",
    ],
)
def test_what_has_no_single_reading_is_left_alone(directory: Directory, written: str) -> None:
    assert read(directory, written) == []


def test_all_folios_of_a_letter_are_found_once_and_in_order(directory: Directory) -> None:
    letter = (
        "Oficio INM/UT/0123/2014. En atención a sus solicitudes con números de folio 0411100064213, 0411100064413 y\n"
        "0411100075613, y en términos de la resolución del recurso RDA 1000/12 y del RRA 2959/16, se reitera que el\n"
        "folio 0411100064213 se respondió el 12/05/2013. Tel. 55 5123 4567. CLABE 012180001234567897. C.P. 06600."
    )
    assert read(directory, letter) == [
        "0411100064213",
        "0411100064413",
        "0411100075613",
        "RDA 1000/12",
        "RRA 2959/16",
    ]


def test_the_place_of_a_folio_in_the_text_is_given(directory: Directory) -> None:
    text = "La solicitud número 9876500012314 fue turnada."
    (folio,) = read_folios(text, directory)
    assert text[folio.start : folio.end] == folio.text == "9876500012314"


@pytest.mark.parametrize(
    "text",
    [
        "Comuníquese al teléfono 5255123456713 en horario de oficina.",
        "Comuníquese al +52 55 1234 5678 13",
        "cuenta bancaria 0411100064213",
        "La CLABE interbancaria es 012180001234567897 del banco.",
        "Tarjeta 4152 3133 1234 5678",
        "CURP GOMC850101HDFLRR09 y RFC SOBI850101S13",
        "RFC: SOBI850101S13",
        "El código de barras 7501031311309 corresponde al producto.",
        "La cuenta se abrió con 1234567890113 pesos.",
        "monto de $ 330,026,324,000,817.00",
        "Se pagaron $1,700,012,313.00 en 2013",
        "Domicilio en C.P. 06600, calle 5 número 123, colonia 48692013",
        "El 20130512 101500 se registró",
        "El oficio 0411100064213 no es una solicitud",
        "ISBN 9786070000013",
        "commit 3f2a0411100064213bd1e9",
        "El dictamen 48692013 se emitió",
        "Con fecha 12 05 2013 14 30 22 se notificó",
        "RIA 12/05/2013",
        "Artículos 113, 116 y 141 de la Ley; 33 002 63 24",
        "serie 340026300125125 del equipo",
    ],
)
def test_other_numbers_are_not_taken_for_folios(directory: Directory, text: str) -> None:
    assert read(directory, text) == []


@pytest.mark.parametrize(
    ("text", "folio"),
    [
        ("solicitud con folio 48692013", "48692013"),
        ("folio PF00120214", "PF00120214"),
        ("Folio Infomex número: 00120214", "00120214"),
        ("48692013", "48692013"),
        ("PF00120214", "PF00120214"),
    ],
)
def test_short_state_folios_need_the_word_folio_or_to_stand_alone(directory: Directory, text: str, folio: str) -> None:
    (found,) = read_folios(text, directory)
    assert (found.folio, found.scheme, found.agency) == (folio, "infomex_state", None)


def test_short_state_folios_in_a_list_are_all_read(directory: Directory) -> None:
    assert read(directory, "los folios 48692013, 48702013 y 48712013") == ["48692013", "48702013", "48712013"]


def test_a_short_folio_that_could_be_a_date_says_so(directory: Directory) -> None:
    (found,) = read_folios("folio 12052013", directory)
    assert any("fecha" in problem for problem in found.problems)
    assert read(directory, "20130512") == []


@pytest.mark.parametrize(
    ("written", "folio", "scheme", "year", "consecutive"),
    [
        ("RDA 1000/12", "RDA 1000/12", "appeal_2002", 2012, 1000),
        ("RDA 001/13", "RDA 001/13", "appeal_2002", 2013, 1),
        ("RPD-0123/14", "RPD 0123/14", "appeal_2002", 2014, 123),
        ("RRA 2959/2016", "RRA 2959/16", "appeal_2016", 2016, 2959),
        ("RRD\u00a0512/19", "RRD 512/19", "appeal_2016", 2019, 512),
        ("rra 10234/22", "RRA 10234/22", "appeal_2016", 2022, 10234),
        ("R.R.A. 1234/19", "RRA 1234/19", "appeal_2016", 2019, 1234),
        ("RIA 0145/18", "RIA 0145/18", "appeal_2016", 2018, 145),
        ("DIT 0117/2018", "DIT 0117/18", "appeal_2016", 2018, 117),
        ("RAA número 33/19", "RAA 33/19", "appeal_2016", 2019, 33),
        ("RR00000112", "RR00000112", "appeal_infomex", 2012, 1),
    ],
)
def test_appeal_numbers_are_read(
    directory: Directory, written: str, folio: str, scheme: str, year: int, consecutive: int
) -> None:
    (found,) = read_folios(written, directory)
    assert (found.folio, found.scheme, found.year, found.consecutive) == (folio, scheme, year, consecutive)
    assert found.unit_code is None and found.agency is None and not found.repaired


def test_a_badly_read_appeal_number_is_repaired(directory: Directory) -> None:
    (found,) = read_folios("el recurso RlA O14S/18", directory)
    assert (found.folio, found.repaired) == ("RIA 0145/18", True)


def test_an_appeal_of_an_unlikely_year_says_so(directory: Directory) -> None:
    (found,) = read_folios("RDA 12/20", directory)
    assert found.problems


def test_a_clean_mention_beats_a_repaired_one(directory: Directory) -> None:
    (found,) = read_folios("folio O411100064213 (folio 0411100064213)", directory)
    assert not found.repaired


def test_a_folio_of_a_year_to_come_is_not_read(directory: Directory) -> None:
    assert read_folios("340026300125127", directory, today=date(2026, 11, 22)) == []
    assert read_folios("340026300125127", directory, today=date(2027, 1, 2)) != []


def test_a_list_of_folios_after_the_word_is_read_to_its_end(directory: Directory) -> None:
    text = "Solicitudes: 9876500012314, 9876500012414; 9876500012514 y 9876500012614."
    assert len(read(directory, text)) == 4


def test_a_pasted_column_is_read(directory: Directory) -> None:
    assert read(directory, "9876500012314\n411100064213\n090161622000123\n") == [
        "9876500012314",
        "0411100064213",
        "090161622000123",
    ]


def test_a_table_with_bars_is_read(directory: Directory) -> None:
    assert read(directory, "|0411100064213|330026324000817|") == ["0411100064213", "330026324000817"]


def test_an_address_of_the_web_is_told_from_the_text_around_it_however_many_there_are() -> None:
    text = "330026324000817 a1@b2 330026324000818 https://x.mx/33002 4 www.y.mx/1 7"
    found = [(atom.token, atom.in_web) for chain in chains(text) for atom in chain]
    assert found == [("330026324000817", False), ("330026324000818", False), ("33002", True), ("4", False),
                     ("1", True), ("7", False)]


def test_thousands_of_addresses_take_no_longer_than_their_length() -> None:
    def seconds(times: int) -> float:
        began = time.process_time()
        assert not list(chains("a@b " * times))
        return time.process_time() - began

    assert seconds(20_000) < 1.0

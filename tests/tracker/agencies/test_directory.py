"""The directory finds agencies without ever guessing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tracker.agencies.directory import Directory, load_directory
from tracker.agencies.facts import Agency, UnitCode
from tracker.agencies.loading import BadSeed


@pytest.fixture(scope="module")
def directory(seeds: Path) -> Directory:
    return load_directory(seeds / "agencies")


@pytest.mark.parametrize(
    ("written", "acronym"),
    [
        ("INM", "INM"),
        ("i.n.m.", "INM"),
        ("INSTITUTO NACIONAL DE MIGRACION", "INM"),
        ("el Instituto Nacional de Migración", "INM"),
        ("Instituto Nacional de Migración (INM)", "INM"),
        ("INM - Instituto Nacional de Migración", "INM"),
        ("Procuraduría General de la República", "PGR"),
        ("H. Cámara de Diputados", "CAMARA DE DIPUTADOS"),
        ("Secretaría de Salud (SSA)", "SSA"),
    ],
)
def test_a_name_is_matched_without_regard_to_case_accents_and_the_acronym_beside_it(
    directory: Directory, written: str, acronym: str
) -> None:
    match = directory.match(written)
    assert match.agency is not None
    assert match.agency.acronym == acronym


@pytest.mark.parametrize(
    "written",
    [
        "Instituto Nacional de Migracin",
        "Secretaría de Salud de Veracruz",
        "Secretaría de Salud (Veracruz)",
        "Instituto Estatal de Migración",
        "Secretaría de Seguridad Pública del Estado",
        "Ayuntamiento de Tapachula",
        "SCT / SICT",
        "",
    ],
)
def test_a_name_that_is_only_similar_is_never_matched(directory: Directory, written: str) -> None:
    assert directory.match(written).agency is None


def test_a_misspelt_name_is_offered_as_a_doubt(directory: Directory) -> None:
    match = directory.match("Instituto Nacional de Migracin")
    assert [agency.acronym for agency in match.candidates] == ["INM"]
    assert match.doubt is not None


def test_a_name_that_states_share_is_a_doubt_unless_the_jurisdiction_is_known(directory: Directory) -> None:
    assert directory.match("Secretaría de Salud").agency is None
    sure = directory.match("Secretaría de Salud", "MX-FED").agency
    assert sure is not None and sure.acronym == "SSA"
    assert directory.match("Secretaría de Salud", "MX-VER").agency is None


def test_the_kind_of_a_body_depends_on_the_day(directory: Directory) -> None:
    pgr, fgr, inee = (directory.by_acronym(acronym) for acronym in ("PGR", "FGR", "INEE"))
    assert pgr and fgr and inee
    assert pgr.kind_on(date(2018, 12, 19)) == "executive"
    assert fgr.kind_on(date(2018, 12, 20)) == "autonomous"
    assert fgr.kind_on(date(2018, 12, 19)) is None
    assert (inee.kind_on(date(2013, 1, 10)), inee.kind_on(date(2015, 1, 10))) == ("executive", "autonomous")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("PGR", "FGR"),
        ("SFP", "SABG"),
        ("IFAI", "INAI"),
        ("INAI", "TP"),
        ("CONACYT", "CONAHCYT"),
        ("CONAHCYT", "SECIHTI"),
    ],
)
def test_predecessors_and_successors_point_at_each_other(directory: Directory, old: str, new: str) -> None:
    before, after = directory.by_acronym(old), directory.by_acronym(new)
    assert before and after
    assert before.successor == new
    assert old in after.predecessors


def test_one_code_over_the_years_belongs_to_the_body_of_that_year(directory: Directory) -> None:
    names = {year: holder.agency.acronym for year in (2010, 2020) if (holder := directory.holder("00017", year))}
    assert names == {2010: "PGR", 2020: "FGR"}
    in_between = directory.holder("00017", 2018)
    assert in_between is not None and in_between.doubt is not None
    assert directory.by_code("00017") is None
    assert directory.by_code("04111") is directory.by_acronym("INM")


def test_a_code_nobody_verified_says_so(directory: Directory) -> None:
    inm, shcp = directory.holder("04111", 2013), directory.holder("3300263", 2024)
    assert inm is not None and not inm.verified
    assert shcp is not None and shcp.verified


def test_two_agencies_with_one_alias_are_a_doubt() -> None:
    both = [Agency(a, n, "MX-FED", aliases=("Migración",)) for a, n in (("AA", "Una"), ("BB", "Otra"))]
    match = Directory(both).match("migración")
    assert match.agency is None
    assert len(match.candidates) == 2


def test_every_state_is_known_by_its_number(directory: Directory) -> None:
    assert list(directory.entities) == [f"{number:02d}" for number in range(1, 33)]
    assert directory.entities["09"].jurisdiction == "MX-CMX"
    assert len({entity.jurisdiction for entity in directory.entities.values()}) == 32


@pytest.mark.parametrize(
    ("seed", "complaint"),
    [
        ("agencies: [{acronym: X, name: Equis}]", "jurisdiction"),
        ("jurisdiction: MX-FED\nagencies: [{acronym: X, name: Equis, kinds: [[club, null, null, true, s]]}]", "club"),
        (
            "jurisdiction: A\nsources: {s: s}\nagencies: [{acronym: X, name: E, codes: [[4111, infomex, true, s]]}]",
            "4111",
        ),
        ("jurisdiction: MX-FED\nagencies: [{acronym: X, name: E, successor: NADIE}]", "NADIE"),
        ("- one\n- two", "mapping"),
    ],
)
def test_a_seed_file_that_breaks_the_form_is_refused(tmp_path: Path, seed: str, complaint: str) -> None:
    (tmp_path / "bad.yaml").write_text(seed, encoding="utf-8")
    with pytest.raises(BadSeed, match=complaint):
        load_directory(tmp_path)


def test_an_agency_knows_its_codes() -> None:
    agency = Agency("X", "Equis", "MX-FED", codes=(UnitCode("12345", "infomex", "acta", True),))
    assert agency.has_code("12345")
    assert not agency.has_code("54321")

"""Every search engine answers the same: one suite, run against each."""

from __future__ import annotations

import os
import pickle
import random
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date
from itertools import product
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.search.analysis import analyse, fold, has_stem
from archive.search.engines import ENGINES, open_search
from archive.search.fuzzy import distance
from archive.search.plan import Planner
from archive.search.query import parse_query
from archive.search.thesaurus import make_thesaurus
from archive.search.tree import And, Everything, Field, Lower, Most, Node, Not, Or, Places, Range, Slot, Terms
from archive.search.types import Filters, IndexBusy, IndexDamaged, PageDoc, SearchEngine, UnknownEngine

Asked = Callable[..., list[int]]


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SearchEngine]:
    opened = open_search(f"{request.param}:{tmp_path / 'index'}")
    yield opened
    opened.close()


def page(page_id: int, text: str, **facts: object) -> PageDoc:
    scopes = frozenset(facts.pop("scopes", ("open",)))  # type: ignore[call-overload]
    document = facts.pop("document", page_id // 10)
    title = facts.pop("title", "")
    return PageDoc(page_id, document, page_id % 10, text, title, scopes, facts)  # type: ignore[arg-type]


def ask(engine: SearchEngine, text: str, scopes: frozenset[str] | None = None, **how: object) -> list[int]:
    planner = Planner(loose=bool(how.pop("loose", False)), tolerant=bool(how.pop("tolerant", True)))
    how.setdefault("limit", 1000)
    results = engine.search(planner.plan(parse_query(text).tree), scopes, **how)  # type: ignore[arg-type]
    assert results.total >= len(results.hits)
    return [hit.page_id for hit in results.hits]


LETTER = """INSTITUTO NACIONAL DE MIGRACIÓN
Oficio: CA0000/1560/2024
Folio 330010924000525. Ciudad de México, a 22 de
julio de 2024. Con fundamento en el Artículo 142, se otorgan
quince  días hábiles; la Comisión recibió la solicitud de los migran-
tes. Monto: $1,234,567.00. I N M I G R A C I Ó N. Año 2024."""


@pytest.mark.parametrize(
    "query",
    [
        '"22 de julio de 2024"',
        '"CA0000/1560/2024"',
        "CA0000/1560/2024",
        "ca0000",
        "1560",
        "1560/2024",
        "330010924000525",
        '"quince días hábiles"',
        '"QUINCE DIAS HABILES"',
        '"artículo 142"',
        "articulo 142",
        "recibir",
        "recibio",
        "RECIBIÓ",
        "migrante",
        "inmigracion",
        "1234567",
        "1,234,567",
        "año",
        '"nacional de migracion"',
        "migra* -deportación",
        "comisión near~3 solicitud",
        "solicitud cerca~3 comisión",
        '"comisión migrantes"~6',
        "inexistente OR oficio",
        "agencia:INM año:2024",
        'proyecto:"san fernando" fecha:2024-07',
        "folio:330010924*",
        "folio:'330010924000525",
        "testado:>20 desde:2024-07-01 hasta:31/07/2024",
        "oficio:1560/2024",
        "oficio:CA0000/01560/2024",
        "oficio:0156*",
        "CA0000/01560/2024",
        'fecha:"22 de julio de 2024"',
        'fecha:"julio 2024"',
        'desde:"July 2024" hasta:"1 de agosto de 2024"',
    ],
)
def test_a_letter_is_found_by_what_it_says(engine: SearchEngine, query: str) -> None:
    facts = {"agency": "INM", "year": 2024, "project": "San Fernando", "date": date(2024, 7, 22), "redacted": 0.3}
    letter = page(1, LETTER, **facts, folio="330010924000525", oficio=["CA0000/1560/2024", "INM/0156/2024"])
    engine.add([letter, page(2, "Otra cosa: la deportación de personas.", agency="SRE", year=2023)])
    assert ask(engine, query) == [1]


@pytest.mark.parametrize(
    "query",
    ["ano", '"2024 de julio"', '"día hábil"', "recibir -migrantes", "1561", "agencia:SRE", "año:2023", '"días quince"',
     "comisión near~1 migrantes", "testado:>30", "hasta:2024-07-21", "folio:33001", '"recibir"',
     'fecha:"junio de 2024"', "oficio:1561/2024", "oficio:15600/2024", "CA0000/15600/2024"],
)  # fmt: skip
def test_a_letter_is_not_found_by_what_it_does_not_say(engine: SearchEngine, query: str) -> None:
    engine.add(
        [page(1, LETTER, agency="INM", year=2024, date=date(2024, 7, 22), redacted=0.3, folio="330010924000525")]
    )
    assert ask(engine, query) == []


def test_a_folio_is_found_with_and_without_its_leading_zero(engine: SearchEngine) -> None:
    engine.add([page(1, "x", folio=["0411100064213", "0411100064413"]), page(2, "0411100064213")])
    for asked in ("folio:0411100064213", "folio:411100064213", "folio:0411100064413", 'folio:"0411100 064213"'):
        assert ask(engine, asked) == [1]


def test_an_accent_written_as_two_characters_is_the_same_letter(engine: SearchEngine) -> None:
    engine.add([page(1, "comunicacio\u0301n del an\u0303o")])
    assert ask(engine, '"comunicación del año"') == [1]
    assert ask(engine, "ano") == []
    assert ask(engine, "ano", loose=True) == [1]


def test_a_misread_word_is_found_below_every_page_that_has_it_right(engine: SearchEngine) -> None:
    many = "los rnigrantes " * 30
    engine.add(
        [page(1, many), page(2, "largo texto de otra cosa " * 40 + "un migrante"), page(3, "oficio l560 de 2O24")]
    )
    assert ask(engine, "migrantes") == [2, 1]
    assert ask(engine, "migrantes", tolerant=False) == [2]
    assert ask(engine, '"oficio 1560 de 2024"') == [3]


@pytest.mark.parametrize(
    ("scanned", "query"),
    [
        ("detenidos en el rnunicipio", "municipio"),
        ("la secretaría de gobemación", "gobernación"),
        ("oficio l560 de 2O24", "1560"),
        ("el o1vido", "olvido"),
        ("poIicía federal", "policía"),
        ("los rnigrantes extranjeros", '"migrantes extranjeros"'),
    ],
)
def test_a_misread_word_is_found_and_never_before_the_word_itself(
    engine: SearchEngine, scanned: str, query: str
) -> None:
    long = "texto de otra cosa " * 60 + query.strip('"')
    engine.add([page(1, f"{scanned}.\n" * 9), page(2, long), page(3, "nada de eso")])
    assert ask(engine, query) == [2, 1]


@pytest.mark.parametrize(
    ("scanned", "query"),
    [
        ("I N M I G R A C I Ó N", "inmigración"),
        ("E S T A C I Ó N  M I G R A T O R I A", '"estación migratoria"'),
        ("alojamien-\nto de perso-\n nas", '"alojamiento de personas"'),
        ("de la depor\u00ad\ntación", "deportación"),
        ("asegu¬\nramiento", "aseguramiento"),
    ],
)
def test_letters_spaced_out_and_words_broken_at_a_line_end_are_the_word_itself(
    engine: SearchEngine, scanned: str, query: str
) -> None:
    long = "texto de otra cosa " * 60 + query.strip('"')
    engine.add([page(1, f"{scanned}.\n" * 9), page(2, long), page(3, "nada de eso")])
    assert ask(engine, query) == [1, 2]


def test_a_word_with_a_tilde_finds_words_a_letter_or_two_away_below_the_word_itself(engine: SearchEngine) -> None:
    engine.add([
        page(1, "rnigrante migranle " * 5), page(2, "texto largo de otra cosa " * 30 + "migrantes"),
        page(3, "migratne"), page(4, "imigrate"), page(5, "emigraron"), page(6, "Tapachula"),
    ])  # fmt: skip
    assert ask(engine, "migrante~1") == [2, 1, 3]
    assert ask(engine, "migrante~") == [2, 1, 3, 4]
    assert ask(engine, "migrante~ -tapachula -migratne") == [2, 1, 4]
    assert ask(engine, "migrante", tolerant=False) == [2]
    assert ask(engine, "Tapachila~") == [6]
    assert ask(engine, "zzzzz~2") == []


def test_a_tilde_in_a_phrase_and_beside_near_lets_one_letter_differ(engine: SearchEngine) -> None:
    engine.add([
        page(1, "la señora Juama Péres López"), page(2, "Juana Pérez"), page(3, "Péres, Juana"),
        page(4, "Juana fue con Pérez"), page(5, "Juanaxx Pérezxx"),
    ])  # fmt: skip
    assert ask(engine, '"juana~ pérez~"') == [2, 1]
    assert ask(engine, '"juana pérez~"') == [2]
    assert ask(engine, "juana~ near~2 pérez~") == [2, 4, 1, 3]
    assert ask(engine, "juana~ near~1 juana~") == []


def test_other_official_names_are_found_below_the_word_asked_for(engine: SearchEngine) -> None:
    thesaurus = make_thesaurus([(["detención", "aseguramiento", "estación migratoria"], [])])
    engine.add(
        [page(1, "los aseguramientos"), page(2, "una detención"), page(3, "en estaciones migratorias"), page(4, "x")]
    )
    planner = Planner(thesaurus)
    found = engine.search(planner.plan(parse_query("detenciones").tree), None)
    assert found.hits[0].page_id == 2 and found.total == 3
    assert planner.used == {"detenciones": ("aseguramiento", "estación migratoria")}
    assert engine.search(Planner(thesaurus).plan(parse_query("estación migratoria").tree), None).total == 3
    assert engine.search(Planner(thesaurus).plan(parse_query('"detención"').tree), None).total == 1


def test_english_pages_join_english_inflections(engine: SearchEngine) -> None:
    engine.add([page(1, "The detained men were denied the access to the files of the case.")])
    assert ask(engine, "detaining") == [1]
    assert ask(engine, "denying file") == [1]


def test_what_a_person_may_not_see_is_in_no_count(engine: SearchEngine) -> None:
    engine.add(
        [
            page(1, "secuestro", scopes=["a"], agency="INM"),
            page(2, "secuestro secuestrado", scopes=["b"], agency="FGR"),
            page(3, "secuestro", scopes=["a", "b"], agency="INM"),
        ]
    )
    tree = Planner().plan(parse_query("secuestro").tree)
    seen = engine.search(tree, frozenset(["a"]), facets=["agency"])
    assert (seen.total, sorted(hit.page_id for hit in seen.hits)) == (2, [1, 3])
    assert seen.facets["agency"] == {"INM": 2}
    assert engine.words_like("secuestrad", frozenset(["a"])) == {}
    assert engine.words_like("secuestrad", frozenset(["b"])) == {"secuestrado": 1}
    assert engine.words_like("secues", None) == {"secuestro": 3, "secuestrado": 1}
    for nobody in (frozenset[str](), frozenset(["zz"])):
        assert engine.search(tree, nobody, facets=["agency"]).total == 0
        assert engine.search(tree, nobody, facets=["agency"]).facets["agency"] == {}


def test_facets_count_and_filters_narrow(engine: SearchEngine) -> None:
    engine.add(
        [
            page(1, "uno", agency="INM", year=2023, kind=["denied", "partial"], redacted=0.0, source="ocr"),
            page(2, "uno", agency="INM", year=2024, kind=["partial"], redacted=0.12, date=date(2024, 1, 5)),
            page(3, "uno", agency="SRE", year=2024, redacted=0.9, language="en", date=date(2024, 3, 5)),
        ]
    )
    tree = Planner().plan(parse_query("uno").tree)
    facets = ["agency", "year", "kind", "redacted", "source", "language", "project"]
    assert engine.search(tree, None, facets=facets).facets == {
        "agency": {"INM": 2, "SRE": 1},
        "year": {"2024": 2, "2023": 1},
        "kind": {"partial": 2, "denied": 1},
        "redacted": {"0": 1, "5-20": 1, "50-100": 1},
        "source": {"ocr": 1},
        "language": {"en": 1},
        "project": {},
    }
    narrowed = Filters({"agency": frozenset(["INM"]), "year": frozenset(["2024", "2025"])})
    assert ask(engine, "uno", filters=narrowed) == [2]
    assert ask(engine, "uno", filters=Filters(date_from=date(2024, 3, 5))) == [3]
    assert ask(engine, "uno", filters=Filters(date_to=date(2024, 3, 4))) == [2]
    assert ask(engine, "uno", filters=Filters(document_id=0, after_page=2)) == [3]
    assert ask(engine, "uno", filters=Filters(document_id=9)) == []


def test_order_and_paging(engine: SearchEngine) -> None:
    days = [date(2024, 1, 3), date(2024, 1, 1), None, date(2024, 1, 2)]
    engine.add([page(n, "uno", **({"date": day} if day else {})) for n, day in enumerate(days)])
    assert ask(engine, "uno", sort="newest") == [0, 3, 1, 2]
    assert ask(engine, "uno", sort="oldest") == [1, 3, 0, 2]
    assert ask(engine, "uno") == [0, 1, 2, 3]
    assert ask(engine, "uno", limit=2, offset=1) == [1, 2]
    assert ask(engine, "uno", sort="newest", limit=2, offset=2) == [1, 2]
    assert ask(engine, "uno", limit=0) == []
    assert ask(engine, "", limit=10) == [0, 1, 2, 3]


def test_more_of_a_word_in_a_shorter_page_ranks_higher(engine: SearchEngine) -> None:
    engine.add([page(1, "relleno " * 50 + "tortura"), page(2, "tortura tortura y más"), page(3, "nada")])
    assert ask(engine, "tortura") == [2, 1]


def test_a_word_of_nearly_every_page_still_comes_before_its_misreading(engine: SearchEngine) -> None:
    engine.add([page(n, "oficio numero de la misma") for n in range(2, 400)] + [page(1, "0ficio de la rnisma")])
    assert ask(engine, "oficio")[-1] == 1 and ask(engine, '"la misma"')[-1] == 1


SPECIES = ["migrante", "rnigrante", "detenido", "detención", "detener", "oficio", "de"]


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(bodies=st.lists(st.lists(st.sampled_from(SPECIES), min_size=1, max_size=8), min_size=2, max_size=10),
       asked=st.sampled_from(["migrante", "detención", "migrante OR detener", "de oficio", '"de oficio"']))
@pytest.mark.parametrize("name", ENGINES)
def test_what_every_engine_promises_of_the_order(
    name: str, bodies: list[list[str]], asked: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Filters never reorder; pages with the word itself come before those that only have it misread; of two pages of
    one length with nothing else to tell them apart, the one with more of a word comes first. Nothing else is
    promised: how rare a word is, Whoosh counts over what the person sees, tantivy over the archive."""
    engine = open_search(f"{name}:{tmp_path_factory.mktemp('ix') / 'index'}")
    engine.add([page(n, " ".join(body), kind="xy"[n % 2]) for n, body in enumerate(bodies)])
    whole = ask(engine, asked)
    for kind in "xy":
        some = ask(engine, asked, filters=Filters({"kind": frozenset(kind)}))
        assert some == [n for n in whole if "xy"[n % 2] == kind]
    if asked == "migrante":
        right = ["migrante" in bodies[n] for n in whole]
        assert right == sorted(right, reverse=True)
        for one, other in product(whole, whole):
            more = bodies[one].count("migrante") > bodies[other].count("migrante")
            if more and len(bodies[one]) == len(bodies[other]):
                assert whole.index(one) < whole.index(other)
    engine.close()


def test_a_page_added_again_replaces_the_old_one(engine: SearchEngine) -> None:
    engine.add([page(1, "vieja"), page(2, "otra")])
    engine.add([page(1, "nueva"), page(1, "novísima")])
    assert (ask(engine, "vieja"), ask(engine, "nueva"), ask(engine, "novísima")) == ([], [], [1])
    assert engine.count() == 2


def test_pages_and_documents_are_taken_out(engine: SearchEngine) -> None:
    engine.delete_document(1)
    engine.delete_pages([1])
    engine.add([page(number, "algo") for number in range(10, 40)])
    engine.delete_document(2)
    engine.delete_pages([10, 11, 99])
    assert engine.count() == 18
    assert ask(engine, "algo") == [*range(12, 20), *range(30, 40)]
    engine.optimise()
    assert ask(engine, "algo") == [*range(12, 20), *range(30, 40)]


def test_digests_tell_what_the_index_holds(engine: SearchEngine) -> None:
    pages = [page(number, f"texto {number}") for number in range(5)]
    engine.add(pages)
    assert dict(engine.page_digests()) == {each.page_id: each.digest() for each in pages}
    assert page(1, "a").digest() != page(1, "b").digest() != page(1, "b", scopes=["x"]).digest()


def test_an_empty_index_answers_nothing(engine: SearchEngine) -> None:
    assert ask(engine, "algo") == []
    assert engine.search(Everything(), None, facets=["agency"]).facets == {"agency": {}}
    assert (engine.count(), list(engine.page_digests()), engine.words_like("a", None)) == (0, [], {})
    engine.optimise()


def test_what_was_added_is_there_after_reopening(engine: SearchEngine, tmp_path: Path) -> None:
    engine.add([page(1, "persistente")])
    engine.close()
    again = open_search(f"{engine.name}:{tmp_path / 'index'}")
    assert ask(again, "persistente") == [1]
    again.add([page(2, "persistente")])
    assert ask(again, "persistente") == [1, 2]
    again.close()


def test_a_reader_sees_what_another_process_would_write(engine: SearchEngine, tmp_path: Path) -> None:
    reader = open_search(f"{engine.name}:{tmp_path / 'index'}")
    assert ask(reader, "algo") == []
    for number in range(30):
        engine.add([page(number, "algo")])
        assert len(ask(reader, "algo")) == number + 1
    reader.close()


def test_adding_does_not_disturb_people_who_search(engine: SearchEngine, tmp_path: Path) -> None:
    engine.add([page(0, "algo")])
    reader = open_search(f"{engine.name}:{tmp_path / 'index'}")
    problems: list[BaseException] = []
    stop = threading.Event()

    def search() -> None:
        try:
            while not stop.is_set():
                assert ask(reader, "algo") and ask(engine, '"algo más" OR algo')
        except BaseException as problem:
            problems.append(problem)

    threads = [threading.Thread(target=search) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(1, 40):
        engine.add([page(number, "algo más")])
    stop.set()
    for thread in threads:
        thread.join()
    reader.close()
    assert problems == []


def test_only_one_process_writes(engine: SearchEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.search.whoosh_store._LOCK_PATIENCE", 0.1)
    engine.add([page(1, "uno")])
    other = open_search(f"{engine.name}:{tmp_path / 'index'}")
    if engine.name == "whoosh":
        from whoosh.index import open_dir

        from archive.search.whoosh_format import schema

        folder = next((tmp_path / "index").glob("generation-*"))
        writer = open_dir(str(folder), schema=schema()).writer()
        with pytest.raises(IndexBusy):
            other.add([page(2, "dos")])
        writer.cancel()
    else:
        with pytest.raises(IndexBusy):
            other.add([page(2, "dos")])
        engine.close_writer()
    assert other.add([page(2, "dos")]) == 1
    assert ask(engine, "dos") == [2]
    other.close()


@pytest.mark.parametrize("how", ["cut", "noise", "gone", "mark", "place"])
def test_a_damaged_index_says_so(engine: SearchEngine, tmp_path: Path, how: str) -> None:
    engine.add([page(number, f"texto {number} " * 50) for number in range(50)])
    engine.close()
    folder = next((tmp_path / "index").glob("generation-*"))
    files = [file for file in folder.iterdir() if file.suffix != ".json" and file.stat().st_size > 100]
    for file in files:
        data = file.read_bytes()
        if how == "cut":
            file.write_bytes(data[: len(data) // 3])
        elif how == "noise":
            file.write_bytes(random.Random(1).randbytes(len(data)))
        elif how == "gone":
            file.unlink()
    if how == "mark":
        (folder / "acuse-index.json").write_text('{"made_by": "somebody"}')
    if how == "place":
        (tmp_path / "index" / "current.json").write_text('{"generation": "../../etc"}')
    again = open_search(f"{engine.name}:{tmp_path / 'index'}")
    with pytest.raises(IndexDamaged):
        ask(again, "texto")
    again.close()


def test_a_folder_that_is_not_ours_is_never_opened(engine: SearchEngine, tmp_path: Path) -> None:
    foreign = tmp_path / "index" / "generation-000001"
    foreign.mkdir(parents=True)
    (foreign / "_MAIN_1.toc").write_bytes(b"cos\nsystem\n(S'true'\ntR.")
    (tmp_path / "index" / "current.json").write_text('{"generation": "generation-000001"}')
    with pytest.raises(IndexDamaged, match="not one this program made"):
        ask(engine, "texto")


@pytest.mark.parametrize("query", ["dela~2", "de_la", "___de_la", "de*", '"de~ la~"', "elde~2", "de_*"])
def test_words_that_are_indexed_in_pairs_are_found_as_words_alone(engine: SearchEngine, query: str) -> None:
    engine.add([page(1, "copia de la unidad"), page(2, "copia de unidad, la otra")])
    assert ask(engine, query) == {"dela~2": [], "elde~2": [], "de*": [1, 2], "de_*": [1, 2]}.get(query, [1])
    assert engine.words_like("", None).keys() == {"copia", "de", "la", "unidad", "otra"}


def test_who_may_see_pages_of_several_projects_sees_each_once(engine: SearchEngine) -> None:
    every = ["a", "b", "c", "d", "e"]
    engine.add([page(n, "uno", scopes=every[n : n + 2]) for n in range(5)] + [page(7, "uno", scopes=[])])
    for seen in ([], ["a"], ["e"], ["a", "c"], ["b", "c", "d"], every, ["z"]):
        expected = [n for n in range(5) if {*seen} & {*every[n : n + 2]}]
        assert ask(engine, "uno", frozenset(seen)) == ask(engine, "-dos", frozenset(seen)) == expected
    assert ask(engine, "uno") == [0, 1, 2, 3, 4, 7]


def test_a_page_of_a_new_project_is_hidden_from_the_moment_it_is_there(engine: SearchEngine, tmp_path: Path) -> None:
    engine.add([page(1, "uno", scopes=["a"], agency="INM"), page(2, "uno", scopes=["b"], agency="SRE")])
    reader = open_search(f"{engine.name}:{tmp_path / 'index'}")
    tree, seen = Planner().plan(parse_query("uno").tree), frozenset(["a"])
    for number in range(3, 6):
        for asked in (engine, reader, engine):
            results = asked.search(tree, seen, facets=["agency"])
            assert (results.total, results.facets) == (1, {"agency": {"INM": 1}})
            assert (asked.search(tree, seen, limit=0).total, asked.search(tree, None, limit=0).total) == (1, number - 1)
            owner = asked.search(tree, None, facets=["agency"])
            assert owner.total == sum(owner.facets["agency"].values()) == number - 1
        engine.add([page(number, "uno", scopes=[f"new {number}"], agency="FGR")])
    reader.close()


def test_what_no_encoding_has_is_no_reason_to_fail(engine: SearchEngine) -> None:
    engine.add([page(1, "uno \ud800 dos\x00tres", title="a\udcffb.pdf", agency="\ud800", scopes=["p\u00f1"])])
    assert ask(engine, '"uno dos tres"', frozenset(["p\u00f1"])) == [1]


@pytest.mark.parametrize(
    "query",
    ["folio:\ud800x", "\udcff", "uno\ud800*", '"uno \udfff dos"', "agencia:\ud800*", "\ud800uno~", "a\ud800:b"],
)
def test_what_no_encoding_has_can_be_asked_for(engine: SearchEngine, query: str) -> None:
    engine.add([page(1, "uno dos tres", agency="INM", folio="1")])
    ask(engine, query)
    assert ask(engine, "uno") == [1]


def test_a_word_is_not_near_itself(engine: SearchEngine) -> None:
    engine.add([page(1, "uno y dos"), page(2, "uno y uno"), page(3, "uno tres cuatro cinco seis uno")])
    assert ask(engine, "uno near~2 uno") == [2]
    assert ask(engine, "uno near~4 uno") == [2, 3]
    assert ask(engine, "uno near~999 uno~") == [2, 3]
    began = time.process_time()
    assert ask(engine, "uno near~999 un* near~999 uno") == [2, 3]
    assert time.process_time() - began < 1


def test_words_beside_the_order_of_words_make_no_phrase(engine: SearchEngine) -> None:
    engine.add([page(1, "norte del valle-\ndos sobre pre-\nvisto y $1,234,567 y $2,345,678 fin")])
    assert ask(engine, "pre visto 1234567 2345678") == [1]
    for far in ("fin near~999 1234567", "1234567 near~999 2345678"):
        assert ask(engine, far) == []
    for phrase in ('"fin valle"', '"dos pre"', '"visto 1234567"', '"1234567 2345678"', '"fin valle dos"'):
        assert ask(engine, phrase) == []


def test_code_in_an_index_file_is_not_run(tmp_path: Path) -> None:
    url = f"whoosh:{tmp_path / 'index'}"
    engine = open_search(url)
    engine.add([page(1, "uno")])
    engine.close()
    toc = max(next((tmp_path / "index").glob("generation-*")).glob("*.toc"), key=lambda file: file.stat().st_mtime_ns)
    data = toc.read_bytes()
    # The list of segments is the last pickle of the file.
    start = data.rindex(b"\x80\x05") if b"\x80\x05" in data else data.rindex(b"\x80\x04")
    toc.write_bytes(data[:start] + pickle.dumps(Trap(str(tmp_path / "sprung"))))
    with pytest.raises(IndexDamaged):
        ask(open_search(url), "uno")
    assert not (tmp_path / "sprung").exists()


class Trap:
    """What an evil index file would hold: making a folder when it is read."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Callable[[str], None], tuple[str]]:
        return os.mkdir, (self.path,)


def test_an_unknown_engine_is_refused_with_the_list(tmp_path: Path) -> None:
    with pytest.raises(UnknownEngine, match="whoosh:PATH"):
        open_search("lucene:somewhere")
    with pytest.raises(UnknownEngine):
        open_search("whoosh:")


# The same answers as a plain reading of the texts, on whatever trees and pages chance brings.

VOCABULARY = [
    "año",
    "ano",
    "migrante",
    "migrantes",
    "rnigrante",
    "recibió",
    "recibir",
    "de",
    "la",
    "oficio",
    "1560",
    "l560",
    "detención",
    "detener",
]
texts = st.lists(st.sampled_from(VOCABULARY), max_size=12).map(" ".join)
words = st.sampled_from(VOCABULARY)
leaves = st.one_of(
    words,
    st.lists(words, min_size=1, max_size=4).map(lambda some: '"' + " ".join(some) + '"'),
    words.map(lambda word: word[:2] + "*"),
    st.tuples(words, st.integers(0, 4), words).map(lambda it: f"({it[0]} near~{it[1]} {it[2]})"),
    st.tuples(words, st.sampled_from(["~", "~1", "~2"])).map("".join),
    st.tuples(words, words).map(lambda it: f'"{it[0]}~ {it[1]}"'),
    st.tuples(words, st.integers(0, 2), words).map(lambda it: f"({it[0]}~ near~{it[1]} {it[2]})"),
    st.sampled_from(["agencia:a", "agencia:b", "año:>2020", "año:2019..2021", "testado:>10"]),
)
queries = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda it: f"({it[0]} {it[1]})"),
        st.lists(inner, min_size=2, max_size=4).map(" ".join),
        st.tuples(inner, inner).map(lambda it: f"({it[0]} OR {it[1]})"),
        inner.map(lambda it: f"-({it})"),
    ),
    max_leaves=4,
)


def reads(doc: PageDoc, node: Node) -> bool:
    """Whether a page matches a planned query, by reading it."""
    found = analyse(doc.text)
    match node:
        case Terms(stem_terms, weak, kin):
            return not {*stem_terms, *weak, *kin}.isdisjoint(found.stems)
        case Places(slots, distance):
            places = [[at for at, word in enumerate(found.exact) if fits(slot, word)] for slot in slots]
            if distance is not None:
                return any(0 < abs(left - right) <= distance + 1 for left, right in product(*places))
            return any(all(start + index in places[index] for index in range(len(slots))) for start in places[0])
        case Field(name, value):
            return fold(str(doc.fields.get(name, ""))) == value
        case Range(name, low, high):
            value = doc.fields.get(name)
            return value is not None and (low is None or value >= low) and (high is None or value <= high)  # type: ignore[operator]
        case And(parts):
            return all(reads(doc, part) for part in parts)
        case Or(parts):
            return any(reads(doc, part) for part in parts)
        case Most(parts, least):
            return sum(reads(doc, part) for part in parts) >= least
        case Not(part):
            return not reads(doc, part)
        case Lower(part):
            return reads(doc, part)
        case _:
            return isinstance(node, Everything)


def fits(slot: Slot, word: str) -> bool:
    if slot.prefix is not None and word.startswith(slot.prefix):
        return True
    if slot.fuzzy and distance(word, slot.fuzzy[0], slot.fuzzy[1]) <= slot.fuzzy[1]:
        return True
    return word in slot.terms or word in slot.weak or has_stem(word, frozenset(slot.stems))


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
@pytest.mark.parametrize("name", ENGINES)
def test_engines_agree_with_a_plain_reading(
    name: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    engine = open_search(f"{name}:{tmp_path_factory.mktemp('ix') / 'index'}")
    bodies = data.draw(st.lists(texts, min_size=1, max_size=12))
    pages = [
        page(number, body, agency="ab"[number % 2], year=2019 + number % 4, redacted=(number % 5) / 10)
        for number, body in enumerate(bodies)
    ]
    engine.add(pages[: len(pages) // 2])
    engine.add(pages[len(pages) // 2 :])
    for text in data.draw(st.lists(queries, min_size=10, max_size=15)):
        parsed = parse_query(text).tree
        # Whatever must all be there, most of it may be asked for.
        if isinstance(parsed, And) and data.draw(st.booleans()):
            parsed = Most(parsed.parts)
        tree = Planner().plan(parsed)
        expected = [doc.page_id for doc in pages if reads(doc, tree)]
        results = engine.search(tree, None, limit=1000)
        assert sorted(hit.page_id for hit in results.hits) == expected, text
        assert results.total == len(expected), text
    engine.close()

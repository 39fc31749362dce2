"""How fast search is, beside plain Whoosh, bare tantivy and SQLite FTS5, on the same generated pages in one run.

    python -m benchmarks.search --pages 10000 --with whoosh,plain-whoosh,fts5
    python -m benchmarks.search --pages 100000 --with tantivy,bare-tantivy,fts5
    python -m benchmarks.search --pages 1000000 --with tantivy,bare-tantivy,fts5 --keep FOLDER --build
    python -m benchmarks.search --pages 1000000 --with tantivy,bare-tantivy,fts5 --keep FOLDER

Pages have about 300 Spanish words with real frequencies (wordfreq), 6 % set phrases of official letters and 1.5 % words
damaged as OCR damages them. Ours are timed whole: query read, scopes, hits, counts, and 20 snippets from texts kept in
SQLite; the others only give 20 ranked hits, which is less. Facets are timed apart. Times of queries are processor
time, since machines are shared; what is asked runs in one thread. With `--keep`, what was built stays in a folder, to
be asked again by the next run; pages stream, so memory does not grow with their number.
"""

from __future__ import annotations

import argparse
import json
import pickle
import random
import re
import resource
import sqlite3
import statistics
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import numpy as np

from archive.search.analysis import fold, stems
from archive.search.engines import open_search
from archive.search.service import search_pages
from archive.search.types import FACETS, Filters, PageDoc

COLLOCATIONS = """unidad de transparencia|instituto nacional de migración|estación migratoria|recurso de revisión
versión pública|comité de transparencia|con fundamento en el artículo|personas en situación migratoria irregular
solicitud de acceso a la información|plazo de quince días hábiles|derechos humanos de las personas migrantes
no se localizó la información solicitada|dirección general de control y verificación|retorno asistido
clasificada como reservada|prueba de daño|grupos de protección a migrantes|ciudad de méxico a"""
PHRASES = [phrase.split() for phrase in COLLOCATIONS.replace("\n", "|").split("|")]
DAMAGE = (("m", "rn"), ("l", "1"), ("o", "0"), ("ó", "o"), ("ñ", "n"), ("i", "l"))
AGENCIES = ("INM", "SEGOB", "SRE", "FGR", "COMAR", "CNDH", "SSPC", "SEDENA")
LATIN = re.compile("[a-záéíóúüñ]+")
STOP_WORDS = "de la que el en y a los se del las un por con no una su para es al lo como"
STOP = frozenset(STOP_WORDS.split())


class World:
    """Generated pages: the same for the same size and seed."""

    def __init__(self, pages: int, seed: int = 7) -> None:
        from wordfreq import get_frequency_dict

        frequencies = {word: share for word, share in get_frequency_dict("es").items() if LATIN.fullmatch(word)}
        self.words = list(frequencies)
        shares = np.array(list(frequencies.values()))
        self._bounds = np.cumsum(shares / shares.sum())
        self.pages, self._seed = pages, seed

    def text(self, number: int) -> str:
        """The text of one page."""
        rng = np.random.default_rng((self._seed, number))
        chance = random.Random(number)
        picked = np.searchsorted(self._bounds, rng.random(int(rng.integers(240, 360))))
        words: list[str] = []
        for index in picked:
            words.append(self.words[min(int(index), len(self.words) - 1)])
            roll = chance.random()
            if roll < 0.018:
                words += chance.choice(PHRASES)
            elif roll < 0.033:
                old, new = chance.choice(DAMAGE)
                words[-1] = words[-1].replace(old, new, 1)
        lines = [" ".join(words[at : at + 12]) for at in range(0, len(words), 12)]
        return "\n".join(lines).capitalize() + "."

    def page(self, number: int, text: str) -> PageDoc:
        """One page with its facts; a third is in each of three scopes."""
        year = 2013 + number % 13
        facts = {
            "agency": AGENCIES[number % len(AGENCIES)], "year": year, "date": date(year, 1 + number % 12, 1),
            "kind": ["delivered", "partial", "inexistence"][number % 3], "redacted": (number % 20) / 25,
            "source": "ocr" if number % 2 else "text", "language": "es", "project": f"P{number % 7}",
        }  # fmt: skip
        return PageDoc(number, number // 10, number % 10 + 1, text, "", frozenset([f"p{number % 3}"]), facts)


class Texts:
    """Page texts in SQLite, as the archive keeps them."""

    def __init__(self, path: Path, world: World) -> None:
        self._db = sqlite3.connect(path)
        if self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            return
        self._db.execute("CREATE TABLE page (id INTEGER PRIMARY KEY, text TEXT NOT NULL)")
        self._db.executemany("INSERT INTO page VALUES (?, ?)", ((n, world.text(n)) for n in range(world.pages)))
        self._db.commit()

    def __call__(self, ids: Sequence[int]) -> Mapping[int, str]:
        marks = ",".join("?" * len(ids))
        return dict(self._db.execute(f"SELECT id, text FROM page WHERE id IN ({marks})", list(ids)).fetchall())

    def all(self) -> Iterator[tuple[int, str]]:
        """Every page, streaming."""
        yield from self._db.execute("SELECT id, text FROM page ORDER BY id")


Query = tuple[str, list[str]]


def make_queries(world: World, texts: Texts, each: int) -> list[Query]:
    """Kinds of query with their words, drawn from the pages."""
    rng = random.Random(3)
    common = [word for word in world.words[25:400] if word not in STOP and len(word) > 3]
    middle, rare = world.words[800:5000], world.words[8000:40000]
    found: list[Query] = []
    stops = STOP_WORDS.split()
    for _ in range(each):
        body = texts([rng.randrange(world.pages)])
        words = next(iter(body.values())).rstrip(".").split()
        content = [i for i in range(len(words) - 2) if not {words[i], words[i + 1]} & STOP]
        at = rng.choice(content)
        start = rng.randrange(len(words) - 4)
        found += [
            ("rare", [rng.choice(rare)]),
            ("common", [rng.choice(common)]),
            ("and3", [rng.choice(common), rng.choice(common), rng.choice(middle)]),
            ("or4", rng.sample(common, 2) + rng.sample(middle, 2)),
            ("phrase", words[at : at + 2]),
            ("set phrase", list(rng.choice(PHRASES))),
            ("phrase with stop words", words[start : start + 4]),
            ("phrase of stop words", rng.sample(stops, 2)),
            ("phrase without hits", [*rng.sample(common, 2), rng.choice(middle)]),
            ("prefix", [rng.choice(middle)[:5]]),
            ("fuzzy", [rng.choice([word for word in middle if len(word) > 5])]),
            ("filtered", [rng.choice(common), rng.choice(middle)]),
        ]
    return found


def typed(kind: str, words: Sequence[str]) -> str:
    """The query as a person types it."""
    if "phrase" in kind:
        return '"' + " ".join(words) + '"'
    if kind in ("prefix", "fuzzy"):
        return words[0] + ("*" if kind == "prefix" else "~")
    return (" OR " if kind == "or4" else " ").join(words)


Timed = Callable[[str, list[str]], int]


def built(folder: Path, world: World, build: Callable[[], dict[str, float]]) -> dict[str, float]:
    """What building an index showed: measured now, or when it was kept."""
    note = folder.with_name(folder.name + ".json")
    if note.exists():
        kept: dict[str, float] = json.loads(note.read_text())
        return kept
    began, cpu = perf_counter(), process_time()
    facts = build()
    wall, spent = perf_counter() - began, process_time() - cpu
    facts |= {"pages/s": world.pages / wall, "pages/cpu-s": world.pages / spent}
    facts["peak MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    note.write_text(json.dumps(facts))
    return facts


def ours(name: str, folder: Path, world: World, texts: Texts, facets: bool) -> tuple[Timed, dict[str, float]]:
    """Our search over one engine, whole."""
    engine = open_search(f"{name}:{folder}")

    def build() -> dict[str, float]:
        engine.add(world.page(number, text) for number, text in texts.all())
        engine.optimise()
        return {"MB": engine.size_bytes() / 1e6}

    facts = built(folder, world, build)
    engine.add([world.page(world.pages, world.text(0))])
    for count in (1, 50):
        more = [world.page(world.pages + n, world.text(n)) for n in range(count)]
        began = process_time()
        engine.add(more)
        facts[f"add {count} ms"] = (process_time() - began) * 1000
    engine.delete_pages([world.pages])
    engine.close_writer()
    scopes = frozenset(["p0", "p1"])

    def ask(kind: str, words: list[str]) -> int:
        filters = Filters({"year": frozenset(["2019", "2020"])}) if kind == "filtered" else Filters()
        asked = FACETS if facets else ()
        return search_pages(engine, texts, typed(kind, words), scopes, filters, facets=asked).total

    return ask, facts


def first_stem(word: str) -> str:
    """What plain Whoosh stems with: the stem of the folded word."""
    return stems(word)[0]


def plain_whoosh(folder: Path, world: World, texts: Texts) -> tuple[Timed, dict[str, float]]:
    """Whoosh as its manual has it, with the same stems: its own phrase query, scoring and collectors."""
    from whoosh import analysis, fields, index, query
    from whoosh.filedb import structfile

    structfile.load_pickle = pickle.load  # ours lets nothing but our own records through

    def ask(kind: str, words: list[str]) -> int:
        terms = [query.Term("text", stems(word)[0]) for word in words]
        made: Any = query.And(terms)
        if kind == "or4":
            made = query.Or(terms)
        elif "phrase" in kind:
            made = query.Phrase("text", [stems(word)[0] for word in words])
        elif kind == "prefix":
            made = query.Prefix("text", fold(words[0]))
        elif kind == "fuzzy":
            made = query.FuzzyTerm("text", stems(words[0])[0], maxdist=1)
        allowed = query.Or([query.Term("scope", "p0"), query.Term("scope", "p1")])
        if kind == "filtered":
            allowed = query.And([allowed, query.Or([query.Term("year", "2019"), query.Term("year", "2020")])])
        results = searcher.search(made, limit=20, filter=allowed)
        return len([hit["page"] for hit in results])

    analyzer = analysis.RegexTokenizer() | analysis.LowercaseFilter() | analysis.StemFilter(stemfn=first_stem)
    schema = fields.Schema(
        page=fields.STORED, text=fields.TEXT(analyzer=analyzer), scope=fields.KEYWORD, year=fields.KEYWORD
    )

    def build() -> dict[str, float]:
        folder.mkdir()
        writer = index.create_in(str(folder), schema).writer(limitmb=256)
        for number, text in texts.all():
            doc = world.page(number, text)
            writer.add_document(page=number, text=text, scope=" ".join(doc.scopes), year=str(doc.fields["year"]))
        writer.commit()
        return {"MB": size_of(folder)}

    facts = built(folder, world, build)
    searcher = index.open_dir(str(folder), schema=schema).searcher()
    return ask, facts


def size_of(folder: Path) -> float:
    """Megabytes of the files of a folder."""
    return sum(file.stat().st_size for file in folder.iterdir()) / 1e6


def bare_tantivy(folder: Path, world: World, texts: Texts, *, snippets: bool = False) -> tuple[Timed, dict[str, float]]:
    """tantivy with its own Spanish analysis and query parser, within the same scopes; 20 hits, and its own snippets of
    the same texts if asked for."""
    import tantivy

    analysis = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.lowercase())
    analyzer = analysis.filter(tantivy.Filter.ascii_fold()).filter(tantivy.Filter.stemmer("spanish")).build()
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("text", tokenizer_name="es")
    for name in ("scope", "year"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("page", fast=True)
    schema = builder.build()

    def build() -> dict[str, float]:
        folder.mkdir()
        ix = tantivy.Index(schema, path=str(folder))
        ix.register_tokenizer("es", analyzer)
        writer = ix.writer(64_000_000, 1)
        for number, text in texts.all():
            doc = world.page(number, text)
            writer.add_document(
                tantivy.Document(text=text, scope=list(doc.scopes), year=str(doc.fields["year"]), page=number)
            )
        writer.commit()
        writer.wait_merging_threads()
        return {"MB": size_of(folder)}

    facts = built(folder, world, build)
    ix = tantivy.Index(schema, path=str(folder), reuse=True)
    ix.register_tokenizer("es", analyzer)
    ix.reload()
    searcher = ix.searcher()

    def ask(kind: str, words: list[str]) -> int:
        # Two scopes as a Should pair: the way its manual shows.
        scoped = ix.parse_query("scope:p0 OR scope:p1", ["text"])
        text = typed(kind, words)
        if kind == "prefix":
            made = tantivy.Query.regex_query(ix.schema, "text", fold(words[0]) + ".*")
        elif kind == "fuzzy":
            made = tantivy.Query.fuzzy_term_query(ix.schema, "text", stems(words[0])[0], distance=1)
        else:
            made = ix.parse_query(text, ["text"], conjunction_by_default=True)
        parts = [(tantivy.Occur.Must, made), (tantivy.Occur.Must, scoped)]
        if kind == "filtered":
            parts.append((tantivy.Occur.Must, ix.parse_query("year:2019 OR year:2020", ["text"])))
        hits = searcher.search(tantivy.Query.boolean_query(parts), 20).hits
        pages = [int(page or 0) for page in searcher.fast_field_values("page", [address for _, address in hits])]
        if snippets and pages:
            generator = tantivy.SnippetGenerator.create(searcher, made, ix.schema, "text")
            for text in texts(pages).values():
                generator.snippet_from_doc(tantivy.Document(text=text)).fragment()
        return len(pages)

    return ask, facts


def fts5(folder: Path, world: World, texts: Texts) -> tuple[Timed, dict[str, float]]:
    """SQLite FTS5, contentless, accents removed, not stemmed; scopes and years joined from a table; 20 hits."""
    folder.mkdir(exist_ok=True)
    db = sqlite3.connect(folder / "fts.sqlite3")

    def build() -> dict[str, float]:
        db.execute("CREATE VIRTUAL TABLE ft USING fts5(text, content='', tokenize=\"unicode61 remove_diacritics 2\")")
        db.execute("CREATE TABLE fact (id INTEGER PRIMARY KEY, scope TEXT, year INTEGER)")
        for number, text in texts.all():
            db.execute("INSERT INTO ft (rowid, text) VALUES (?, ?)", (number, text))
            doc = world.page(number, text)
            db.execute("INSERT INTO fact VALUES (?, ?, ?)", (number, min(doc.scopes), doc.fields["year"]))
        db.commit()
        db.execute("INSERT INTO ft (ft) VALUES ('optimize')")
        db.commit()
        return {"MB": size_of(folder)}

    facts = built(folder, world, build)

    def ask(kind: str, words: list[str]) -> int:
        if kind == "fuzzy":
            return 0  # it has no such query
        text = typed(kind, [word.replace('"', "") for word in words])
        if "phrase" not in kind and kind != "prefix":
            text = (" OR " if kind == "or4" else " ").join(f'"{word}"' for word in words)
        elif kind == "prefix":
            text = f'"{words[0]}"*'
        years = "AND fact.year IN (2019, 2020)" if kind == "filtered" else ""
        sql = f"""SELECT ft.rowid FROM ft JOIN fact ON fact.id = ft.rowid WHERE ft MATCH ?
                  AND fact.scope IN ('p0', 'p1') {years} ORDER BY bm25(ft) LIMIT 20"""
        return len(db.execute(sql, (text,)).fetchall())

    return ask, facts


WARM = 22
"""Queries asked first, unmeasured: two of each kind."""


def measure(ask: Timed, queries: Sequence[Query]) -> dict[str, list[float]]:
    """Processor milliseconds of each query, by kind; a few of the same kinds go first, unmeasured."""
    for kind, words in queries[:WARM]:
        ask(kind, words)
    times: dict[str, list[float]] = {}
    for kind, words in queries[WARM:]:
        began = process_time()
        ask(kind, words)
        took = (process_time() - began) * 1000
        times.setdefault(kind, []).append(took)
        if kind != "fuzzy":
            times.setdefault("all", []).append(took)
    return times


def at_share(values: Sequence[float], share: float) -> float:
    """The value below which this share lies."""
    return statistics.quantiles(values, n=100, method="inclusive")[int(share * 100) - 1]


def main() -> None:
    """Build, ask, print a table of p50/p95 in ms and the ratios of p95."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--with", dest="engines", default="whoosh,plain-whoosh,tantivy,bare-tantivy,fts5")
    parser.add_argument("--each", type=int, default=40, help="queries of each kind")
    parser.add_argument("--keep", type=Path, help="a folder for what is built, used again by the next run")
    parser.add_argument("--build", action="store_true", help="build only, ask nothing")
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    world = World(wanted.pages)
    makers: dict[str, Callable[[Path, Texts], tuple[Timed, dict[str, float]]]] = {
        "whoosh": lambda folder, texts: ours("whoosh", folder, world, texts, False),
        "tantivy": lambda folder, texts: ours("tantivy", folder, world, texts, False),
        "whoosh+facets": lambda folder, texts: ours("whoosh", folder, world, texts, True),
        "tantivy+facets": lambda folder, texts: ours("tantivy", folder, world, texts, True),
        "plain-whoosh": lambda folder, texts: plain_whoosh(folder, world, texts),
        "bare-tantivy": lambda folder, texts: bare_tantivy(folder, world, texts),
        "bare-tantivy+snippets": lambda folder, texts: bare_tantivy(folder, world, texts, snippets=True),
        "fts5": lambda folder, texts: fts5(folder, world, texts),
    }
    report: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as temporary:
        scratch = (wanted.keep or Path(temporary)) / f"pages-{wanted.pages}"
        scratch.mkdir(parents=True, exist_ok=True)
        texts = Texts(scratch / "texts.sqlite3", world)
        queries = make_queries(world, texts, wanted.each)
        for name in wanted.engines.split(","):
            # With and without facets or snippets, it is the same index.
            ask, facts = makers[name](scratch / name.partition("+")[0], texts)
            if wanted.build:
                print(name, {key: round(value) for key, value in facts.items()}, flush=True)
                continue
            report[name] = {"facts": facts, "times": measure(ask, queries)}
    if wanted.json:
        print(json.dumps(report))
        return
    if wanted.build:
        return
    print(f"{wanted.pages} pages, {len(queries) - WARM} queries, processor ms")
    for name, found in report.items():
        print(f"\n{name}: " + ", ".join(f"{key} {value:.0f}" for key, value in found["facts"].items()))
        for kind, values in found["times"].items():
            print(f"  {kind:<24} p50 {at_share(values, 0.50):8.2f}   p95 {at_share(values, 0.95):8.2f}")
    first = next(iter(report))
    for other in list(report)[1:]:
        ratios = {
            kind: at_share(report[other]["times"][kind], 0.95) / at_share(values, 0.95)
            for kind, values in report[first]["times"].items()
        }
        print(f"\n{other} / {first}, p95: " + ", ".join(f"{kind} {ratio:.2f}" for kind, ratio in ratios.items()))


if __name__ == "__main__":
    main()

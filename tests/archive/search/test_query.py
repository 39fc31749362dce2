"""From what a person types to a tree."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.search.plan import Planner
from archive.search.query import parse_query
from archive.search.tree import And, Everything, Field, Near, Node, Not, Or, Phrase, Prefix, Range, Word

A, B, C = Word("a1"), Word("b2"), Word("c3")


def days(first: str, last: str) -> tuple[float, float]:
    return date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal()


@pytest.mark.parametrize(
    ("typed", "tree"),
    [
        ("", Everything()),
        ("  ", Everything()),
        ("a1", A),
        ("a1 b2", And((A, B))),
        ("a1 b2 OR c3", And((A, Or((B, C))))),
        ("a1 OR b2 OR c3", Or((A, B, C))),
        ("a1 | b2", Or((A, B))),
        ("(a1 b2) OR c3", Or((And((A, B)), C))),
        ("a1 -b2", And((A, Not(B)))),
        ("-(a1 OR b2)", Not(Or((A, B)))),
        ("a1 NOT b2", And((A, Not(B)))),
        ("a1 AND b2", And((A, B))),
        ('"quince  días, hábiles"', Phrase(("quince", "días", "hábiles"))),
        ("“quince días”", Phrase(("quince", "días"))),
        ("«quince días»", Phrase(("quince", "días"))),
        ('-"quince días"', Not(Phrase(("quince", "días")))),
        ('"quince dí*"', Phrase(("quince", "dí"), True)),
        ("migra*", Prefix("migra")),
        ("a1 near~5 b2", Near(A, B, 5)),
        ("a1 cerca~2 b2", Near(A, B, 2)),
        ("a1 NEAR b2", Near(A, B, 5)),
        ('"a1 b2"~3', Near(A, B, 3)),
        ('"a1 b2 c3"~3', And((Near(A, B, 3), Near(B, C, 3)))),
        ("a1 near~5 b2 near~5 c3", And((Near(A, B, 5), Near(B, C, 5)))),
        ("CA0000/1560/2024", Or((Phrase(("CA0000", "1560", "2024")), Phrase(("§ca000015602024",))))),
        ("CA0000/1560", Phrase(("CA0000", "1560"))),
        ("1,234,567", Or((Phrase(("1", "234", "567")), Phrase(("1234567",))))),
        ("I.N.M.", Or((Phrase(("I", "N", "M")), Phrase(("INM",))))),
        ("agencia:INM", Field("agency", "inm")),
        ("AGENCY:inm", Field("agency", "inm")),
        ('proyecto:"San Fernando"', Field("project", "san fernando")),
        ("oficio:CA0000/1560/2024", Field("oficio", "ca0000 1560 2024")),
        ("folio:330010924000525", Field("folio", "330010924000525")),
        ("folio:3300*", Field("folio", "3300", True)),
        ("-tipo:denied", Not(Field("kind", "denied"))),
        ("año:2024", Range("year", 2024, 2024)),
        ("ano:2019..2021", Range("year", 2019, 2021)),
        ("year:2019-2021", Range("year", 2019, 2021)),
        ("año:>=2020", Range("year", 2020, None)),
        ("año:>2020", Range("year", 2021, None)),
        ("año:..2020", Range("year", None, 2020)),
        ("testado:<=5%", Range("redacted", None, 0.05)),
        ("fecha:2024-07-22", Range("date", *days("2024-07-22", "2024-07-22"))),
        ("fecha:22/07/2024", Range("date", *days("2024-07-22", "2024-07-22"))),
        ("fecha:2024-02", Range("date", *days("2024-02-01", "2024-02-29"))),
        ("fecha:2024-07-22..2024-07-23", Range("date", *days("2024-07-22", "2024-07-23"))),
        ("desde:2024", Range("date", days("2024-01-01", "2024-12-31")[0], None)),
        ("hasta:2024", Range("date", None, days("2024-01-01", "2024-12-31")[1])),
        ("fecha:>2024-07", Range("date", days("2024-08-01", "2024-08-01")[0], None)),
    ],
)
def test_what_is_typed_means(typed: str, tree: Node) -> None:
    parsed = parse_query(typed)
    assert (parsed.tree, parsed.hints) == (tree, ())


def test_more_than_twenty_percent_redacted() -> None:
    tree = parse_query("testado:>20").tree
    assert isinstance(tree, Range) and tree.low is not None and 0.2 < tree.low < 0.2001


@pytest.mark.parametrize(
    ("typed", "tree", "code"),
    [
        ('a1 "b2 c3', And((A, Phrase(("b2", "c3")))), "open_quote"),
        ("(a1 b2", And((A, B)), "parenthesis"),
        ("a1) b2", And((A, B)), "parenthesis"),
        ("color:azul", Phrase(("color", "azul")), "unknown_field"),
        ("agencia: a1", A, "empty_field"),
        ("año:muchos a1", A, "bad_value"),
        ("fecha:2024-02-30 a1", A, "bad_value"),
        ("testado:>mucho a1", A, "bad_value"),
        ("OR a1", A, "lone_operator"),
        ("a1 OR", A, "lone_operator"),
        ("a1 near~3", A, "lone_operator"),
        ("*a1", A, "leading_star"),
        ("m*", Word("m"), "short_prefix"),
        ("???", Everything(), "nothing"),
        ("()", Everything(), "nothing"),
        ("a1 " * 100, None, "too_long"),
        ("(" * 300 + "a1", None, "too_long"),
    ],
)
def test_a_mistake_gets_a_hint_and_still_searches(typed: str, tree: Node | None, code: str) -> None:
    parsed = parse_query(typed)
    assert code in [hint.code for hint in parsed.hints]
    assert tree is None or parsed.tree == tree
    for hint in parsed.hints:
        assert hint.sentence("es") and hint.sentence("en") and "{}" not in hint.sentence()


def test_an_address_of_the_web_is_not_a_field() -> None:
    parsed = parse_query("https://inm.gob.mx/transparencia")
    assert parsed.tree == Phrase(("https", "inm", "gob", "mx", "transparencia")) and not parsed.hints


@settings(deadline=None)
@given(st.text(alphabet='a1 "()-|*:~<>.,ORneacfñ“”«»/\n', max_size=60) | st.text(max_size=200))
def test_nothing_typed_is_an_error(typed: str) -> None:
    Planner(loose=True).plan(parse_query(typed).tree)

"""Laws and calendars are data: read strictly, refused in one clear sentence when something is off."""

from __future__ import annotations

import copy
from datetime import date
from typing import Any

import pytest

from tracker.clocks.calendars import PlainBody
from tracker.clocks.engine import clocks
from tracker.clocks.types import Event
from tracker.laws.catalogue import Rulebook, load_rulebook
from tracker.laws.closures import Closure
from tracker.laws.effects import EFFECTS
from tracker.laws.errors import LawError, NoLaw
from tracker.laws.store import seeds_folder

LAW: dict[str, Any] = {
    "key": "XX-2020",
    "name": "A law",
    "short": "Law 2020",
    "jurisdiction": "XX",
    "source": "gazette",
    "procedures": {
        "access": {
            "periods": [
                {
                    "kind": "response",
                    "days": 5,
                    "article": "1",
                    "verified": True,
                    "after": ["filed"],
                    "met_by": ["replied"],
                }
            ],
            "effects": [{"effect": "append", "clock": "response", "event": "extension_notified", "days": 3}],
        }
    },
}
DAYS: dict[str, Any] = {
    "kind": "statutory", "name": "XX", "jurisdictions": ["XX"], "source": "gazette",
    "fixed": [{"month": 1, "day": 6, "reason": "Kings"}],
}  # fmt: skip


def changed(path: tuple[Any, ...], value: Any, base: dict[str, Any] = LAW) -> dict[str, Any]:
    """A copy of a document with one value changed."""
    document = copy.deepcopy(base)
    place: Any = document
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return document


def read(law: dict[str, Any] = LAW, *calendars: dict[str, Any]) -> Rulebook:
    return Rulebook.from_documents([law], [DAYS, *calendars], [])


PERIOD = ("procedures", "access", "periods", 0)
EFFECT = ("procedures", "access", "effects", 0)


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        ((*PERIOD, "dayz"), 5, "unknown field “dayz”"),
        ((*PERIOD, "kind"), "reply", "no clock is of that kind"),
        ((*PERIOD, "days"), 0, "above zero"),
        ((*PERIOD, "days"), "five", "above zero"),
        ((*PERIOD, "unit"), "weeks", "unknown unit “weeks”"),
        ((*PERIOD, "owner"), "press", "unknown owner"),
        ((*PERIOD, "after"), ["posted"], "unknown event “posted”"),
        ((*PERIOD, "after"), [{"event": "filed", "if": 1}], "unknown field “if”"),
        ((*PERIOD, "after"), [{"end_of": "reply"}], "unknown clock “reply”"),
        ((*EFFECT, "effect"), "forgive", "unknown effect “forgive”"),
        ((*EFFECT, "event"), "posted", "unknown event “posted”"),
        ((*EFFECT, "clock"), "reply", "unknown clock “reply”"),
        ((*EFFECT, "days"), None, "“days” is missing"),
        (("reception",), {"closes": "6pm"}, "not an hour"),
        (("valid_from",), "soon", "not a date"),
        (("procedures", "access", "based_on"), "YY-1999", "not among the laws"),
        (("procedures", "access", "based_on"), "XX-2020", "circle"),
        (("validfrom",), date(2020, 1, 1), "unknown field “validfrom”"),
        (("short",), None, "“short” is missing"),
    ],
)
def test_a_law_with_something_unknown_is_refused_when_it_is_loaded(
    path: tuple[Any, ...], value: Any, says: str
) -> None:
    with pytest.raises(LawError) as refused:
        read(changed(path, value))
    assert says in str(refused.value) and "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("calendar", "says"),
    [
        ({"kind": "feast", "name": "x"}, "unknown kind “feast”"),
        (
            {"kind": "suspensions", "name": "x", "jurisdictions": ["XX"], "source": "s",
             "suspensions": [{"first": "2020-02-02", "last": "2020-02-01", "reason": "r", "status": "verified"}]},
            "ends (2020-02-01) before it begins",
        ),
        (
            {"kind": "suspensions", "name": "x", "jurisdictions": ["XX"], "source": "s",
             "suspensions": [{"first": "2020-02-02", "reason": "r", "status": "certain"}]},
            "unknown status “certain”",
        ),
        (
            {"kind": "suspensions", "name": "x", "jurisdictions": ["XX"], "source": "s",
             "suspensions": [{"first": "2020-02-02", "reason": "r", "status": "verified", "clocks": ["reply"]}]},
            "unknown clock “reply”",
        ),
        (
            {"kind": "recesses", "name": "x", "jurisdictions": ["XX"], "source": "s",
             "recesses": [{"rule": "range", "first": "13-40", "last": "01-01", "reason": "r"}]},
            "not a day of the year",
        ),
        (
            {"kind": "recesses", "name": "x", "jurisdictions": ["XX"], "source": "s",
             "recesses": [{"rule": "lent", "reason": "r"}]},
            "unknown rule “lent”",
        ),
    ],
)  # fmt: skip
def test_a_calendar_with_something_unknown_is_refused(calendar: dict[str, Any], says: str) -> None:
    with pytest.raises(LawError) as refused:
        read(LAW, calendar)
    assert says in str(refused.value)


def test_a_new_jurisdiction_is_one_law_and_one_calendar_and_no_code() -> None:
    book = read()
    case = clocks(book, PlainBody("", "XX"), [Event("filed", date(2020, 1, 2))], date(2020, 1, 3))
    reply = case.live("response")
    # 6 January is closed; 2 January is a Thursday.
    assert reply is not None and reply.due_on == date(2020, 1, 10)


def test_two_laws_of_one_key_are_refused() -> None:
    with pytest.raises(LawError, match="two laws"):
        Rulebook.from_documents([LAW, LAW], [DAYS], [])


def test_a_body_without_law_or_calendar_is_refused_in_words() -> None:
    with pytest.raises(NoLaw, match="no law for access is known in ZZ"):
        clocks(read(), PlainBody("", "ZZ"), [Event("filed", date(2020, 1, 2))], date(2020, 1, 3))


def test_every_effect_of_the_closed_set_is_documented_and_used_by_some_law() -> None:
    book = load_rulebook(seeds_folder())
    used = {effect.effect for law in book.laws for effect in law.effects}
    assert used == set(EFFECTS)
    page = (seeds_folder().parent / "docs" / "deadlines.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in page for name in EFFECTS)


def test_the_version_names_the_content_and_changes_with_it() -> None:
    assert read().version == read().version
    assert read().version != read(changed((*PERIOD, "days"), 6)).version


def test_a_suspension_stops_only_what_it_names() -> None:
    named = Closure(
        date(2025, 3, 21), date(2025, 6, 3), "r", "s", "verified", ("MX-FED",), kinds=("executive",),
        procedures=("access",), clocks=frozenset({"appeal"}),
    )  # fmt: skip
    facts: dict[str, Any] = {
        "jurisdiction": "MX-FED", "agency": "INM", "procedure": "access", "clock": "appeal", "basis": "regulator",
        "kind_on": lambda day: "executive", "regulator_on": lambda day: "",
    }  # fmt: skip
    assert named.stops(**facts)
    for name, other in (
        ("jurisdiction", "MX-CHH"),
        ("procedure", "personal_data"),
        ("clock", "response"),
        ("kind_on", lambda day: "autonomous"),
    ):
        assert not named.stops(**{**facts, name: other})


def test_amparo_is_stopped_only_by_what_names_it() -> None:
    everything = Closure(date(2022, 7, 14), date(2022, 7, 15), "r", "s", "verified", ("MX",))
    facts: dict[str, Any] = {
        "jurisdiction": "MX-FED", "agency": "", "procedure": "access", "kind_on": lambda day: None,
        "regulator_on": lambda day: "",
    }  # fmt: skip
    assert everything.stops(clock="response", basis="agency", **facts)
    assert not everything.stops(clock="amparo", basis="court", **facts)


def test_a_period_taken_over_from_another_law_cites_that_law_and_is_not_verified() -> None:
    book = load_rulebook(seeds_folder())
    chihuahua = book.law("MX-CHH")
    own, taken = chihuahua.period("response"), chihuahua.period("payment")
    assert own is not None and (own.short, own.verified) == ("LTAIP Chihuahua", True)
    assert taken is not None and (taken.short, taken.article, taken.verified) == ("LGTAIP 2015", "135", False)
    same_law = book.law("MX-GEN-2025").period("response")
    assert same_law is not None and same_law.verified

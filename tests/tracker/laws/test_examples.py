"""Every law file carries worked examples; each is a case and the dates it must give."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tracker.clocks.calendars import PlainBody
from tracker.clocks.engine import clocks
from tracker.clocks.types import CaseClocks, Event
from tracker.laws.catalogue import Rulebook, load_rulebook
from tracker.laws.law import Example, Law
from tracker.laws.store import seeds_folder

BOOK = load_rulebook(seeds_folder())
EXAMPLES = [(law, example) for law in BOOK.laws for example in law.examples]


def case_of(book: Rulebook, law: Law, given: Any) -> CaseClocks:
    """The clocks of an example's case."""
    events = [Event("filed", given["filed"], values=given.get("values", {}))]
    events += [Event(one[0], one[1], values=one[2] if len(one) > 2 else {}) for one in given.get("events", ())]
    jurisdiction = given.get("jurisdiction") or ("MX-FED" if law.jurisdiction == "MX" else law.jurisdiction)
    procedure = "access" if law.procedure == "amparo" else law.procedure
    body = PlainBody(given.get("agency", ""), jurisdiction)
    return clocks(book, body, events, given.get("today", date(2026, 11, 22)), procedure=procedure)


@pytest.mark.parametrize(
    ("law", "example"), EXAMPLES, ids=[f"{law.key}/{law.procedure}: {one.name}" for law, one in EXAMPLES]
)
def test_a_law_gives_the_dates_of_its_own_examples(law: Law, example: Example) -> None:
    case = case_of(BOOK, law, example.case)
    found = {kind: clock.due_on if (clock := case.live(kind)) else None for kind in example.expect}
    assert found == dict(example.expect)
    if law.procedure != "amparo":
        assert case.law == law.key


@pytest.mark.parametrize("law", BOOK.laws, ids=[f"{law.key}/{law.procedure}" for law in BOOK.laws])
def test_every_law_carries_at_least_one_example(law: Law) -> None:
    assert law.examples

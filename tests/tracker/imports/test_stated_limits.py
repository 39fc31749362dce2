"""The limits of a real table, imported and computed: how many agree, and what would make each of the others agree."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import World
from tracker.agencies.store import directory_of
from tracker.imports.running import Wanted, import_file
from tracker.laws.store import rulebook_of
from tracker.people.models import User
from tracker.requests.stated import compare, proposals

TODAY = date(2026, 11, 23)


def imported(world: World, path: Path) -> Any:
    wanted = Wanted("requests", project=str(world.project), user_id=world.people["alice"])
    return import_file(world.backends, path, wanted)


def verdicts(world: World, year: int) -> list[Any]:
    with world.backends.sessions.reading() as session:
        viewer = session.get_one(User, world.people["alice"])
        return compare(session, viewer, rulebook_of(session), directory_of(session), "INEE", year, today=TODAY)


@pytest.mark.parametrize(
    ("year", "at_least"), [(2013, {"agrees": 76, "open": 1}), (2015, {"agrees": 181, "extended": 19, "open": 4})]
)
def test_the_limits_of_a_real_table_agree_or_are_explained(
    samples: Path, world: World, year: int, at_least: dict[str, int]
) -> None:
    imported(world, samples / "mx_requests" / "8._INEE_Solicitudes.xlsx")
    found = verdicts(world, year)
    count = Counter(one.verdict for one in found)
    print(f"\n{year}: {len(found)} limits, {dict(count)}")
    for one in found:
        if one.verdict != "agrees":
            why = "; o si ".join(way.in_words() for way in one.ways[:3]) or "no closed days explain it"
            print(f"  {one.filed_on} → {one.stated} (computed {one.computed}): {why}")
    print(*(f"  {p.spans}: {len(p.requests)}" for p in proposals(found)), sep="\n")
    assert all(count[verdict] >= number for verdict, number in at_least.items())
    assert count["differs"] == 0, "a miss is listed without what would explain it"

"""Whatever happens in whatever order: no reminder stands in two mails, and nothing is said of a clock that ended."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.tracker.reminders.conftest import open_world
from tests.tracker.reminders.world import AWAY, DELAYED, UNSURE, Killed, make_clock

DUE = ("2026-03-09", "2026-03-16", "2026-03-23", "2026-03-24")
STEPS = st.one_of(
    st.tuples(st.just("plan"), st.integers(0, 1), st.sampled_from(DUE)),
    st.tuples(st.just("meet"), st.integers(0, 1), st.just("")),
    st.tuples(st.just("tick"), st.integers(1, 100), st.sampled_from(("", "", "", "delayed", "away", "unsure", "kill"))),
)
FAULTS = {"delayed": DELAYED, "away": AWAY, "unsure": UNSURE, "kill": None}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(STEPS, min_size=3, max_size=14))
def test_nothing_is_doubled_or_said_after_its_end_in_any_course_of_things(steps):
    with TemporaryDirectory() as folder, open_world(Path(folder)) as world:
        requests = [world.request, world.add_request("Contracts")]
        due: dict[int, str | None] = {0: None, 1: None}
        unsure = 0
        for kind, number, word in steps:
            if kind == "plan":
                world.plan(make_clock(due=word), request=requests[number])
                due[number] = word
            elif kind == "meet" and due[number]:
                world.plan(make_clock(due=due[number], status="met"), request=requests[number])
                due[number] = None
            elif kind == "tick":
                world.clock.advance(timedelta(hours=number))
                before = len(world.post.taken)
                world.post.script = [Killed() if word == "kill" else FAULTS[word]] if word else []
                try:
                    world.tick()
                except Killed:
                    unsure += 1
                for mail in world.post.taken[before:]:
                    said = mail.get_body(("plain",)).get_content()
                    for at, subject in enumerate(("Orders for the operation", "Contracts")):
                        assert due[at] is not None or f"· {subject}" not in said.replace("Date moved", "")
                unsure += word == "unsure"
        carried: dict[str, set[str]] = {}
        for mail in world.post.taken:
            for key in str(mail["X-Acuse-Reminders"] or "").split():
                carried.setdefault(key, set()).add(str(mail["Message-ID"]))
        assert all(len(mails) == 1 for mails in carried.values())
        assert len(world.post.ids) - len(set(world.post.ids)) <= unsure

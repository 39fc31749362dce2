"""Boxes as people judge them: verdicts follow a box through readings, steps can be taken back, shares follow."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy import select

from archive.models import Page
from ocr.lines import likeness
from tests.tracker.web.archive_world import archived
from tracker.audit.actions import first_broken_link
from tracker.audit.models import AuditEntry
from tracker.people.models import User
from tracker.redactions import actions, precision, queries
from tracker.redactions.matching import matched
from tracker.redactions.models import PageExamined, RedactionMark
from tracker.redactions.syncing import catch_up, marks_on, sync_document

LINES = [f"uno dos tres cuatro {n}" for n in range(20)]
ONE, TWO, FAR = [0.1, 0.1, 0.3, 0.12], [0.1, 0.2, 0.4, 0.22], [0.6, 0.8, 0.9, 0.83]


def read(box: list[float], kind: str = "black", ground: str | None = None) -> dict[str, Any]:
    """A redaction as a reading leaves it in the page's row."""
    return {"box": box, "kind": kind, "ground": ground, "confidence": 0.9}


@pytest.fixture
def hidden(world: Any) -> Any:
    """A document of two pages with two boxes on the first, in step."""
    number = archived(world.backends, world.project, [LINES, LINES], is_indexed=False, page_values={
        1: {"redactions": [read(ONE), read(TWO, "grey", "art. 116 LGTAIP")], "redacted_share": 0.3}})
    with world.backends.sessions.writing() as session:
        sync_document(session, number)
    return number


class Desk:
    """One person before one page."""

    def __init__(self, world: Any, document: int, session: Any, name: str = "bob", number: int = 1) -> None:
        self.session, self.clock = session, world.backends.clock
        self.by = session.get_one(User, world.people[name])
        self.page = session.scalar(select(Page).where(Page.document_id == document, Page.number == number))

    @property
    def marks(self) -> list[RedactionMark]:
        """The boxes of the page."""
        return marks_on(self.session, self.page.document_id, self.page.number)

    def judge(self, action: str, *which: int) -> None:
        """Judge boxes by their place on the page."""
        marks = self.marks
        actions.judge(self.session, self.page, [marks[n] for n in which], action, by=self.by, clock=self.clock)

    def undo(self) -> bool:
        """One step back."""
        return actions.undo(self.session, self.page, by=self.by, clock=self.clock)


def test_a_verdict_follows_its_box_through_a_new_reading(world: Any, hidden: int) -> None:
    with world.backends.sessions.writing() as session:
        desk = Desk(world, hidden, session)
        desk.judge("dismiss", 0)
        desk.judge("confirm", 1)
        desk.page.redactions = [read([0.105, 0.1, 0.305, 0.121]), read([0.1, 0.2, 0.4, 0.221], "black"), read(FAR)]
        sync_document(session, hidden)
        assert [(m.status, m.style, m.seen_style) for m in desk.marks] == [
            ("dismissed", "black", "black"), ("confirmed", "grey", "black"), ("suggested", "black", "black")]
        assert desk.marks[1].box == TWO, "a confirmed box moved by itself"
        desk.page.redactions = []
        sync_document(session, hidden)
        assert [(m.status, m.seen_box) for m in desk.marks] == [("dismissed", None), ("confirmed", None)]
        assert desk.page.redacted_share > 0, "what a person confirmed counts though the detector lost it"


def test_what_a_person_drew_is_not_shown_twice_when_the_detector_learns_to_see_it(world: Any, hidden: int) -> None:
    with world.backends.sessions.writing() as session:
        desk = Desk(world, hidden, session)
        actions.draw(session, desk.page, actions.Drawn(FAR, "white", " (b)(6) "), by=desk.by, clock=desk.clock)
        desk.page.redactions = [*desk.page.redactions, read([0.6, 0.801, 0.905, 0.83], "black")]
        sync_document(session, hidden)
        assert [(m.origin, m.style, m.ground) for m in desk.marks][-1] == ("person", "white", "(b)(6)")
        assert len(desk.marks) == 3


def test_the_share_and_the_totals_follow_the_verdicts(world: Any, hidden: int) -> None:
    with world.backends.sessions.writing() as session:
        desk = Desk(world, hidden, session)
        before = desk.page.redacted_share
        desk.judge("dismiss", 0)
        assert 0 < desk.page.redacted_share < before
        found = queries.totals(session, desk.by, queries.Wanted())
        assert (found.pages, found.hidden, found.boxes, found.undecided) == (2, 1, 1, 1)
        assert found.grounds == {"art. 116 LGTAIP": (1, 1)} and list(found.styles) == ["grey"]
        assert found.share == pytest.approx(desk.page.redacted_share / 2)
        assert sum(found.bands.values()) == 1
        desk.judge("dismiss", 1)
        assert desk.page.redacted_share == 0 and queries.totals(session, desk.by, queries.Wanted()).hidden == 0
        stranger = session.get_one(User, world.people["charlie"])
        nothing = queries.totals(session, stranger, queries.Wanted())
        assert (nothing.pages, nothing.boxes, nothing.grounds) == (0, 0, {})


@pytest.mark.parametrize("narrowed", [
    {"ground": "art. 116 LGTAIP"}, {"style": "grey"}, {"status": "suggested"}, {"ground": queries.NO_GROUND}])
def test_each_number_opens_the_list_it_counts(world: Any, hidden: int, narrowed: dict[str, str]) -> None:
    with world.backends.sessions.reading() as session:
        viewer = session.get_one(User, world.people["rita"])
        rows, total, boxes = queries.hidden_pages(session, viewer, queries.Wanted(**narrowed))
        assert (total, boxes) == (1, rows[0].boxes) and [(row.document_id, row.number) for row in rows] == [(hidden, 1)]
        assert rows[0].boxes == (2 if "status" in narrowed else 1)
        assert queries.hidden_pages(session, viewer, queries.Wanted(ground="otro"))[1] == 0
        stranger = session.get_one(User, world.people["charlie"])
        assert queries.hidden_pages(session, stranger, queries.Wanted(**narrowed)) == ([], 0, 0)


def test_bands_count_each_page_once_and_open_their_list(world: Any, hidden: int) -> None:
    with world.backends.sessions.reading() as session:
        viewer = session.get_one(User, world.people["rita"])
        found = queries.totals(session, viewer, queries.Wanted())
        for band, number in found.bands.items():
            assert queries.hidden_pages(session, viewer, queries.Wanted(band=band))[1] == number


def test_steps_are_taken_back_one_by_one_and_only_ones_own(world: Any, hidden: int) -> None:
    with world.backends.sessions.writing() as session:
        desk, alice = Desk(world, hidden, session), Desk(world, hidden, session, "alice")
        desk.judge("dismiss", 0, 1)
        first = desk.marks[0]
        actions.change(session, desk.page, first, actions.Drawn([0.1, 0.1, 0.35, 0.12], "grey"), by=desk.by,
                       clock=desk.clock)
        assert (first.status, first.style) == ("confirmed", "grey")
        assert not alice.undo(), "nobody takes back what another did"
        assert desk.undo() and (first.status, first.style, first.box) == ("dismissed", "black", ONE)
        assert desk.undo() and [m.status for m in desk.marks] == ["suggested", "suggested"]
        assert not desk.undo()
        drawn = actions.draw(session, desk.page, actions.Drawn(FAR), by=desk.by, clock=desk.clock)
        alice.judge("dismiss", 2)
        assert not desk.undo(), "somebody has gone on from that step"
        assert drawn.status == "dismissed"
        acts = set(session.scalars(select(AuditEntry.action)))
        assert {"redaction.dismissed", "redaction.changed", "redaction.drawn", "redaction.undone"} <= acts
        assert first_broken_link(session) is None


@pytest.mark.parametrize("box", [[0.1, 0.1, 0.1, 0.5], [0.1, 0.1, 0.9], [0.1, 0.1, float("nan"), 0.5], [0, 0, 9, 9]])
def test_a_slip_of_the_hand_is_no_box(world: Any, hidden: int, box: list[float]) -> None:
    with world.backends.sessions.writing() as session:
        desk = Desk(world, hidden, session)
        with pytest.raises(actions.CannotMark):
            actions.draw(session, desk.page, actions.Drawn(box), by=desk.by, clock=desk.clock)
        with pytest.raises(actions.CannotMark):
            actions.draw(session, desk.page, actions.Drawn(FAR, "striped"), by=desk.by, clock=desk.clock)


def test_corners_in_any_order_and_over_the_edge_make_a_box_inside_the_page() -> None:
    assert actions.Drawn([0.9, 0.5, 0.2, -0.1]).checked()[0] == [0.2, 0.0, 0.9, 0.5]


def test_precision_counts_only_what_was_judged_and_recall_only_pages_gone_through(world: Any, hidden: int) -> None:
    with world.backends.sessions.writing() as session:
        desk = Desk(world, hidden, session)

        def of(style: str) -> precision.Measured:
            return next(m for m in precision.detector_precision(session, desk.by) if m.code == style)

        assert of("black").precision is None and of("black").waiting == 1
        desk.judge("confirm", 0)
        desk.judge("dismiss", 1)
        assert (of("black").precision, of("grey").precision) == (1.0, 0.0) and of("black").is_few
        assert of("black").recall is None, "nobody went through the page"
        actions.draw(session, desk.page, actions.Drawn(FAR), by=desk.by, clock=desk.clock)
        assert of("black").missed == 1 and of("black").recall is None
        actions.examine(session, desk.page, True, by=desk.by, clock=desk.clock)
        assert of("black").recall == 0.5
        first = desk.marks[0]
        actions.change(session, desk.page, first, actions.Drawn([0.1, 0.1, 0.9, 0.15]), by=desk.by, clock=desk.clock)
        assert of("black").precision == 0.0, "a box that had to be redrawn was not found"


def test_a_false_alarm_that_is_gone_is_not_held_against_todays_detector(world: Any, hidden: int) -> None:
    with world.backends.sessions.writing() as session:
        desk = Desk(world, hidden, session)
        desk.judge("dismiss", 1)
        desk.page.redactions = [read(ONE)]
        sync_document(session, hidden)
        assert {m.code for m in precision.detector_precision(session, desk.by)} == {"black"}


def test_a_page_gone_through_is_open_again_when_a_reading_shows_something_new(world: Any, hidden: int) -> None:
    with world.backends.sessions.writing() as session:
        desk = Desk(world, hidden, session)
        actions.examine(session, desk.page, True, by=desk.by, clock=desk.clock)
        world.backends.clock.moment += timedelta(hours=1)
        sync_document(session, hidden)
        assert session.scalar(select(PageExamined.id)) is not None
        desk.page.redactions = [*desk.page.redactions, read(FAR)]
        sync_document(session, hidden)
        assert session.scalar(select(PageExamined.id)) is None


def test_pages_read_before_there_were_boxes_are_caught_up_with_once(world: Any) -> None:
    archived(world.backends, world.project, [LINES, LINES], is_indexed=False,
             page_values={2: {"redactions": [read(ONE)], "redacted_share": 0.3}})
    with world.backends.sessions.writing() as session:
        assert catch_up(session) == 1 and catch_up(session) == 0
        assert session.scalar(select(RedactionMark.page_number)) == 2


boxes = st.tuples(*[st.floats(0, 0.5)] * 2, *[st.floats(0.01, 0.5)] * 2).map(
    lambda b: [b[0], b[1], b[0] + b[2], b[1] + b[3]])


@given(boxes, boxes)
def test_overlap_is_symmetric_and_whole_only_with_itself(a: list[float], b: list[float]) -> None:
    assert likeness(a, b) == pytest.approx(likeness(b, a)) and 0 <= likeness(a, b) <= 1 + 1e-9
    assert likeness(a, a) == pytest.approx(1)


@given(st.lists(boxes, max_size=8), st.lists(boxes, max_size=8))
def test_no_old_box_answers_for_two_new_ones(old: list[list[float]], new: list[list[float]]) -> None:
    pairs = matched([[box] for box in old], new)
    assert len(set(pairs.values())) == len(pairs)
    assert all(likeness(old[to], new[at]) >= 0.5 for at, to in pairs.items())


@given(st.integers(0, 400), st.integers(1, 400))
@example(0, 11)
def test_wilsons_interval_holds_the_share(right: int, wrong: int) -> None:
    low, high = precision.wilson(right, right + wrong)
    assert 0 <= low <= right / (right + wrong) <= high <= 1

"""A draft that comes in with a dossier cites only what came with it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.conftest import World
from tracker.appeals.annexes import Annex, annexes_of
from tracker.appeals.models import AppealDraft
from tracker.exports.rows import Renumbering
from tracker.exports.taking_in import _mend_annexes
from tracker.people.models import User
from tracker.projects.models import Project
from tracker.requests.actions import RequestDraft, log_request

SECTION = {"key": "facts", "title": "Hechos", "text": "x"}


def mended(world: World, sections: list[Any]) -> list[Annex]:
    """The annexes of a draft that named documents 7 and 8, of which only 7 came along, as 71."""
    keys = Renumbering()
    keys.note("document", 7, 71)
    keys.note("reply", 3, 31)
    with world.backends.sessions.writing() as session:
        by = session.get_one(User, world.people["alice"])
        made = log_request(session, RequestDraft(world.project, "x", filed_on=date(2026, 10, 1)), by=by,
                           clock=world.backends.clock)
        session.add(AppealDraft(
            info_request_id=made.id, version=1, grounds=[], sections=sections, created_by=by.id,
            created_at=world.backends.clock.now(), annexes=[
                Annex(1, "document", "a", 7, 3).as_row(), Annex(2, "contradiction", "b", 8).as_row()]))
        session.flush()
        _mend_annexes(session, session.get_one(Project, world.project), keys)
        [draft] = session.query(AppealDraft)
        return annexes_of(draft.annexes)


def test_annexes_follow_to_what_came_along_and_the_others_name_nothing(world: World) -> None:
    assert mended(world, [SECTION]) == [Annex(1, "document", "a", 71, 31), Annex(2, "contradiction", "b")]


@pytest.mark.parametrize("sections", [[{}], ["x"], [{**SECTION, "text": 3}]])
def test_sections_no_page_could_show_are_refused(world: World, sections: list[Any]) -> None:
    with pytest.raises(ValueError, match="sections"):
        mended(world, sections)

"""Citable works: those that come with the product load once, and those people enter keep to their project."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from tracker.people.models import User
from tracker.sources.models import Source
from tracker.sources.store import BadSource, add_source, load_seeds, sources_for


def test_the_shipped_works_load_once_and_are_corrected_by_later_seeds(backends, seeds):
    with backends.sessions.writing() as session:
        before = session.scalar(select(func.count()).select_from(Source))
        session.scalars(select(Source).where(Source.key == "wola")).one().title = "old"
        assert load_seeds(session, seeds) == 0
        assert session.scalar(select(func.count()).select_from(Source)) == before > 3
        assert "justicia" in session.scalars(select(Source.title).where(Source.key == "wola")).one()


def test_the_same_work_entered_twice_is_one(backends):
    with backends.sessions.writing() as session:
        one = add_source(session, title=" A ruling ", year="2023", url="https://example.org/r")
        assert add_source(session, title="A ruling", year="2023", url="https://example.org/r").id == one.id


@pytest.mark.parametrize(("facts", "code"), [({"title": " "}, "title"), ({"title": "a", "url": "javascript:x"}, "url")])
def test_a_work_without_title_or_with_an_address_that_is_none_is_refused(backends, facts, code):
    with backends.sessions.writing() as session, pytest.raises(BadSource) as problem:
        add_source(session, **facts)
    assert problem.value.code == code


def test_a_work_of_a_project_is_offered_to_its_readers_alone(world):
    with world.backends.sessions.writing() as session:
        add_source(session, title="Interview with Xochitl", project_id=world.project)
        titles = {name: [one.title for one in sources_for(session, session.get_one(User, world.people[name]))]
                  for name in ("rita", "charlie")}
    assert "Interview with Xochitl" in titles["rita"] and "Interview with Xochitl" not in titles["charlie"]

"""Projects: started, shared, and left."""

from __future__ import annotations

import re

from sqlalchemy import select

from tracker.audit.actions import first_broken_link
from tracker.audit.models import AuditEntry
from tracker.people.models import User
from tracker.projects.models import Membership, Project


def members(world) -> dict[str, tuple[str, bool]]:
    with world.backends.sessions.reading() as session:
        rows = session.execute(select(User.email, Membership.role, Membership.is_deputy).join(
            Membership, Membership.user_id == User.id).where(Membership.project_id == world.project)).all()
    return {email.split("@")[0]: (role, deputy) for email, role, deputy in rows}


def test_whoever_starts_a_project_is_its_administrator(world, browser):
    answer = browser("charlie").post("/projects", {"name": "Use of force", "visibility": "private",
                                                   "is_discreet": "y"}, page="/projects")
    page = answer.get_data(as_text=True)
    assert "Use of force" in page and "discreet" in page and "Settings" in page
    assert "Use of force" not in browser("alice").get("/projects").get_data(as_text=True)


def test_an_administrator_takes_people_in_changes_roles_and_names_one_deputy(world, browser):
    window, home = browser("alice"), f"/projects/{world.project}"
    window.post(f"{home}/members", {"email": "Charlie@example.org", "role": "reader"})
    window.post(f"{home}/members/{world.people['bob']}", {"role": "admin", "deputy": "yes"})
    window.post(f"{home}/members/{world.people['charlie']}", {"role": "editor", "deputy": "yes"})
    assert members(world) == {"alice": ("admin", False), "bob": ("admin", False), "rita": ("reader", False),
                              "charlie": ("editor", True)}
    window.post(f"{home}/members/{world.people['rita']}", {"remove": "yes"})
    assert "rita" not in members(world)
    assert browser("rita").get(home).status_code == 404


def test_somebody_without_an_account_is_not_taken_in(world, browser):
    answer = browser("alice").post(f"/projects/{world.project}/members", {"email": "x@y.org", "role": "reader"})
    assert answer.status_code == 422 and "Nobody here has an account" in answer.get_data(as_text=True)


def test_the_last_administrator_stays(world, browser):
    window, own = browser("alice"), f"/projects/{world.project}/members/{world.people['alice']}"
    window.post(own, {"remove": "yes"})
    window.post(own, {"role": "reader"})
    assert members(world)["alice"] == ("admin", False)


def test_visibility_name_and_discretion_are_changed_and_recorded(world, browser):
    home = f"/projects/{world.project}"
    browser("alice").post(home, {"name": "Frontera sur", "description": "x", "visibility": "team", "is_discreet": "y"})
    assert browser("charlie").get(home).status_code == 200
    with world.backends.sessions.reading() as session:
        project = session.get_one(Project, world.project)
        assert (project.name, project.is_discreet) == ("Frontera sur", True)
        assert "project.changed" in session.scalars(select(AuditEntry.action)).all()
        assert first_broken_link(session) is None
    assert browser("alice").post(home, {"name": "", "visibility": "team"}).status_code == 422


def test_a_project_is_put_away_and_taken_up_again(world, browser):
    window, home = browser("alice"), f"/projects/{world.project}"
    assert "put away" in window.post(f"{home}/away", {"away": "yes"}).get_data(as_text=True)
    assert "Put it away" in window.post(f"{home}/away", {"away": "no"}).get_data(as_text=True)


def test_the_owner_invites_with_a_link_that_works_once(world, browser):
    window = browser("olga")
    page = window.post("/projects/people", {"email": "dora@example.org", "name": "Dora", "language": "en"})
    link = re.search(r"/ticket/[\w-]+", page.get_data(as_text=True))
    assert link is not None
    assert "/ticket/" not in window.get("/projects/people").get_data(as_text=True), "it is shown once"
    dora = browser("")
    dora.post(link[0], {"password": "doras-own-password"}, page=link[0])
    assert dora.get(link[0]).status_code == 404
    answer = dora.post("/login", {"email": "dora@example.org", "password": "doras-own-password"}, page="/login")
    assert "Sign out" in answer.get_data(as_text=True)
    assert "San Fernando" not in dora.get("/projects").get_data(as_text=True)
    taken = window.post("/projects/people", {"email": "dora@example.org", "language": "en"})
    assert taken.status_code == 422 and "already has an account" in taken.get_data(as_text=True)


def test_somebody_kept_out_is_signed_out_at_once_and_can_come_back(world, browser):
    owner, bob = browser("olga"), browser("bob")
    person = f"/projects/people/{world.people['bob']}"
    owner.post(person, {"what": "off"})
    assert bob.get("/projects").request.path == "/login"
    owner.post(person, {"what": "on"})
    assert "San Fernando" in browser("bob").get("/projects").get_data(as_text=True)


def test_somebody_always_runs_the_installation(world, browser):
    window, own = browser("olga"), f"/projects/people/{world.people['olga']}"
    for what in ("off", "member"):
        assert "Somebody has to run" in window.post(own, {"what": what}).get_data(as_text=True)
    window.post(f"/projects/people/{world.people['alice']}", {"what": "owner"})
    window.post(own, {"what": "member"})
    assert browser("alice").get("/projects/people").status_code == 200
    assert browser("olga").get("/projects/people").status_code == 404


def test_the_list_of_projects_takes_no_more_queries_with_many_projects(world, browser):
    from sqlalchemy import event

    from tracker.projects.actions import create_project

    def count() -> int:
        seen: list[str] = []
        engine = world.backends.sessions.engine
        event.listen(engine, "before_cursor_execute", listener := lambda *given: seen.append(given[2]))
        window.get("/projects")
        event.remove(engine, "before_cursor_execute", listener)
        return len(seen)

    window = browser("alice")
    few = count()
    with world.backends.sessions.writing() as session:
        alice = session.get_one(User, world.people["alice"])
        for number in range(30):
            create_project(session, f"Project {number}", by=alice, now=world.backends.clock.now())
    assert count() == few

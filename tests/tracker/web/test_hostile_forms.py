"""Whatever is sent to whichever route, somebody gets an answer: generated from the application's own map of routes.

The names a route reads are learned by watching it read, so that a new form is tried without a word here.
"""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from werkzeug.datastructures import ImmutableMultiDict

from tests.tracker.web.test_permissions import LAST, address, furnished

__all__ = ["furnished"]

ENDS = {"auth.logout", "account.end_sessions", "account.end_session", "account.password", "projects.person", "static"}
"""What signs the person out who tries, and files of ours."""

NASTY = ("²", "9" * 5000, "2026-13-45", "x" * 100_000, '%s%(n)s%"<b>\x00')
MORE = ("", " ", "0001-01-01", "https://[:1:2", "-1", "nan", "9999-12-31", "25:99", "a\x00b", "[]", "1:2:3", "../..",
        "replied",
        "0", "1", "1e309", "2026-11-23", "1990-01-01", "24:00", "{}", "null", "0,0,1,1", "١٢", "%", "(", "añ\n\r",
        "yes", "ASF", "csv", "http://a:b@c:99999/", "99999999999999999999")


class Watched(ImmutableMultiDict[str, Any]):
    """What was sent, noting under which names it is asked for."""

    asked: set[str] = set()

    def __getitem__(self, key: str) -> Any:
        self.asked.add(key)
        return super().__getitem__(key)

    def get(self, key: str, *rest: Any, **named: Any) -> Any:
        """One value, noted."""
        self.asked.add(key)
        return super().get(key, *rest, **named)

    def getlist(self, key: str, *rest: Any, **named: Any) -> Any:
        """Every value, noted."""
        self.asked.add(key)
        return super().getlist(key, *rest, **named)

    def __contains__(self, key: object) -> bool:
        self.asked.add(str(key))
        return super().__contains__(key)


class Site:
    """A signed-in client that sends anything to any route and keeps what answered with an error."""

    def __init__(self, window: Any, objects: dict[str, Any]) -> None:
        self.client, self.objects, self.wrong = window.client, objects, []  # type: ignore[var-annotated]
        app = self.client.application
        app.config["WTF_CSRF_ENABLED"] = False
        app.request_class = type("Request", (app.request_class,), {"parameter_storage_class": Watched})

    def routes(self) -> Iterator[tuple[str, Any]]:
        """Every method and route, those that take something away last."""
        found = [(method, rule) for rule in self.client.application.url_map.iter_rules()
                 for method in sorted((rule.methods or set()) & {"GET", "POST"}) if rule.endpoint not in ENDS]
        found.sort(key=lambda one: (one[0], any(word in one[1].endpoint for word in LAST), one[1].rule))
        yield from found

    def send(self, method: str, rule: Any, data: dict[str, Any] | None = None, **more: Any) -> Any:
        """Send data as a query or as a form."""
        given = {"query_string": data} if method == "GET" else {"data": data}
        answer = self.client.open(address(rule, self.objects), method=method, **given, **more)
        if answer.status_code >= 500:
            seen = {key: str(value)[:20] for key, value in (data or {}).items()}
            self.wrong.append(f"{method} {rule.rule} {seen} {more}: {answer.status_code}")
        return answer

    def names(self) -> dict[tuple[str, str], set[str]]:
        """What each route asks for, and what the forms of the pages send there."""
        found: dict[tuple[str, str], set[str]] = defaultdict(set)
        for method, rule in self.routes():
            Watched.asked = found[method, rule.endpoint]
            page = self.send(method, rule)
            if method == "GET" and page.mimetype == "text/html":
                here = address(rule, self.objects)
                for opening, form in re.findall(r"<form([^>]*)>(.*?)</form>", page.get_data(as_text=True), re.S):
                    told = re.search(r'action="([^"?]*)', opening)
                    where = "POST" if "post" in opening.lower() else "GET", told[1] if told and told[1] else here
                    found[where] |= set(re.findall(r'<(?:input|select|textarea|button)[^>]* name="([^"]+)"', form))
        Watched.asked = set()
        return {(method, rule.endpoint): found[method, rule.endpoint] | found.get((method, address(rule, self.objects)),
                                                                               set()) - {"csrf_token"}
                for method, rule in self.routes()}


@pytest.mark.parametrize("role", ["olga", pytest.param("bob", marks=pytest.mark.long),
                                  pytest.param("", marks=pytest.mark.long)])
def test_nothing_that_is_sent_makes_a_page_fail(browser, furnished, role):
    site = Site(browser(role), furnished)
    names = site.names()
    for method, rule in site.routes():
        asked = names[method, rule.endpoint]
        for value in NASTY if asked else ():
            site.send(method, rule, dict.fromkeys(asked, value))
        if method == "POST":
            site.send(method, rule, {name: (io.BytesIO(b"PK\x03\x04no"), "\x00../a.zip") for name in asked or {"file"}},
                      content_type="multipart/form-data")
            site.send(method, rule, json={name: [5, None] for name in asked})
    assert sum(map(len, names.values())) > 300
    assert site.wrong == []


@pytest.mark.long
def test_no_single_value_in_a_form_that_is_otherwise_right_makes_a_page_fail(browser, furnished):
    site = Site(browser("olga"), furnished)
    names = site.names()
    right = {"happened_on": "2026-11-20", "filed_on": "2026-11-20", "notified_on": "2026-11-20", "subject": "x",
             "kind": "platform_checked", "name": "x", "title": "x", "project": str(furnished["projects"])}
    for method, rule in site.routes():
        for name in sorted(names[method, rule.endpoint]):
            for value in (*NASTY, *MORE):
                site.send(method, rule, {**right, name: value})
    assert site.wrong == []


@pytest.mark.parametrize("kind", ["replied", *(pytest.param(one, marks=pytest.mark.long) for one in (
    "extension_notified", "appeal_admitted"))])
def test_a_request_whose_facts_contradict_each_other_can_still_be_opened(world, browser, furnished, kind):
    from tracker.people.models import User
    from tracker.requests.models import Event, InfoRequest

    with world.backends.sessions.writing() as session:
        info_request = session.get_one(InfoRequest, furnished["requests"])
        alice = session.get_one(User, world.people["alice"])
        # Before the request was filed: as an import of an older version, or a changed calendar, may leave it.
        session.add(Event(info_request=info_request, kind=kind, happened_on=date(2026, 1, 5), values={}, note="",
                          recorded_by=alice.id, recorded_at=world.backends.clock.now()))
    window = browser("alice")
    site = Site(window, furnished)
    for method, rule in site.routes():
        site.send(method, rule)
    assert site.wrong == []
    page = window.get(f"/requests/{furnished['requests']}").get_data(as_text=True)
    assert "No date of this request can be computed" in page
    assert "This is a draft" not in page


def test_what_stands_in_an_address_is_shown_as_text(browser, furnished):
    page = browser("rita").get("/appeals/worked/list?ground=<b>100%25</b>&agency=<i>").get_data(as_text=True)
    assert "&lt;b&gt;100%&lt;/b&gt;" in page
    assert "<b>100" not in page
    assert "<i>" not in page

"""Fetching within limits, from the public internet alone; tried against a real server."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from tests.tracker.rescue.conftest import LETTER, Answers
from tracker.rescue.fetch import CannotFetch, Limits, fetch, is_public, parted
from tracker.rescue.links import is_home_page, links_in
from tracker.rescue.warc import write_warc

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


def get(url: str, **limits: Any) -> Any:
    port = int(url.split("/")[2].rsplit(":", 1)[1])
    return fetch(url, now=lambda: NOW, limits=Limits(**limits), allowed=lambda ip: ip == "127.0.0.1", ports=(port,))


def refused(url: str, **limits: Any) -> CannotFetch:
    with pytest.raises(CannotFetch) as problem:
        get(url, **limits)
    return problem.value


def test_a_page_comes_back_with_every_answer_on_the_way_and_says_nothing_of_us(server: str) -> None:
    hops = get(f"{server}/antes")
    assert [(hop.status, hop.ip) for hop in hops] == [(302, "127.0.0.1"), (200, "127.0.0.1")]
    assert hops[-1].body.read() == LETTER and hops[-1].url.endswith("/programa.html")
    for _, headers in Answers.asked:
        assert set(headers) == {"Host", "User-Agent", "Accept", "Accept-Encoding", "Connection"}
        assert headers["User-Agent"] == "Mozilla/5.0"


def test_the_warc_reads_with_another_program(server: str) -> None:
    made = io.BytesIO()
    write_warc(made, get(f"{server}/antes"))
    made.seek(0)
    records = [(r.rec_type, r.rec_headers.get_header("WARC-Target-URI").rsplit("/", 1)[1], r.http_headers.statusline,
                r.content_stream().read(), r.rec_headers.get_header("WARC-Date"))
               for r in ArchiveIterator(made, check_digests=True)]
    assert [record[:2] for record in records] == [("response", "antes"), ("request", "antes"),
                                                  ("response", "programa.html"), ("request", "programa.html")]
    assert records[2][2:] == ("200 OK", LETTER, "2026-11-23T15:00:00Z")
    assert records[3][2] == "/programa.html HTTP/1.1"


@pytest.mark.parametrize(("path", "code", "limits"), [
    ("/gira", "too-many-redirects", {}), ("/grande.bin", "too-large", {"max_bytes": 1000}),
    ("/trunco", "bad-answer", {}), ("/lento", "too-slow", {"seconds": 0.5}), ("/gotas", "too-slow", {"seconds": 0.5}),
])
def test_limits_hold(server: str, path: str, code: str, limits: dict[str, Any]) -> None:
    assert refused(f"{server}{path}", **limits).code == code


def test_a_redirect_inwards_is_not_followed_and_what_was_seen_is_kept(server: str) -> None:
    port = int(server.rsplit(":", 1)[1])
    with pytest.raises(CannotFetch) as problem:
        fetch(f"{server}/adentro", now=lambda: NOW, allowed=lambda ip: ip == "127.0.0.1" or is_public(ip),
              ports=(port, 80))
    assert problem.value.code == "private-address" and [hop.status for hop in problem.value.hops] == [302]


def test_this_machine_is_never_asked_by_itself(server: str) -> None:
    port = int(server.rsplit(":", 1)[1])
    for host in ("127.0.0.1", "localhost", "[::1]", "0.0.0.0", "2130706433", "127.1"):
        with pytest.raises(CannotFetch) as problem:
            fetch(f"http://{host}:{port}/programa.html", now=lambda: NOW, ports=(port,))
        assert problem.value.code in ("private-address", "no-such-host"), host
    assert Answers.asked == []


def test_nobody_listens(server: str) -> None:
    assert refused("http://127.0.0.1:9/x").code == "no-answer"


@pytest.mark.parametrize("ip", [
    "10.0.0.1", "172.16.9.9", "192.168.1.1", "127.0.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
    "::1", "fe80::1", "fc00::1", "::ffff:127.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1", "ff02::1", "240.0.0.1",
])
def test_addresses_that_are_not_public(ip: str) -> None:
    assert not is_public(ip)


def test_addresses_that_are_public() -> None:
    assert is_public("8.8.8.8") and is_public("2606:4700::1111") and is_public("::ffff:8.8.8.8")


@pytest.mark.parametrize("url", ["ftp://a.mx/x", "file:///etc/passwd", "http://u:p@a.mx/", "http://a.mx:22/", "http://",
                                 "javascript:alert(1)", "http://a.mx:99999/"])
def test_addresses_of_no_web(url: str) -> None:
    with pytest.raises(CannotFetch):
        parted(url)


@given(st.text(max_size=200))
def test_any_text_gives_only_addresses_that_can_be_asked(text: str) -> None:
    for url in links_in(text):
        assert parted(url).scheme in ("http", "https")


def test_links_as_letters_print_them() -> None:
    text = ("consultar en la liga: https://www.gob.mx/inm/documentos/informe_2023.pdf, o bien (www.inm.gob.mx).\n"
            "http://transparencia.gob.mx/lineamientos-de-\nestaciones/2013.pdf y “https://example.org/a(b)”. "
            "http://correo")
    assert links_in(text) == [
        "https://www.gob.mx/inm/documentos/informe_2023.pdf", "http://www.inm.gob.mx",
        "http://transparencia.gob.mx/lineamientos-de-estaciones/2013.pdf", "http://transparencia.gob.mx/lineamientos-de-",
        "https://example.org/a(b)"]
    assert is_home_page("http://www.inm.gob.mx/") and not is_home_page("https://www.gob.mx/inm/x.pdf")

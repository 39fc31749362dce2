"""The request's whole life by keyboard alone, two people at work, one who reads, one who sees nothing."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser, expect

from tests.browser.conftest import Site
from tests.browser.keyboard import Keyboard
from tests.browser.people import PASSWORD, team

SUBJECT = "Quejas por uso de la fuerza"


def test_from_login_to_compliance_without_a_mouse(chromium: Browser, site: Site) -> None:
    team(site, "teclas")
    today = datetime.now(ZoneInfo("America/Mexico_City")).date()

    def ago(days: int):  # type: ignore[no-untyped-def]
        return today - timedelta(days=days)

    def window(name: str) -> Keyboard:
        context = chromium.new_context(locale="es-MX", viewport={"width": 1280, "height": 900})
        context.set_default_timeout(20_000)
        keys = Keyboard(context.new_page())
        keys.sign_in(site.address, f"{name}.teclas@example.org", PASSWORD)
        return keys

    def note(keys: Keyboard, what: str, on, words: str) -> None:  # type: ignore[no-untyped-def]
        keys.press("e")
        keys.choose(what)
        keys.tab_to(id="happened_on")
        keys.day(on)
        keys.tab_to(id="note")
        keys.write(words)
        keys.submit()
        assert keys.page.locator(".flash.problem").all_inner_texts() == []
        expect(keys.page.locator(".timeline")).to_contain_text(words)

    alba = window("alba")
    alba.submit("n")
    alba.tab_to(id="subject")
    alba.write(SUBJECT)
    alba.tab_to(id="text")
    alba.write("1. Quejas por uso de la fuerza de 2020 a 2025.")
    alba.tab_to(id="filed_on")
    alba.day(ago(45))
    alba.tab_to(id="agency")
    alba.write("INM")
    alba.submit()
    expect(alba.page.locator("h1")).to_have_text(SUBJECT)
    address = alba.page.url
    first = alba.page.locator("#clocks ~ ul .clock .date").first.inner_text()

    note(alba, "Prevención", ago(42), "Piden el periodo.")
    note(alba, "Prevención desahogada", ago(40), "Se precisó el periodo.")
    moved = alba.page.locator("#clocks ~ ul .clock .date").first.inner_text()
    assert moved != first
    alba.tab_to(text="cómo se contó")
    alba.submit()
    expect(alba.page.locator("h1")).to_contain_text("Cómo se contó")
    alba.page.goto(address)
    note(alba, "Prórroga notificada", ago(37), "Diez días más.")

    alba.submit("r")
    alba.tab_to(id="notified_on")
    alba.day(ago(15))
    alba.tab_to(id="text")
    alba.write("Se declara la inexistencia de la información solicitada.")
    alba.tab_to(text="Anotar")
    alba.submit()
    alba.page.goto(address)

    alba.submit("a")
    alba.tab_to(id="filed_on")
    alba.day(ago(8))
    alba.tab_to(id="number")
    alba.write("TP 12/26")
    alba.tab_to(name="grounds")
    alba.press("Tab", "Space")
    alba.tab_to(id="note")
    alba.submit()
    expect(alba.page.locator("h1")).to_have_text("TP 12/26")

    bruno = window("bruno")
    bruno.submit("4")
    bruno.tab_to(text="TP 12/26")
    bruno.submit()
    note(bruno, "Recurso admitido", ago(6), "Admitido por estrados.")
    bruno.press("e")
    bruno.choose("Resolución notificada")
    bruno.tab_to(id="happened_on")
    bruno.day(ago(4))
    bruno.tab_to(text="Más")
    bruno.press("Enter")
    bruno.tab_to(id="sense")
    bruno.choose("Revoca")
    bruno.tab_to(text="Anotar")
    bruno.submit()
    expect(bruno.page.locator(".timeline .tag")).to_have_text("Revoca")
    note(bruno, "Informe de cumplimiento", ago(2), "Entregan dos archivos.")
    expect(bruno.page.locator("main")).to_contain_text("Inconformarse con el cumplimiento")

    rita = window("rita")
    rita.page.goto(address)
    expect(rita.page.locator("h1")).to_have_text(SUBJECT)
    expect(rita.page.locator("#kind, #new-note")).to_have_count(0)
    carlos = window("carlos")
    answer = carlos.page.goto(address)
    assert answer is not None and answer.status == 404
    carlos.page.goto(site.address)
    expect(carlos.page.locator("body")).not_to_contain_text(SUBJECT)
    for keys in (alba, bruno):
        assert keys.unseen == [], "the focus must be seen at every stop"

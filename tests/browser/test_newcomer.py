"""Somebody is invited, chooses a password, is taken into a project as its deputy, and ends a session elsewhere."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site

EMAIL, PASSWORD = "nueva@example.org", "una-clave-nueva-y-larga"


def test_an_invited_person_gets_in_and_sees_where_they_are_signed_in(page: Page, chromium: Browser, site: Site) -> None:
    page.goto(f"{site.address}/projects/people")
    page.fill("#email", EMAIL)
    page.fill("#name", "Nadia")
    page.get_by_role("button", name="Crear la cuenta").click()
    link = page.input_value("#link")

    first = chromium.new_context(locale="es-MX").new_page()
    first.goto(link)
    first.fill("#password", "corta")
    first.get_by_role("button").first.click()
    expect(first.locator(".problem")).to_contain_text("10")
    first.fill("#password", PASSWORD)
    first.get_by_role("button").first.click()
    assert first.goto(link).status == 404  # type: ignore[union-attr]
    second = chromium.new_context(locale="es-MX").new_page()
    for window in (first, second):
        window.goto(f"{site.address}/login")
        window.fill("#email", EMAIL)
        window.fill("#password", PASSWORD)
        window.click("#submit")
        window.wait_for_selector("h1")
        expect(window.locator("main")).to_contain_text("bienvenida")

    page.goto(f"{site.address}/projects")
    page.fill("#name", "Proyecto de Nadia")
    page.get_by_role("button", name="Crear el proyecto").click()
    page.fill("#email", EMAIL)
    page.get_by_role("button", name="Incorporar").click()
    row = page.locator("li", has_text=EMAIL)
    row.get_by_label("suplente").check()
    row.get_by_role("button", name="Guardar").click()
    expect(page.locator("li", has_text=EMAIL).get_by_label("suplente")).to_be_checked()
    first.goto(f"{site.address}/projects")
    expect(first.locator("main")).to_contain_text("Proyecto de Nadia")

    first.goto(f"{site.address}/account")
    expect(first.locator(".tag.fine")).to_have_count(1)
    first.get_by_role("button", name="Cerrar ahí la sesión").first.click()
    second.goto(site.address)
    expect(second).to_have_url(f"{site.address}/login?next=/")
    first.goto(site.address)
    expect(first.locator("h1")).to_contain_text("Hoy")
    for window in (first, second):
        window.context.close()

"""Redaction boxes with mouse and keyboard in a real browser."""

from __future__ import annotations

import io

from playwright.sync_api import Browser, Page

from tests.browser.conftest import Site
from tracker.demo.letters import Letter, born_digital

HIDDEN = Letter(head=("INSTITUTO DE PRUEBA", "Versión pública"), paragraphs=(
    "El agente Nombre Inventado Completo participó en el operativo que aquí se describe con todo detalle.",
    "Los demás datos constan en el expediente que se pone a disposición de quien lo pide."),
    hidden=("Nombre Inventado Completo",))


def test_a_box_is_drawn_moved_judged_and_undone_by_mouse_and_keys(page: Page, site: Site, chromium: Browser) -> None:
    if "/projects" not in page.url:
        page.goto(f"{site.address}/projects")
    if not page.locator("main a[href^='/projects/']").count():
        page.fill("#name", "Cajas")
        page.click("main form button:not([name])")
    page.goto(f"{site.address}/documents")
    page.set_input_files("input[type=file]", {"name": "version-publica.pdf", "mimeType": "application/pdf",
                                              "buffer": io.BytesIO(born_digital(HIDDEN)).getvalue()})
    page.evaluate("document.querySelector('form[enctype]').closest('details').open = true")
    page.click("form[enctype] button")
    page.wait_for_url("**/documents/*")
    page.wait_for_selector(".strip img", timeout=60_000)
    page.goto(f"{page.url.split('?')[0]}/pages/1")
    page.wait_for_selector("[data-boxes=edit]")
    page.keyboard.press("x")
    page.wait_for_selector("svg.edit g", state="attached")  # the box the detector found, asked for after the page
    before = page.locator("svg.edit g").count()

    sheet = page.locator(".sheet").bounding_box()
    assert sheet is not None
    page.mouse.move(sheet["x"] + sheet["width"] * 0.3, sheet["y"] + sheet["height"] * 0.5)
    page.mouse.down()
    page.mouse.move(sheet["x"] + sheet["width"] * 0.5, sheet["y"] + sheet["height"] * 0.55, steps=4)
    page.mouse.up()
    page.wait_for_selector("svg.edit g.chosen .grip")
    assert page.locator("svg.edit g").count() == before + 1
    group = page.locator("svg.edit g.chosen")
    drawn = float(group.locator(".body").get_attribute("x") or 0)
    assert abs(drawn - 0.3) < 0.01

    group.focus()
    with page.expect_response(lambda answer: answer.request.method == "POST" and "/boxes" in answer.url):
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
    moved = float(page.locator("svg.edit g.chosen .body").get_attribute("x") or 0)
    assert abs(moved - drawn - 0.004) < 0.0005
    with page.expect_response(lambda answer: "/boxes" in answer.url):
        page.keyboard.press("d")
    page.wait_for_selector("svg.edit g.dismissed")
    with page.expect_response(lambda answer: "/boxes" in answer.url):
        page.keyboard.press("z")
    page.wait_for_selector("svg.edit g.chosen.confirmed")

    assert page.locator(".sheet svg:not(.edit) rect.redaction.confirmed").count() == 1, "the picture is as it was"
    page.locator("svg.edit g.chosen").focus()
    page.keyboard.press("ArrowDown")  # not kept yet when the verdict comes: it must not confirm the box again
    page.keyboard.press("d")
    page.wait_for_selector("svg.edit g.dismissed")
    page.wait_for_timeout(900)
    assert page.locator("svg.edit g.chosen.dismissed").count() == 1
    page.keyboard.press("z")
    page.wait_for_selector("svg.edit g.chosen.confirmed")
    row = page.locator("[data-boxes-list] li.now")
    row.locator("summary").click()
    row.locator("input[name=ground]").fill("art. 115 LGTAIP")
    row.locator("button[value=change]").click()
    page.wait_for_selector("[data-boxes-list] li.now >> text=art. 115 LGTAIP")
    assert page.locator("svg.edit").count() == 1, "the page was loaded again"

    page.reload()
    page.wait_for_selector("[data-boxes-list] .fine")
    assert page.locator(".sheet rect.redaction.confirmed").count() >= 1
    page.click("[data-boxes=show]")
    assert not page.locator(".sheet rect.redaction").first.is_visible()
    page.reload()
    assert page.get_attribute("[data-boxes=show]", "aria-pressed") == "false"

    plain = chromium.new_context(java_script_enabled=False, storage_state=page.context.storage_state()).new_page()
    plain.goto(page.url)
    assert plain.locator("[data-boxes-list] button[value=dismiss]").first.is_visible()
    for what in ("edit", "new", "show"):
        assert not plain.locator(f"[data-boxes={what}]").is_visible(), "a button that does nothing without scripts"
    plain.context.close()

"""The main job in a real browser, with the real worker and the real Tesseract."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from tracker.demo.letters import Letter, scanned

LETTER = Letter(
    head=("INSTITUTO NACIONAL DE MIGRACIÓN", "Oficio INM/UT/0815/2026"),
    paragraphs=(
        "En atención a su solicitud de información, después de una búsqueda exhaustiva realizada en los archivos de "
        "esta unidad administrativa, se declara la inexistencia de la información solicitada.",
        "La bitácora del campamento ambulante no obra en los expedientes de esta dirección.",
    ),
)


def test_log_a_request_upload_a_scan_search_and_see_the_mark(page: Page, site: Site, tmp_path: Path) -> None:
    scan = tmp_path / "escaneo.pdf"
    scan.write_bytes(scanned(LETTER, dpi=200, skew_degrees=0.6))
    today = datetime.now(ZoneInfo("America/Mexico_City")).date()

    page.goto(f"{site.address}/requests/new")
    page.fill("#folios", "0411100064213")
    expect(page.locator("#recognised")).to_contain_text("INM")
    page.fill("#folios", "")
    page.fill("#agency", "INM")
    page.fill("#subject", "Bitácoras de campamentos")
    page.fill("#text", "1. Bitácoras de los campamentos de 2025.")
    page.fill("#filed_on", (today - timedelta(days=20)).isoformat())
    page.click("main form button")
    expect(page.locator("h1")).to_have_text("Bitácoras de campamentos")
    expect(page.locator("#clocks")).to_be_visible()

    page.click("text=Anotar una respuesta")
    page.fill("#notified_on", today.isoformat())
    page.set_input_files("#files", str(scan))
    page.click("main form button")
    expect(page.get_by_text("Declara la inexistencia", exact=True).first).to_be_visible(timeout=90_000)

    page.fill("#find", "bitacora campamento")
    page.press("#find", "Enter")
    expect(page.locator("main mark").first).to_be_visible(timeout=30_000)
    page.locator("main a[href*='/pages/1']").first.click()
    expect(page.locator("svg .hit").first).to_be_attached()
    box = page.locator("svg .hit").first.bounding_box()
    assert box is not None and box["width"] > 10 and box["height"] > 4


def test_every_page_fits_a_phone_and_loads_nothing_from_outside(page: Page, site: Site) -> None:
    outside: list[str] = []
    page.on("request", lambda request: None if request.url.startswith((site.address, "data:"))
            else outside.append(request.url))
    page.set_viewport_size({"width": 390, "height": 800})
    for path in ("/", "/requests", "/requests/new", "/documents", "/search?q=bitacora", "/agencies", "/projects",
                 "/mail", "/account", "/appeals", "/review", "/laws", "/laws/MX-FED-2025", "/calendars/INM",
                 "/campaigns", "/imports", "/notices", "/agencies/INM"):
        answer = page.goto(site.address + path)
        assert answer is not None and answer.status == 200, path
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= 390, f"{path} is {width} px wide"
    assert outside == []

"""From a refused reply to an exported draft: each statement opens the page it rests on."""

from __future__ import annotations

import io
import os
import re
import zipfile
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pikepdf
from docx import Document as read_docx
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site

RESERVED = ("Por lo que hace al punto 1, las bitácoras del operativo se encuentran clasificadas como información "
            "reservada por un periodo de cinco años, contados a partir del 5 de noviembre de 2026, según "
            "confirmó el Comité de Transparencia, con fundamento en el artículo 112, fracción I, de la Ley "
            "General de Transparencia.")
MISSING = ("Por lo que hace al punto 2, después de una búsqueda exhaustiva en los archivos de esta unidad, se declara "
           "la inexistencia de los informes del operativo de agosto de 2013 en San Fernando.")
CONTRARY = ("El informe del operativo de agosto de 2013 en San Fernando fue entregado al Instituto Nacional de "
            "Migración el 2 de septiembre de 2013.")
ROUNDS = ("Durante el operativo se hicieron recorridos en la carretera y se levantaron las constancias descritas "
          "en el expediente respectivo.")
ASKED = ("1. Bitácoras del operativo de agosto de 2013 en San Fernando.\n"
         "2. Informes del operativo de agosto de 2013 en San Fernando.\n"
         "3. Número de personas detenidas en el operativo.")


def a_pdf(path: Path, pages: list[list[str]], black_on: int = 0) -> Path:
    """A born-digital PDF with paragraphs, and a black box with nothing under it on one page."""
    from reportlab.lib.pagesizes import letter
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Spacer

    class Line(Flowable):
        """A line of text in which a name is blacked out."""

        def wrap(self, *_space: float) -> tuple[float, float]:
            return 440.0, 16.0

        def draw(self) -> None:
            self.canv.setFont("Helvetica", 10)
            self.canv.drawString(0, 4, "El agente a cargo fue")
            self.canv.rect(102, 1, 170, 12, stroke=0, fill=1)
            self.canv.drawString(278, 4, "adscrito a la delegación regional.")

    style = getSampleStyleSheet()["BodyText"]
    story: list[Flowable] = []
    for number, paragraphs in enumerate(pages, start=1):
        for text in paragraphs:
            story += [Paragraph(text, style), Spacer(1, 14)]
            if number == black_on:
                story += [Line(), Spacer(1, 8)]
        story.append(PageBreak())
    SimpleDocTemplate(str(path), pagesize=letter, invariant=1).build(story)
    return path


def look(page: Page, name: str) -> None:
    """Keep a picture where `ACUSE_SHOTS` names a folder, for whoever wants to look."""
    if folder := os.environ.get("ACUSE_SHOTS"):
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


def test_from_a_refused_reply_to_a_draft_whose_every_statement_opens_its_page(
    page: Page, site: Site, tmp_path: Path
) -> None:
    today = datetime.now(ZoneInfo("America/Mexico_City")).date()
    filler = ["Se rinde el presente informe de actividades para los efectos administrativos a que haya lugar."]
    other = a_pdf(tmp_path / "informe sedena.pdf", [filler, ["Solicitud con folio 0000700012313.", CONTRARY]])
    reply = a_pdf(tmp_path / "oficio de respuesta.pdf", [
        ["INSTITUTO NACIONAL DE MIGRACIÓN. Unidad de Transparencia.", "Se atiende la solicitud como sigue.",
         RESERVED], [MISSING], [
            "Relación de quienes participaron en el operativo.", ROUNDS, ROUNDS, "Fin de la relación."]], black_on=3)

    page.goto(f"{site.address}/documents")
    if not page.locator("#files").is_visible():
        page.locator("summary").first.click()
    page.set_input_files("#files", str(other))
    page.locator("form[enctype] button").first.click()
    page.wait_for_url(re.compile(r"/documents/\d+"))
    page.goto(f"{site.address}/requests/new")
    page.fill("#agency", "INM")
    page.fill("#subject", "Operativo de agosto de 2013 en San Fernando")
    page.fill("#text", ASKED)
    page.fill("#folios", "340020300000126")
    page.fill("#filed_on", (today - timedelta(days=25)).isoformat())
    page.click("main form button")
    request = page.url
    page.goto(f"{request}/replies/new")
    page.fill("#notified_on", (today - timedelta(days=1)).isoformat())
    page.set_input_files("#files", str(reply))
    page.click("main form button")
    expect(page.get_by_text("Declara la inexistencia", exact=True).first).to_be_visible(timeout=90_000)
    answer = page.url
    while page.locator("button[name=verdict][value=confirmed]").count():
        page.locator("button[name=verdict][value=confirmed]").first.click()
        page.wait_for_load_state()
    look(page, "1-reply")

    number = request.rsplit("/", 1)[1]
    page.goto(f"{request}/questions")
    page.click("main form button.button")
    for place, status in enumerate(("refused", "refused", "ignored")):
        page.locator("fieldset[data-question]").nth(place).locator(f"input[value={status}]").check()
    page.locator("fieldset[data-question]").nth(1).locator("select[name^=ground]").select_option("inexistence")
    page.locator("fieldset[data-question]").nth(0).locator("select[name^=ground]").select_option("reserved")
    for place in (0, 1):
        choice = page.locator("fieldset[data-question]").nth(place).locator("select[name^=page]")
        choice.select_option(label=f"oficio de respuesta.pdf, página {place + 1}: "
                                   f"{('Reservada', 'Declara la inexistencia')[place]}")
    page.locator("form:has(fieldset) > button").click()
    look(page, "2-coverage")

    page.goto(f"{site.address}/requests/{number}/reserves")
    expect(page.locator("blockquote").first).to_contain_text("cinco años")
    page.locator("button[value=confirmed]").click()
    expect(page.get_by_text("hasta el miércoles, 5 de noviembre de 2031").or_(page.get_by_text("2031"))
           .first).to_be_visible()
    look(page, "3-reserve")

    page.goto(f"{request}/appeals/prepare")
    for code in ("CLASIF", "INEXIST", "INCOMPLETA"):
        expect(page.locator(f"input[value={code}]")).to_be_checked()
    expect(page.get_by_text("prueba de daño").first).to_be_visible()
    expect(page.locator("#contradictions blockquote").first).to_contain_text("fue entregado al Instituto")
    page.locator("input[name=contradictions]").first.check()
    page.locator("input[name=hidden]").first.check()
    for radio in page.locator("input[type=radio][value=no]").all():
        radio.check()
    look(page, "4-prepare")
    page.click("button[name=check]")
    expect(page.locator(".tag.urgent")).to_have_count(0)
    page.click("button[name=write]")
    expect(page.locator("#grounds")).to_have_value(_holding("sin prueba de daño", "[imagen: anexo 3, página 3",
                                                            "Contradice la inexistencia"))
    look(page, "5-draft")
    draft = page.url

    opened = {link.get_attribute("href") or "" for link in page.locator("form .help a").all()}
    assert len(opened) >= 6
    for address in opened:
        shown = page.request.get(site.address + address)
        assert shown.status == 200, address
        if "q=" in address:
            page.goto(site.address + address)
            assert page.locator("svg .hit").count() > 0, address
    page.goto(draft)
    for box in page.locator("input[name=settled]").all():
        box.check()
    page.fill("#name", "Persona Solicitante")
    with page.expect_download() as waiting:
        page.click("button[formaction]")
    data = Path(waiting.value.path()).read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as bundle:
        names = {name.split("/", 1)[1] for name in bundle.namelist()}
        root = bundle.namelist()[0].split("/", 1)[0]
        paper = read_docx(io.BytesIO(bundle.read(f"{root}/recurso.docx")))
        with pikepdf.open(io.BytesIO(bundle.read(f"{root}/recurso.pdf"))) as pdf:
            goes = {(str(link["/A"]["/F"]), int(link["/A"]["/D"][0])) for sheet in pdf.pages
                    for link in sheet.get("/Annots", []) if "/F" in link["/A"]}
    text = "\n".join(line.text for line in paper.paragraphs)
    assert "Persona Solicitante" in text and "inexistencia" in text and len(paper.inline_shapes) == 1
    assert {"anexos/03-oficio de respuesta.pdf", "anexos/04-informe sedena.pdf", "indice.html"} <= names
    assert {path for path, _ in goes} <= names
    assert ("anexos/03-oficio de respuesta.pdf", 0) in goes and ("anexos/03-oficio de respuesta.pdf", 1) in goes
    assert ("anexos/04-informe sedena.pdf", 1) in goes
    kept = [path for path in site.data.rglob("*") if path.is_file() and b"Persona Solicitante" in path.read_bytes()]
    assert kept == []
    assert answer.startswith(site.address)


def _holding(*parts: str) -> re.Pattern[str]:
    return re.compile(".*".join(map(re.escape, parts)), re.DOTALL)


def test_the_pages_of_an_appeal_fit_a_phone(page: Page, site: Site) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    for at, path in enumerate(("/requests/1/appeals/prepare", "/drafts/1", "/requests/1/reserves", "/reserves",
                               "/requests/1/releases", "/appeals/worked", "/requests/1/questions")):
        answer = page.goto(site.address + path)
        if answer is None or answer.status == 404:
            continue  # The journey before this one was not run.
        assert answer.status == 200, path
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
        look(page, f"phone-{at}")

"""The paper an appeal becomes: what it cites opens, tables are tables, pictures are pictures, versions compare."""

from __future__ import annotations

import io
from datetime import date

import pikepdf
import pytest
from docx import Document as read_docx
from PIL import Image

from tests.tracker.appeals.test_preflight import answered, silent
from tracker.appeals.annexes import Annex, Picture, cites_in, picture_line, picture_of, unknown_cites
from tracker.appeals.drafting import (
    Asked,
    Contradiction,
    Fact,
    Failing,
    Hidden,
    Matter,
    Quote,
    compose,
    gaps,
)
from tracker.appeals.grounds import grounds_of, known_laws
from tracker.appeals.papers import Signatory, blocks_of, docx_of, pdf_of
from tracker.appeals.phrases import ASKED, REASONS
from tracker.appeals.suggesting import code_of_finding
from tracker.appeals.versions import changes
from tracker.replies.models import Finding
from tracker.requests.recompute import remedy

WHO = Signatory("Alicia Ejemplo", "alicia@example.org")
ANNEXES = (Annex(1, "request", "Solicitud"), Annex(2, "acts", "Relación de actuaciones"),
           Annex(3, "document", "Oficio de respuesta", 7, 1), Annex(4, "contradiction", "Informe, de SEDENA", 9),
           Annex(5, "proof", "Cómputo"))


def matter(**given: object) -> Matter:
    """An answered request with a reserve, a non-existence and a question ignored."""
    facts: dict[str, object] = {
        "folio": "340020300000126", "agency": "INM", "request_text": "1. Informes. 2. Nombres.",
        "facts": [Fact("filed", date(2026, 1, 15), 1), Fact("replied", date(2026, 2, 16), 3, 1)],
        "grounds": ["CLASIF", "INEXIST", "INCOMPLETA"], "law": grounds_of("MX-FED-2025"), "annexes": ANNEXES,
        "quotes": [Quote("INEXIST", 3, 2, "se declara la inexistencia")],
        "failings": [Failing("CLASIF", "reserva sin prueba de daño", "LGTAIP 2025, art. 107", True, 3, 1, "se reserva"),
                     Failing("INEXIST", "sin acta", "LGTAIP 2015, art. 138", False, 3, 2, "no existe")],
        "hidden": [Hidden(3, 2, [(0.2, 0.3, 0.6, 0.32)], 0.25, "art. 112")],
        "contradictions": [Contradiction(4, 6, "Informe", "SEDENA", "el informe fue entregado al INM")],
        "questions": [Asked("1", "Informes | todos", "negada", "por inexistencia", 3, 2),
                      Asked("2", "Nombres", "sin respuesta")],
    }
    return Matter(**{**facts, **given})  # type: ignore[arg-type]


def section(key: str, **given: object) -> str:
    case = answered()
    return next(one["text"] for one in compose(case, remedy(case), matter(**given)) if one["key"] == key)


def test_every_statement_names_the_annex_and_page_it_rests_on() -> None:
    assert "presenté la solicitud de información (anexo 1)" in section("facts")
    assert "se me notificó la respuesta (anexo 3, página 1)" in section("facts")
    grounds = section("grounds")
    assert "(anexo 3, página 2): «se declara la inexistencia»" in grounds
    assert "(LGTAIP 2025, art. 107). Consta en su texto (anexo 3, página 1): «se reserva»" in grounds
    assert "documento «Informe», de SEDENA (anexo 4, página 6): «el informe fue entregado al INM»" in grounds
    assert "(cómputo día por día, anexo 5)" in section("time") and "lunes 9 de marzo de 2026" in section("time")


def test_what_nobody_verified_is_a_gap_and_what_was_read_is_not() -> None:
    case = answered()
    assert gaps(compose(case, remedy(case), matter())) == ["[VERIFICAR: LGTAIP 2015, art. 138]"]
    for law in ("MX-FED-2002", "MX-DUR", "MX-CHH", "MX-YUC"):
        found = grounds_of(law)
        texts = compose(case, remedy(case), matter(law=found, grounds=[found.grounds[0].code], failings=()))
        assert any("VERIFICAR" in one["text"] for one in texts if one["key"] == "grounds"), law


def test_the_coverage_is_a_table_with_the_page_of_each_answer() -> None:
    [table] = list(blocks_of(section("coverage")))
    assert table.rows == (
        ("Punto", "Lo pedido", "Lo respondido", "Consta en"),
        ("1", "Informes / todos", "negada, por inexistencia", "anexo 3, página 2"),
        ("2", "Nombres", "sin respuesta", "ninguna página de la respuesta"))
    assert "los puntos 1 y 2" in section("asked")


def test_silence_asks_for_a_reply_free_of_charge_and_rests_on_the_request() -> None:
    case = silent(looked=True)
    text = compose(case, remedy(case), matter(grounds=["SIN_RESP"], quotes=(), failings=(), questions=()))
    told = {one["key"]: one["text"] for one in text}
    assert "sin costo" in told["asked"] and "La falta de respuesta de INM" in told["act"] and "(anexo 1)" in told["act"]


@pytest.mark.parametrize("law", known_laws())
def test_every_ground_of_every_law_has_its_sentence(law: str) -> None:
    found = grounds_of(law)
    assert {ground.code for ground in found.grounds} <= set(REASONS)
    assert {ground.code for ground in found.grounds} - set(ASKED) <= {"SIN_RESP", "INCOMPLETA"}


def test_the_laws_name_the_same_ground_by_their_own_fraction() -> None:
    assert grounds_of("MX-FED-2016").named("FUNDAMENT").fraction == "XII"  # type: ignore[union-attr]
    assert grounds_of("MX-FED-2002").code_of("CLASIF") == "NEGATIVA"
    assert grounds_of("MX-FED-2002").code_of("INCOMPET") is None
    assert grounds_of("MX-DUR").named("PRORROGA").fraction == "XIV"  # type: ignore[union-attr]
    assert grounds_of("MX-CHH").code_of("COSTO_TIEMPO") == "COSTO"
    assert len(grounds_of("MX-YUC").grounds) == 13 and not grounds_of("MX-YUC").is_verified


def test_a_finding_speaks_for_the_ground_of_the_law_at_hand() -> None:
    def finding(kind: str, label: str) -> Finding:
        return Finding(kind=kind, label=label, quote="")

    new, old, durango = (grounds_of(law) for law in ("MX-FED-2025", "MX-FED-2002", "MX-DUR"))
    assert code_of_finding(finding("label", "reserved"), new) == "CLASIF"
    assert code_of_finding(finding("label", "reserved"), old) == "NEGATIVA"
    assert code_of_finding(finding("label", "extension"), new) is None
    assert code_of_finding(finding("label", "extension"), durango) == "PRORROGA"
    assert code_of_finding(finding("check", "cost_for_first_twenty"), new) == "COSTO_TIEMPO"
    assert code_of_finding(finding("check", "redaction_undone"), new) is None
    assert code_of_finding(finding("redaction", "redacted"), old) == "NEGATIVA"
    assert code_of_finding(finding("leak", "leak"), new) is None


def test_citations_are_found_however_a_person_writes_them() -> None:
    text = "Véase anexo 3, página 12; el Anexo 4, p. 2, y el anexo 11. No los anexos ni el anexo A."
    assert [(one.number, one.page) for one in cites_in(text)] == [(3, 12), (4, 2), (11, None)]
    assert unknown_cites([{"text": text}], ANNEXES) == [11]


def test_a_picture_line_is_read_back_and_a_box_outside_the_page_is_none() -> None:
    assert picture_of(picture_line(3, 2, (0.1, 0.2, 0.9, 0.3))) == Picture(3, 2, (0.1, 0.2, 0.9, 0.3))
    assert picture_of("[imagen: anexo 3, página 2, recuadro 0.5; 0.5; 0.5; 0.5]") is None
    assert picture_of("texto") is None


def png(_picture: Picture) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (400, 60), "black").save(out, "PNG")
    return out.getvalue()


def link(number: int, page: int | None) -> str | None:
    return None if number == 4 else f"anexos/0{number}-x.pdf" + (f"#page={page}" if page else "")


def test_the_docx_holds_the_table_the_picture_and_the_links() -> None:
    case = answered()
    paper = read_docx(io.BytesIO(docx_of(compose(case, remedy(case), matter()), WHO, png, link)))
    assert [cell.text for cell in paper.tables[0].rows[1].cells][3] == "anexo 3, página 2"
    assert len(paper.inline_shapes) == 1
    targets = {rel.target_ref for rel in paper.part.rels.values() if rel.is_external}
    assert {"anexos/01-x.pdf", "anexos/03-x.pdf#page=2"} <= targets
    assert not any("04" in target for target in targets)
    assert paper.core_properties.author == ""


def test_the_pdf_opens_each_annex_at_its_page() -> None:
    case = answered()
    data = pdf_of(compose(case, remedy(case), matter()), WHO, png, link)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        actions = [annot["/A"] for page in pdf.pages for annot in page.get("/Annots", [])]
        opened = {(str(action["/F"]), int(action["/D"][0])) for action in actions}
    assert {("anexos/03-x.pdf", 1), ("anexos/01-x.pdf", 0)} <= opened
    assert b"anexo.invalid" not in data
    assert data == pdf_of(compose(case, remedy(case), matter()), WHO, png, link)


def test_without_annexes_beside_it_a_paper_links_to_nothing() -> None:
    case = answered()
    with pikepdf.open(io.BytesIO(pdf_of(compose(case, remedy(case), matter()), WHO))) as pdf:
        assert not any("/Annots" in page for page in pdf.pages)


def test_two_versions_show_what_came_in_and_what_went_out() -> None:
    assert changes("Que se entregue todo.", "Que se entregue ya todo.") == (
        ("same", "Que se entregue "), ("in", "ya "), ("same", "todo."))
    assert [kind for kind, _ in changes("uno", "dos")] == ["out", "in"]

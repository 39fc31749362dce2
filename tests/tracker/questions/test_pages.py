"""The pages proposed for a question are those that share its telling words, and no page is proposed for nothing."""

from __future__ import annotations

from tracker.questions.pages import PageText, propose

PAGES = [
    PageText(1, 1, "Se atiende la solicitud de información con los documentos siguientes."),
    PageText(1, 2, "Relación de contratos de alimentación de la estación migratoria de Tapachula, con su proveedor."),
    PageText(1, 3, "Quejas recibidas por maltrato a personas alojadas durante el ejercicio."),
    PageText(2, 1, "Directorio de servidores públicos y sus percepciones mensuales."),
]


def test_each_question_gets_the_page_that_speaks_of_it_however_the_words_are_inflected() -> None:
    found = propose(["Copia del contrato de alimentos de la estación de Tapachula", "¿Cuántas quejas por maltratos?",
                     "Bitácoras de vuelos de devolución"], PAGES)
    assert [[(one.document_id, one.number) for one in proposals][:1] for proposals in found] == [[(1, 2)], [(1, 3)], []]
    assert "Tapachula" in found[0][0].query and found[0][0].share > 0.3


def test_words_every_request_has_propose_nothing() -> None:
    assert propose(["Solicito copia de los documentos con la información siguiente", ""], PAGES) == [[], []]
    assert propose(["contratos"], []) == [[]]

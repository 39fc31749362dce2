"""A series of the demo world: one question each year, with figures, wording that comes again, an annex sent twice.

Every letter and every figure in it is made up.
"""

from __future__ import annotations

import io
from datetime import date, timedelta

from sqlalchemy.orm import Session

from archive.receive import receive
from tracker.backends import Backends
from tracker.campaigns.models import Campaign, CampaignRequest
from tracker.clock import today as today_of
from tracker.demo.letters import Letter, born_digital, scanned
from tracker.laws.store import rulebook_of
from tracker.people.models import User
from tracker.projects.models import Project
from tracker.replies.actions import ReplyDraft, record_reply
from tracker.requests import recompute
from tracker.requests.actions import RequestDraft, log_request, record_event
from tracker.requests.models import InfoRequest

HEAD = ("INSTITUTO NACIONAL DE MIGRACIÓN", "Unidad de Transparencia")
AGAIN = (
    "Lo anterior se hace de su conocimiento en cumplimiento de las obligaciones de transparencia de este Instituto, "
    "cuyas unidades administrativas realizaron la búsqueda en sus archivos con un criterio amplio y razonable.",
    "Se le informa que puede interponer recurso de revisión dentro de los quince días hábiles siguientes a la "
    "notificación de la presente respuesta, ante la autoridad garante o ante esta Unidad de Transparencia.",
)
ANNEX = Letter(
    head=("ANEXO ÚNICO", "Criterios para registrar una queja"),
    paragraphs=(
        "Se registra como queja toda manifestación de inconformidad por el trato recibido del personal del Instituto, "
        "sea que se presente por escrito, por teléfono o en persona ante cualquiera de sus oficinas.",
        "No se registran como quejas las consultas, las sugerencias ni las solicitudes de información sobre trámites, "
        "que se turnan al área competente para su atención.",
        "Cada queja se cuenta una sola vez en el periodo en que se recibió, aunque intervengan varias personas.",
    ),
)
TURNS: tuple[tuple[int, tuple[str, ...]], ...] = (
    (2023, ("Concepto 2021 2022", "Quejas recibidas 412 508", "Quejas investigadas 96 121",
            "Sanciones impuestas 7 9")),
    (2024, ("Concepto 2022 2023", "Quejas recibidas 471 533", "Quejas investigadas 121 140",
            "Sanciones impuestas 9 11")),
    (2025, ("Concepto 2023 2024", "Quejas recibidas 533 602", "Quejas investigadas 140 151",
            "Sanciones impuestas 4 13")),
)
"""Year of filing, and the table the reply gives; two past figures change from one turn to the next."""


def add_series(session: Session, backends: Backends, project: Project, by: User) -> None:
    """Add the three turns of the series with their replies, and a request nobody answered."""
    before: int | None = None
    for year, rows in TURNS:
        turn = Campaign(
            project_id=project.id, name=f"Quejas por año ({year})", subject="Quejas contra personal, por año",
            text="Número de quejas recibidas e investigadas y de sanciones, por año: {periodo}.",
            fields={"periodo": f"{year - 2} y {year - 1}"}, every_months=12, follows_id=before, created_by=by.id,
            next_on=_monday(year + 1, 5) if year == TURNS[-1][0] else None, created_at=backends.clock.now())
        session.add(turn)
        session.flush()
        before = turn.id
        _turn(session, backends, project, by, turn, year, rows)
    _unanswered(session, backends, project, by)


def _turn(session: Session, backends: Backends, project: Project, by: User, turn: Campaign, year: int,
          rows: tuple[str, ...]) -> None:
    row = _logged(session, backends, project, by, turn.subject, f"Número de quejas {turn.fields['periodo']}.",
                  _monday(year, 5))
    session.add(CampaignRequest(campaign_id=turn.id, info_request_id=row.id))
    where = "Los criterios de registro se describen en el anexo único que acompaña a este oficio."
    if year == 2024:
        where = "La información adicional puede consultarse en https://www.gob.mx/ en el apartado correspondiente."
    answer = Letter((*HEAD, f"Oficio INM/UT/{year - 1700}/{year}"), (
        "En atención a su solicitud se le entrega la estadística con que cuenta la Dirección General, por año:",
        *rows, where, *AGAIN))
    data = [(f"respuesta-quejas-{year}.pdf", born_digital(answer))]
    if year == 2023:
        data.append(("anexo-unico.pdf", born_digital(ANNEX)))
    if year == 2025:
        data.append(("anexo.pdf", scanned(ANNEX, dpi=150)))
        data.append(("quejas-version-publica.pdf", born_digital(Letter(
            (*HEAD, "Versión pública"), (
                "La queja presentada por Persona Inventada Número Uno en la estación migratoria se turnó al órgano "
                "interno de control, que citó a Servidor Público de Ejemplo el día siguiente.",
                "El expediente se integró con el dicho de Persona Inventada Número Dos y se cerró sin sanción."),
            hidden=("Persona Inventada Número Uno", "Servidor Público de Ejemplo", "Persona Inventada Número Dos"),
            ground="Art. 115 LGTAIP"))))
    files = [receive(session, backends.files, io.BytesIO(content), name=name, scope=project.scope, origin="demo",
                     by=str(by.id), now=backends.clock.now(), facets={"request": row.id}).document
             for name, content in data]
    record_reply(session, row, ReplyDraft(notified_on=_monday(year, 6)), files, by=by, clock=backends.clock)
    _settle(session, backends, row)


def _monday(year: int, month: int) -> date:
    """The second Monday of a month: no holiday falls on it in May and June."""
    first = date(year, month, 1)
    return first + timedelta(days=-first.weekday() % 7 + 7)


def _unanswered(session: Session, backends: Backends, project: Project, by: User) -> None:
    today = today_of(backends.clock)
    row = _logged(session, backends, project, by, "Bitácoras de vuelos de traslado",
                  "Bitácoras de los vuelos de traslado de personas migrantes, por mes.", today - timedelta(days=44))
    record_event(session, row, "platform_checked", today - timedelta(days=1), by=by, clock=backends.clock)
    _settle(session, backends, row)


def _logged(session: Session, backends: Backends, project: Project, by: User, subject: str, text: str,
            filed_on: date) -> InfoRequest:
    draft = RequestDraft(project_id=project.id, subject=subject, text=text, agency="INM", filed_on=filed_on,
                         channel="platform")
    return log_request(session, draft, by=by, clock=backends.clock)


def _settle(session: Session, backends: Backends, row: InfoRequest) -> None:
    recompute.recompute(session, row, rulebook_of(session), now=backends.clock.now())

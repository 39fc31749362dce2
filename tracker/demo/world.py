"""Builds the demo world: the 2013 requests to INM and one of 2026, each in another state of its life."""

from __future__ import annotations

import io
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.receive import receive
from tracker.agencies.store import directory_of
from tracker.appeals.actions import file_appeal, note_step
from tracker.backends import Backends
from tracker.clock import today as today_of
from tracker.demo.letters import Letter, born_digital, scanned
from tracker.demo.quarters import add_series
from tracker.laws.store import rulebook_of
from tracker.people.models import User
from tracker.projects.actions import create_project
from tracker.projects.models import Project
from tracker.replies.actions import ReplyDraft, record_reply
from tracker.requests import recompute
from tracker.requests.actions import RequestDraft, log_request, record_event
from tracker.requests.models import InfoRequest
from tracker.setup import acting_owner

PROJECT = "San Fernando (demo)"

DELIVERY = Letter(
    head=("INSTITUTO NACIONAL DE MIGRACIÓN", "Unidad de Enlace", "Oficio INM/UE/0412/2013"),
    paragraphs=(
        "En atención a su solicitud de información con número de folio 0411100064213, mediante la cual pide los "
        "programas de protección a personas migrantes puestos en marcha después de agosto de 2010, le informo:",
        "Se adjunta copia de los programas solicitados. Los grupos de protección fueron creados en julio de 2011 y "
        "atienden a las personas migrantes en las principales rutas.",
        "Por lo que hace a los despliegues y a los nombres del personal, dicha información se clasifica como "
        "reservada por un periodo de doce años, con fundamento en el artículo 13, fracción V de la LFTAIPG.",
        "Se le informa que puede interponer recurso de revisión dentro de los quince días hábiles siguientes.",
    ),
)
REDACTED = Letter(
    head=("INSTITUTO NACIONAL DE MIGRACIÓN", "Versión pública", "Parte informativo del 10 de agosto de 2013"),
    paragraphs=(
        "Folio de la solicitud: 0411100064413.",
        "El día de la fecha el agente Juan Pérez Modelo y la agente María Ejemplo Ficticia participaron en el "
        "operativo en el que fueron aseguradas más de 56 personas migrantes centroamericanas.",
        "Las personas aseguradas fueron presentadas en la estación migratoria de Ciudad Imaginaria para su "
        "alojamiento y, en su caso, retorno asistido.",
    ),
    hidden=("Juan Pérez Modelo", "María Ejemplo Ficticia", "Ciudad Imaginaria"),
)
INEXISTENCE = Letter(
    head=("INSTITUTO NACIONAL DE MIGRACIÓN", "Comité de Información", "Oficio INM/CI/0077/2013"),
    paragraphs=(
        "En respuesta a la solicitud con número de folio 0411100075613, relativa a la detención de seis agentes de "
        "este Instituto en mayo de 2011, le comunico lo siguiente:",
        "Después de una búsqueda exhaustiva realizada en los archivos de esta unidad administrativa, se declara la "
        "inexistencia de la información solicitada.",
    ),
)


def build_demo(backends: Backends) -> bool:
    """Add the demo world once; False when it is there already."""
    with backends.sessions.writing() as session:
        if session.scalar(select(Project.id).where(Project.name == PROJECT)) is not None:
            return False
        by = acting_owner(session, backends.clock.now())
        project = create_project(
            session, PROJECT, by=by, now=backends.clock.now(), visibility="team",
            description="Solicitudes de 2013 al INM sobre la protección de personas migrantes tras agosto de 2010.",
        )
        _programmes(session, backends, project, by)
        _operation(session, backends, project, by)
        _arrests(session, backends, project, by)
        _recent(session, backends, project, by)
        add_series(session, backends, project, by)
    return True


def _log(session: Session, backends: Backends, project: Project, by: User, *, folio: str | None, subject: str,
         text: str, filed_on: date) -> InfoRequest:
    draft = RequestDraft(project_id=project.id, subject=subject, text=text, folio=folio, folio_as_written=folio,
                         agency="INM", filed_on=filed_on, channel="platform")
    return log_request(session, draft, by=by, clock=backends.clock)


def _reply(session: Session, backends: Backends, info_request: InfoRequest, by: User, draft: ReplyDraft, name: str,
           data: bytes) -> None:
    kept = receive(session, backends.files, io.BytesIO(data), name=name, scope=info_request.project.scope,
                   origin="demo", by=str(by.id), now=backends.clock.now(), facets={"request": info_request.id})
    record_reply(session, info_request, draft, [kept.document], by=by, clock=backends.clock)


def _settle(session: Session, backends: Backends, info_request: InfoRequest) -> None:
    recompute.recompute(session, info_request, rulebook_of(session), now=backends.clock.now(),
                        directory=directory_of(session))


def _programmes(session: Session, backends: Backends, project: Project, by: User) -> None:
    row = _log(session, backends, project, by, folio="0411100064213", filed_on=date(2013, 8, 5),
               subject="Programas de protección tras San Fernando",
               text="1. Programas de protección a personas migrantes puestos en marcha después de agosto de 2010.\n"
                    "2. Fecha de creación de los grupos de protección.\n3. Despliegues por entidad y año.")
    _reply(session, backends, row, by, ReplyDraft(notified_on=date(2013, 8, 30), oficio="INM/UE/0412/2013"),
           "respuesta-0411100064213.pdf", born_digital(DELIVERY))
    record_event(session, row, "closed", date(2013, 12, 2), by=by, clock=backends.clock)
    _settle(session, backends, row)


def _operation(session: Session, backends: Backends, project: Project, by: User) -> None:
    row = _log(session, backends, project, by, folio="0411100064413", filed_on=date(2013, 8, 12),
               subject="Operativo del 10 de agosto de 2013",
               text="Partes informativos del operativo del 10 de agosto de 2013 con más de 56 personas migrantes.")
    _reply(session, backends, row, by, ReplyDraft(notified_on=date(2013, 9, 6)), "parte-informativo.pdf",
           scanned(REDACTED))
    appeal = file_appeal(session, row, filed_on=date(2013, 9, 20), regulator="IFAI", grounds=["CLASIF"], by=by,
                         clock=backends.clock)
    note_step(session, appeal, "appeal_admitted", date(2013, 9, 27), by=by, clock=backends.clock)
    note_step(session, appeal, "resolution_notified", date(2013, 12, 6), sense="modifica", by=by, clock=backends.clock)
    note_step(session, appeal, "compliance_reported", date(2013, 12, 19), by=by, clock=backends.clock)
    _settle(session, backends, row)


def _arrests(session: Session, backends: Backends, project: Project, by: User) -> None:
    row = _log(session, backends, project, by, folio="0411100075613", filed_on=date(2013, 10, 1),
               subject="Detención de seis agentes en mayo de 2011",
               text="Documentos sobre la detención de seis agentes del Instituto en mayo de 2011.")
    _reply(session, backends, row, by, ReplyDraft(notified_on=date(2013, 10, 25), oficio="INM/CI/0077/2013"),
           "inexistencia-0411100075613.pdf", scanned(INEXISTENCE, dpi=150, skew_degrees=0.7))
    record_event(session, row, "closed", date(2014, 1, 10), by=by, clock=backends.clock)
    _settle(session, backends, row)


def _recent(session: Session, backends: Backends, project: Project, by: User) -> None:
    today = today_of(backends.clock)
    filed_on = date(2026, 10, 26) if today >= date(2026, 10, 26) else today
    row = _log(session, backends, project, by, folio=None, filed_on=filed_on,
               subject="Quejas contra personal del INM, por año",
               text="1. Quejas formales contra personal del Instituto, por año, de 2013 a 2025.\n"
                    "2. Cuántas fueron investigadas.\n3. Cuántas terminaron en sanción.")
    _settle(session, backends, row)

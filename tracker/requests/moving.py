"""A request that goes to another project: its appeals go along, its files when somebody brings them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from archive import jobs
from archive.models import Document
from archive.reading import INDEX_JOB
from tracker.appeals.models import Appeal, AppealPoint
from tracker.audit.actions import record_act
from tracker.clock import Clock
from tracker.people import access
from tracker.people.models import User
from tracker.projects.models import Project, project_scope
from tracker.replies.models import Reply, ReplyDocument
from tracker.requests.models import InfoRequest
from tracker.rescue.models import Rescue


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """Files of a request's replies that lie in other projects: those that can come along, and those that stay.

    `shared` are files that requests outside the new project need as well; `not_mine` lie in projects the person does
    not administer.
    """

    movable: tuple[Document, ...] = ()
    shared: tuple[Document, ...] = ()
    not_mine: tuple[Document, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.movable or self.shared or self.not_mine)


def take_appeals_along(session: Session, info_request: InfoRequest) -> None:
    """Put the appeals of a request, with their points, into its project."""
    mine = select(Appeal.id).where(Appeal.info_request_id == info_request.id)
    for table, which in ((AppealPoint, AppealPoint.appeal_id.in_(mine)), (Appeal, Appeal.id.in_(mine))):
        session.execute(update(table).where(which).values(project_id=info_request.project_id))


def left_behind(session: Session, user: User, info_request: InfoRequest) -> LeftBehind:
    """The files of a request that its project does not have, with what is to become of each."""
    here = project_scope(info_request.project_id)
    query = (
        select(Document).join(ReplyDocument).join(Reply)
        .where(Reply.info_request_id == info_request.id, Document.scope != here).distinct().order_by(Document.id)
    )
    found: dict[str, list[Document]] = {"movable": [], "shared": [], "not_mine": []}
    administered = access.scopes_of(session, user, "admin")
    for document in session.scalars(query):
        family = _family(session, document)
        if any(one.scope not in administered for one in family):
            found["not_mine"].append(document)
        elif _needed_elsewhere(session, info_request, family):
            found["shared"].append(document)
        else:
            found["movable"].append(document)
    return LeftBehind(*(tuple(found[name]) for name in ("movable", "shared", "not_mine")))


def bring_files(session: Session, info_request: InfoRequest, *, by: User, clock: Clock) -> LeftBehind:
    """Bring the files that can come into the request's project, bundles whole; tells what stayed.

    The person must be allowed to change the request's project; files of projects they do not administer stay.
    """
    behind = left_behind(session, by, info_request)
    here = project_scope(info_request.project_id)
    moved: dict[int, Document] = {}
    for document in behind.movable:
        moved.update((one.id, one) for one in _family(session, document))
    for document in moved.values():
        before, document.scope = document.scope, here
        jobs.put(session, INDEX_JOB, document.id, now=clock.now())
        record_act(session, "document.moved", "document", document.id, by=by.id, at=clock.now(),
                   content={"from": before, "to": here, "request": info_request.id})
    session.execute(update(Rescue).where(Rescue.document_id.in_(moved)).values(project_id=info_request.project_id))
    session.flush()
    return LeftBehind((), behind.shared, behind.not_mine)


def projects_of(session: Session, documents: Sequence[Document]) -> list[str]:
    """The names of the projects in which documents lie."""
    scopes = {document.scope for document in documents}
    return sorted(project.name for project in session.scalars(select(Project)) if project.scope in scopes)


def _family(session: Session, document: Document) -> list[Document]:
    """A document with the bundle it came in and everything in that; what was fetched from its links too."""
    root = document
    while root.container_id is not None and (outer := session.get(Document, root.container_id)) is not None:
        root = outer
    found, level = [root], [root.id]
    while level:
        fetched = select(Rescue.body_id).where(Rescue.document_id.in_(level), Rescue.body_id.is_not(None))
        inside = or_(Document.container_id.in_(level), Document.id.in_(fetched))
        known = {one.id for one in found}
        more = [one for one in session.scalars(select(Document).where(inside)) if one.id not in known]
        found += more
        level = [one.id for one in more]
    return found


def _needed_elsewhere(session: Session, info_request: InfoRequest, family: Sequence[Document]) -> bool:
    others = (
        select(ReplyDocument.id).join(Reply).join(InfoRequest, Reply.info_request_id == InfoRequest.id)
        .where(ReplyDocument.document_id.in_([one.id for one in family]), InfoRequest.id != info_request.id,
               InfoRequest.project_id != info_request.project_id).limit(1)
    )
    return session.scalar(others) is not None

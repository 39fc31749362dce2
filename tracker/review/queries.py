"""The queue of findings to judge: narrowed by the page's address, one after the other, with how far it has got."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload

from tracker.addresses import number_in
from tracker.people import access
from tracker.people.models import User
from tracker.redactions.precision import Measured
from tracker.replies.models import Finding, Reply
from tracker.requests.models import InfoRequest
from tracker.vocabulary import FINDING_STATES

KINDS = ("label", "check", "redaction", "link", "leak")
RULE_KINDS = ("label", "check", "link")
"""Kinds whose precision is counted by label; redactions are counted box by box elsewhere."""
MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the queue is narrowed to; it lives in the page's address. No status means what waits for a verdict."""

    project: int | None = None
    agency: str = ""
    kind: str = ""
    label: str = ""
    status: str = ""
    certain: str = ""
    reply: int | None = None
    document: int | None = None

    @classmethod
    def from_args(cls, args: Mapping[str, str]) -> Wanted:
        """The filter an address carries; what it cannot mean is left out."""
        kind, status = args.get("kind", ""), args.get("status", "")
        if status not in (*FINDING_STATES, "decided", "standing", "all"):
            status = ""
        return cls(number_in(args, "project"), args.get("agency", "")[:40], kind if kind in KINDS else "",
                   args.get("label", "")[:40], status,
                   args.get("certain", "") if args.get("certain") in ("yes", "no") else "", number_in(args, "reply"),
                   number_in(args, "document"))

    def as_args(self) -> dict[str, Any]:
        """What narrows, for an address."""
        named = {name: getattr(self, name) for name in ("project", "agency", "kind", "label", "status", "certain",
                                                        "reply", "document")}
        return {name: value for name, value in named.items() if value}


def visible(viewer: User) -> Select[Finding]:
    """A query for the findings a person may see; leaks are for those who decide on them."""
    query = select(Finding).join(Finding.reply).join(Reply.info_request)
    return query.where(
        InfoRequest.project_id.in_(access.project_ids(viewer, "read")),
        or_(Finding.kind != "leak", InfoRequest.project_id.in_(access.project_ids(viewer, "admin"))))


def conditions(wanted: Wanted, *, any_status: bool = False) -> list[ColumnElement[bool]]:
    """What the filter asks of the rows of `visible`; `any_status` leaves the verdict open."""
    asked: list[ColumnElement[bool]] = []
    if wanted.project is not None:
        asked.append(InfoRequest.project_id == wanted.project)
    if wanted.agency:
        asked.append(InfoRequest.agency == wanted.agency)
    if wanted.kind:
        asked.append(Finding.kind == wanted.kind)
    if wanted.label:
        asked.append(Finding.label == wanted.label)
    if wanted.certain:
        asked.append(Finding.is_certain == (wanted.certain == "yes"))
    if wanted.reply is not None:
        asked.append(Finding.reply_id == wanted.reply)
    if wanted.document is not None:
        asked.append(Finding.document_id == wanted.document)
    if not any_status:
        status = wanted.status or "suggested"
        if status == "decided":
            asked.append(Finding.status != "suggested")
        elif status == "standing":
            asked.append(Finding.status != "dismissed")
        elif status != "all":
            asked.append(Finding.status == status)
    return asked


@dataclass(frozen=True, slots=True)
class Place:
    """One finding of the queue and its neighbours; `decided` of `total` have a verdict."""

    finding: Finding | None
    previous: int | None
    following: int | None
    decided: int
    total: int


def place(session: Session, viewer: User, wanted: Wanted, at: int | None = None, after: int | None = None) -> Place:
    """The finding `at`, or the first one behind `after` (from the start again at the end), or the first of all."""
    key = (Finding.reply_id, Finding.id)
    matching = visible(viewer).where(*conditions(wanted))

    def step(query: Select[Finding], number: int, *, back: bool = False) -> Finding | None:
        here = session.get(Finding, number)
        if here is None:
            return None
        beyond = or_(key[0] < here.reply_id, and_(key[0] == here.reply_id, key[1] < number)) if back else or_(
            key[0] > here.reply_id, and_(key[0] == here.reply_id, key[1] > number))
        order = [column.desc() for column in key] if back else list(key)
        return session.scalar(query.where(beyond).order_by(*order).limit(1))

    found = None
    if at is not None:
        # The one looked at stays on the page though its verdict took it out of the queue.
        found = session.scalar(visible(viewer).where(Finding.id == at))
    elif after is not None:
        found = step(matching, after)
    if found is None:
        found = session.scalar(matching.order_by(*key).limit(1))
    counted = visible(viewer).where(*conditions(wanted, any_status=True)).with_only_columns(
        func.count(Finding.id).filter(Finding.status != "suggested"), func.count(Finding.id))
    decided, total = session.execute(counted).one()
    if found is None:
        return Place(None, None, None, decided, total)
    before, behind = step(matching, found.id, back=True), step(matching, found.id)
    return Place(found, before.id if before else None, behind.id if behind else None, decided, total)


def findings(session: Session, viewer: User, wanted: Wanted, page: int = 1) -> tuple[list[Finding], int]:
    """One page (`MOST_SHOWN`) of the findings of the queue in its order, and how many there are in all."""
    query = visible(viewer).where(*conditions(wanted))
    total = session.scalar(query.with_only_columns(func.count(Finding.id))) or 0
    query = query.order_by(Finding.reply_id, Finding.id).limit(MOST_SHOWN).offset((page - 1) * MOST_SHOWN)
    return list(session.scalars(query.options(
        joinedload(Finding.reply).joinedload(Reply.info_request).joinedload(InfoRequest.project)))), total


def waiting(session: Session, viewer: User, most: int = 1000) -> int:
    """How many findings wait for a verdict, counted up to `most`."""
    query = visible(viewer).where(Finding.status == "suggested").with_only_columns(Finding.id).limit(most)
    return session.scalar(select(func.count()).select_from(query.subquery())) or 0


def menus(session: Session, viewer: User) -> dict[str, list[Any]]:
    """What the queue can be narrowed by: agencies, and (kind, label) pairs, of the findings a person may see."""
    agencies = visible(viewer).with_only_columns(InfoRequest.agency).where(InfoRequest.agency.is_not(None)).distinct()
    labels = visible(viewer).with_only_columns(Finding.kind, Finding.label).distinct()
    return {"agencies": sorted(str(name) for name in session.scalars(agencies)),
            "labels": sorted((kind, label) for kind, label in session.execute(labels))}


@dataclass(frozen=True, slots=True)
class RuleMeasured:
    """How often one rule was right; `certain` says whether its wording was called certain."""

    kind: str
    certain: bool
    verdicts: Measured


def rule_precision(session: Session, viewer: User, wanted: Wanted) -> list[RuleMeasured]:
    """Verdicts by kind, label and certainty, as far as the viewer may see; most judged first."""
    def of_status(status: str) -> ColumnElement[int]:
        return func.count(Finding.id).filter(Finding.status == status)

    query = (
        visible(viewer).where(*conditions(wanted, any_status=True), Finding.kind.in_(RULE_KINDS))
        .with_only_columns(Finding.kind, Finding.label, Finding.is_certain, of_status("confirmed"),
                           of_status("dismissed"), of_status("suggested"))
        .group_by(Finding.kind, Finding.label, Finding.is_certain)
    )
    found = [RuleMeasured(kind, certain, Measured(label, right, wrong, open_ones))
             for kind, label, certain, right, wrong, open_ones in session.execute(query).all()]
    return sorted(found, key=lambda one: (-one.verdicts.judged, one.kind, one.verdicts.code, one.certain))

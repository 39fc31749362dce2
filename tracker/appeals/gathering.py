"""What an appeal is about, gathered from what is recorded: facts, annexes, quotes, failings, coverage, hidden parts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.models import Page
from tracker.appeals.annexes import Annex
from tracker.appeals.contradictions import Proposed
from tracker.appeals.drafting import Asked, Contradiction, Fact, Failing, Hidden, Matter, Quote
from tracker.appeals.grounds import LawGrounds, grounds_of
from tracker.appeals.suggesting import code_of_finding, reasons_beside
from tracker.clocks.types import CaseClocks
from tracker.questions.queries import with_pages
from tracker.questions.words import SPANISH, SPANISH_GROUNDS
from tracker.redactions.models import RedactionMark
from tracker.replies.models import Finding, Reply
from tracker.requests.models import Event, InfoRequest
from tracker.requests.timeline import standing_events


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a person ticked: grounds, pages of other documents that contradict, pages whose redactions are shown."""

    grounds: Sequence[str]
    contradictions: Sequence[Proposed] = ()
    hidden: Collection[tuple[int, int]] = ()
    """(document id, page number)."""


@dataclass(slots=True)
class Annexes:
    """The annexes as they are numbered, and where to find each again."""

    rows: list[Annex] = field(default_factory=list)

    def add(self, kind: str, title: str, document_id: int | None = None, reply_id: int | None = None) -> int:
        """Number an annex; one document is one annex."""
        there = self.of_document(document_id) if document_id is not None else None
        if there is not None:
            return there
        self.rows.append(Annex(len(self.rows) + 1, kind, title, document_id, reply_id))
        return len(self.rows)

    def of_document(self, document_id: int | None) -> int | None:
        """The number of a document's annex."""
        return next((row.number for row in self.rows if document_id and row.document_id == document_id), None)

    def of_place(self, document_id: int | None, reply_id: int) -> int | None:
        """The annex a finding of a reply stands in: its file, else the platform's box of that reply."""
        if document_id is not None:
            return self.of_document(document_id)
        return next((row.number for row in self.rows if row.kind == "reply_text" and row.reply_id == reply_id), None)


def annexes_for(info_request: InfoRequest, replies: Sequence[Reply], chosen: Chosen, *, with_proof: bool = True
                ) -> Annexes:
    """Number the annexes: the request, what was done, the replies with their files, other documents, the proof."""
    made = Annexes()
    folio = info_request.folio or info_request.folio_as_written or "sin folio"
    made.add("request", f"Solicitud de información con folio {folio}")
    made.add("acts", "Relación de actuaciones")
    for reply in replies:
        day = reply.notified_on.strftime("%d/%m/%Y")
        for row in reply.documents:
            made.add("document", f"{row.document.title or row.document.name}, respuesta notificada el {day}",
                     row.document_id, reply.id)
        if reply.text.strip():
            made.add("reply_text", f"Texto de la respuesta en la plataforma, notificada el {day}", None, reply.id)
    for one in chosen.contradictions:
        whose = f", de {one.agency}" if one.agency else ""
        made.add("contradiction", f"{one.title}{whose}", one.document_id)
    if with_proof:
        made.add("proof", "Cómputo del plazo, día por día")
    return made


def gather(session: Session, info_request: InfoRequest, replies: Sequence[Reply], case: CaseClocks, chosen: Chosen,
           *, has_clock: bool = True) -> Matter:
    """Everything a draft says, each with the annex and page it rests on."""
    law = grounds_of(case.law)
    annexes = annexes_for(info_request, replies, chosen, with_proof=has_clock)
    findings = [f for reply in replies for f in reply.findings if f.status == "confirmed"]
    return Matter(
        folio=info_request.folio or info_request.folio_as_written or "[VERIFICAR: falta el folio]",
        agency=_agency(info_request), request_text=info_request.text, grounds=chosen.grounds, law=law,
        facts=_facts(info_request, replies, annexes), annexes=annexes.rows,
        quotes=_quotes(findings, annexes, law), failings=_failings(findings, annexes, law, case.law),
        hidden=hidden_on(session, annexes, chosen.hidden),
        contradictions=[
            Contradiction(annexes.of_document(one.document_id) or 0, one.page, one.title,
                          one.agency or "[VERIFICAR: de qué sujeto obligado es]", one.quote)
            for one in chosen.contradictions],
        questions=[
            Asked(q.number, q.text, SPANISH[q.status], SPANISH_GROUNDS.get(q.ground or "", ""),
                  annexes.of_document(q.document_id), q.page_number if q.document_id else None, q.note)
            for q in with_pages(session, info_request) if q.status != "open"],
        reasons=reasons_beside(session, info_request, case),
    )


def _agency(info_request: InfoRequest) -> str:
    return info_request.agency or info_request.agency_as_written or "[VERIFICAR: falta el sujeto obligado]"


def _facts(info_request: InfoRequest, replies: Sequence[Reply], annexes: Annexes) -> list[Fact]:
    by_event = {reply.event_id: reply for reply in replies}
    request, acts = annexes.rows[0].number, annexes.rows[1].number

    def told(event: Event) -> Fact:
        reply = by_event.get(event.id)
        if event.kind == "filed":
            return Fact(event.kind, event.happened_on, request)
        if reply is not None and reply.documents:
            # A bundle or a mail has no pages of its own; the first file that has some shows the reply.
            first = next((row for row in reply.documents if row.document.page_count), reply.documents[0])
            page = 1 if first.document.page_count else None
            return Fact(event.kind, event.happened_on, annexes.of_document(first.document_id), page)
        if reply is not None and reply.text.strip():
            return Fact(event.kind, event.happened_on, annexes.of_place(None, reply.id))
        return Fact(event.kind, event.happened_on, acts)

    return [told(event) for event in standing_events(info_request.events)]


def _quotes(findings: Iterable[Finding], annexes: Annexes, law: LawGrounds) -> list[Quote]:
    return [
        Quote(code, annexes.of_place(f.document_id, f.reply_id), f.page_number if f.document_id else None, f.quote)
        for f in findings if f.kind == "label" and f.quote and (code := code_of_finding(f, law))
    ]


def _failings(findings: Iterable[Finding], annexes: Annexes, law: LawGrounds, regime: str) -> list[Failing]:
    from tracker.replies.reading.checks import article_of, meaning_of

    found = []
    for f in findings:
        code = code_of_finding(f, law) if f.kind == "check" else None
        if code is None:
            continue
        known = article_of(f.label, regime)
        article, is_verified = known if known else (f.article or "artículo por confirmar", False)
        found.append(Failing(code, meaning_of(f.label), article, is_verified,
                             annexes.of_place(f.document_id, f.reply_id), f.page_number if f.document_id else None,
                             f.quote))
    return found


@dataclass(frozen=True, slots=True)
class HiddenPage:
    """A page of a reply with parts made unreadable that may be shown in the draft."""

    document_id: int
    page: int
    name: str
    boxes: int
    share: float | None
    is_confirmed: bool


def hidden_pages(session: Session, replies: Sequence[Reply]) -> list[HiddenPage]:
    """The pages of a request's replies that have redactions nobody dismissed, in order."""
    names = {row.document_id: row.document.name for reply in replies for row in reply.documents}
    marks = _marks(session, names)
    shares = {(row.document_id, row.number): row.redacted_share for row in session.execute(
        select(Page.document_id, Page.number, Page.redacted_share).where(Page.document_id.in_(names)))}
    return [
        HiddenPage(document_id, page, names[document_id], len(rows), shares.get((document_id, page)),
                   any(row.status == "confirmed" for row in rows))
        for (document_id, page), rows in sorted(marks.items())
    ]


def hidden_on(session: Session, annexes: Annexes, wanted: Collection[tuple[int, int]]) -> list[Hidden]:
    """The redactions of the pages a person chose, as the draft shows them."""
    marks = _marks(session, {document_id for document_id, _ in wanted})
    found = []
    for (document_id, page), rows in sorted(marks.items()):
        number = annexes.of_document(document_id)
        if number is None or (document_id, page) not in wanted:
            continue
        share = session.scalar(select(Page.redacted_share).where(Page.document_id == document_id, Page.number == page))
        printed = "; ".join(sorted({row.ground for row in rows if row.ground}))
        found.append(Hidden(number, page, [row.box for row in rows], share, printed))
    return found


@dataclass(frozen=True, slots=True)
class _Mark:
    box: Sequence[float]
    ground: str | None
    status: str


def _marks(session: Session, documents: Iterable[int]) -> dict[tuple[int, int], list[_Mark]]:
    """(document, page) → the redactions nobody dismissed; as the reading left them where no row was made yet."""
    numbers = list(documents)
    found: dict[tuple[int, int], list[_Mark]] = defaultdict(list)
    judged: set[tuple[int, int]] = set()
    for row in session.scalars(select(RedactionMark).where(RedactionMark.document_id.in_(numbers)).order_by(
            RedactionMark.id)):
        judged.add((row.document_id, row.page_number))
        if row.status != "dismissed":
            found[row.document_id, row.page_number].append(_Mark(row.box, row.ground, row.status))
    for document_id, page, redactions in session.execute(select(Page.document_id, Page.number, Page.redactions).where(
            Page.document_id.in_(numbers))):
        if (document_id, page) not in judged:
            marks = [_Mark(one["box"], one.get("ground"), "suggested") for one in redactions or ()]
            if marks:
                found[document_id, page] = marks
    return found

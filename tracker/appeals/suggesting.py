"""Which grounds an appeal could rest on, and why: silence, what the reply says, what the law asks of it, coverage."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from tracker.appeals.grounds import LawGrounds, grounds_of
from tracker.clocks.types import CaseClocks
from tracker.questions.actions import questions_of
from tracker.questions.words import SPANISH_GROUNDS
from tracker.replies.models import Finding, Reply
from tracker.requests.models import InfoRequest
from tracker.requests.recompute import is_answered

LABELS = {
    "CLASIF": ("reserved", "confidential"), "INEXIST": ("inexistence",), "INCOMPET": ("incompetence",),
    "INCOMPLETA": ("partial",), "MODALIDAD": ("other_format", "direct_consultation"), "COSTO_TIEMPO": ("cost",),
    "SIN_TRAMITE": ("not_processed",), "TRAMITE": ("referred_to_procedure",), "FUNDAMENT": ("refused", "no_ad_hoc"),
}
"""Ground of the general law → the labels of a reply that speak for it."""
_BY_LABEL = {label: code for code, labels in LABELS.items() for label in labels}


@dataclass(frozen=True, slots=True)
class Suggested:
    """A ground with the reasons for it; strong when a person confirmed one of them, or nothing was answered."""

    code: str
    why: tuple[str, ...]
    is_strong: bool


def code_of_finding(finding: Finding, law: LawGrounds) -> str | None:
    """The ground of this law a finding speaks for."""
    if finding.kind == "label":
        # Only some states let the reasons of an extension be appealed.
        code = "PRORROGA" if finding.label == "extension" else _BY_LABEL.get(finding.label)
    elif finding.kind == "redaction":
        code = "CLASIF"
    else:
        code = _of_check(finding.label) if finding.kind == "check" else None
    return law.code_of(code) if code else None


def suggested_grounds(session: Session, info_request: InfoRequest, replies: Sequence[Reply], case: CaseClocks
                      ) -> list[Suggested]:
    """The grounds of the request's law that fit, in its order, each with its reasons (in Spanish)."""
    law = grounds_of(case.law)
    reasons: dict[str, list[str]] = {}
    strong: set[str] = set()
    for code, why in _of_clocks(info_request, case):
        if here := law.code_of(code):
            reasons.setdefault(here, []).append(why)
            strong.add(here)
    for reply in replies:
        for finding in reply.findings:
            here = code_of_finding(finding, law)
            if here is None or finding.status == "dismissed":
                continue
            reasons.setdefault(here, []).append(_said(finding))
            if finding.status == "confirmed":
                strong.add(here)
    for code, why in _of_questions(session, info_request):
        # A person decided how far each question was answered.
        if here := law.code_of(code):
            reasons.setdefault(here, []).append(why)
            strong.add(here)
    return [Suggested(code, tuple(dict.fromkeys(reasons[code])), code in strong)
            for code in law.in_order(reasons)]


def reasons_beside(session: Session, info_request: InfoRequest, case: CaseClocks) -> Mapping[str, list[str]]:
    """Ground → what clocks and coverage say for it, for the draft."""
    law = grounds_of(case.law)
    found: dict[str, list[str]] = {}
    for code, why in (*_of_clocks(info_request, case), *_of_questions(session, info_request)):
        if here := law.code_of(code):
            found.setdefault(here, []).append(why)
    return {code: list(dict.fromkeys(whys)) for code, whys in found.items()}


def _said(finding: Finding) -> str:
    where = f" (p. {finding.page_number})" if finding.page_number else ""
    if finding.kind == "check":
        from tracker.replies.reading.checks import meaning_of

        return f"{meaning_of(finding.label)}, {finding.article or ''}{where}"
    if finding.kind == "redaction":
        return f"hay partes testadas{where}"
    return f"«{finding.quote[:160]}»{where}"


def _of_clocks(info_request: InfoRequest, case: CaseClocks) -> Iterator[tuple[str, str]]:
    if not is_answered(info_request):
        response = case.live("response")
        if any(c.kind == "appeal" and c.status == "running" for c in case.clocks):
            day = f" el {response.latest.strftime('%d/%m/%Y')} a más tardar" if response else ""
            yield "SIN_RESP", f"el plazo de respuesta venció{day} sin que se notificara respuesta"
        return
    for clock in case.clocks:
        if clock.kind == "delivery" and clock.status in ("missed", "late"):
            yield "COSTO_TIEMPO", f"el plazo de entrega venció el {clock.due_on.strftime('%d/%m/%Y')}"


def _of_questions(session: Session, info_request: InfoRequest) -> Iterator[tuple[str, str]]:
    for question in questions_of(session, info_request):
        if question.status in ("partly", "ignored"):
            yield "INCOMPLETA", f"el punto {question.number} de la solicitud quedó {_LEFT[question.status]}"
        if question.ground in _BY_LABEL and question.status in ("partly", "refused"):
            yield (_BY_LABEL[question.ground],
                   f"el punto {question.number} de la solicitud fue negado "
                   f"{SPANISH_GROUNDS[question.ground]}")


_LEFT = {"partly": "respondido solo en parte", "ignored": "sin respuesta alguna"}


def _of_check(code: str) -> str | None:
    from tracker.replies.reading.checks import ground_of

    try:
        return ground_of(code)
    except KeyError:
        return None

"""Which grounds an appeal could rest on, and why: silence, what the reply says, what the law asks of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from tracker.clocks.types import CaseClocks
from tracker.questions.actions import questions_of
from tracker.questions.words import SPANISH, SPANISH_GROUNDS
from tracker.replies.models import Reply
from tracker.requests.models import InfoRequest
from tracker.requests.recompute import is_answered

LABELS = {
    "CLASIF": ("reserved", "confidential"), "INEXIST": ("inexistence",), "INCOMPET": ("incompetence",),
    "INCOMPLETA": ("partial",), "MODALIDAD": ("other_format", "direct_consultation"), "COSTO_TIEMPO": ("cost",),
    "SIN_TRAMITE": ("not_processed",), "TRAMITE": ("referred_to_procedure",), "FUNDAMENT": ("refused", "no_ad_hoc"),
}
"""Ground → the labels of a reply that speak for it."""


@dataclass(frozen=True, slots=True)
class Suggested:
    """A ground with the reasons for it; strong when a person confirmed one of them, or nothing was answered."""

    code: str
    why: tuple[str, ...]
    is_strong: bool

    @staticmethod
    def labels_of(code: str) -> tuple[str, ...]:
        """The labels that speak for a ground."""
        return LABELS.get(code, ())


def suggested_grounds(session: Session, info_request: InfoRequest, replies: Sequence[Reply], case: CaseClocks
                      ) -> list[Suggested]:
    """The grounds that fit, each with its reasons (in Spanish, from the reply's own reading)."""
    if not is_answered(info_request):
        silent = any(c.kind == "appeal" and c.status == "running" for c in case.clocks)
        return [Suggested("SIN_RESP", ("el plazo venció sin respuesta",), True)] if silent else []
    by_label = {label: code for code, labels in LABELS.items() for label in labels}
    reasons: dict[str, list[str]] = {}
    confirmed: set[str] = set()
    for reply in replies:
        for finding in reply.findings:
            code = by_label.get(finding.label) if finding.kind == "label" else _of_check(finding.label)
            if code is None or finding.status == "dismissed":
                continue
            where = f" (p. {finding.page_number})" if finding.page_number else ""
            reasons.setdefault(code, []).append(f"«{finding.quote[:160]}»{where}")
            if finding.status == "confirmed":
                confirmed.add(code)
    for code, why in _of_questions(session, info_request):
        # A person decided how far each question was answered.
        reasons.setdefault(code, []).append(why)
        confirmed.add(code)
    return [Suggested(code, tuple(dict.fromkeys(why)), code in confirmed) for code, why in reasons.items()]


def _of_questions(session: Session, info_request: InfoRequest) -> Iterator[tuple[str, str]]:
    by_label = {label: code for code, labels in LABELS.items() for label in labels}
    for question in questions_of(session, info_request):
        if question.status in ("partly", "ignored"):
            yield "INCOMPLETA", f"pregunta {question.number}: {SPANISH[question.status]}"
        if question.ground in by_label:
            yield by_label[question.ground], f"pregunta {question.number}: {SPANISH_GROUNDS[question.ground]}"


def _of_check(code: str) -> str | None:
    from tracker.replies.reading.checks import ground_of

    try:
        return ground_of(code)
    except KeyError:
        return None

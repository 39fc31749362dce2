"""The kinds of event and of clock the product knows, and what each kind of clock is by nature."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

EVENT_KINDS = tuple(
    [
        "filed",
        "platform_checked",
        "clarification_asked",
        "clarification_answered",
        "incompetence_notified",
        "public_information_notified",
        "extension_notified",
        "available",
        "identity_required",
        "identity_accredited",
        "paid",
        "replied",
        "supplementary_reply",
        "delivered",
        "withdrawn",
        "appeal_filed",
        "appeal_clarification_asked",
        "appeal_clarification_answered",
        "appeal_admitted",
        "arguments_filed",
        "appeal_dismissed",
        "conciliation_agreed",
        "conciliation_ended",
        "instruction_closed",
        "resolution_extended",
        "resolution_notified",
        "inconformidad_filed",
        "inconformidad_extended",
        "inconformidad_resolved",
        "compliance_extension_asked",
        "compliance_extension_ruled",
        "compliance_reported",
        "compliance_contested",
        "compliance_ruled",
        "amparo_filed",
        "closed",
    ]
)
"""In the order in which they happen when several carry the same day."""

SUBMITTED = frozenset(
    [
        "filed",
        "clarification_answered",
        "identity_accredited",
        "paid",
        "withdrawn",
        "appeal_filed",
        "appeal_clarification_answered",
        "arguments_filed",
        "inconformidad_filed",
        "compliance_contested",
        "amparo_filed",
    ]
)
"""What the requester hands in: after the closing hour it counts as received on the next business day."""

Basis = Literal["agency", "regulator", "court"]
"""Whose closed days a clock is counted with."""

AtEnd = Literal["late", "missed", "met"]
"""What an unmet clock becomes: a duty failed, a chance gone, or a time that simply ran out."""


@dataclass(frozen=True, slots=True)
class ClockKind:
    """What a kind of clock is by nature: who must act, whose calendar counts, and what its end means."""

    owner: str
    basis: Basis
    at_end: AtEnd
    spanish: str


CLOCK_KINDS: dict[str, ClockKind] = {
    "registration": ClockKind("agency", "agency", "late", "registro en la plataforma"),
    "incompetence": ClockKind("agency", "agency", "missed", "declarar notoria incompetencia"),
    "public_information": ClockKind("agency", "agency", "missed", "avisar que la información ya es pública"),
    "clarification_request": ClockKind("agency", "agency", "missed", "prevenir al solicitante"),
    "procedure_notice": ClockKind("agency", "agency", "missed", "avisar que existe un trámite específico"),
    "expedition": ClockKind("agency", "agency", "late", "decidir si se atiende con urgencia"),
    "clarification_answer": ClockKind("requester", "agency", "missed", "contestar la prevención"),
    "response": ClockKind("agency", "agency", "late", "responder la solicitud"),
    "payment": ClockKind("requester", "agency", "missed", "pagar la reproducción"),
    "delivery": ClockKind("agency", "agency", "late", "entregar la información"),
    "keeping": ClockKind("agency", "agency", "met", "conservar el material disponible"),
    "appeal": ClockKind("requester", "regulator", "missed", "interponer el recurso de revisión"),
    "appeal_clarification_request": ClockKind("regulator", "regulator", "missed", "prevenir al recurrente"),
    "appeal_clarification_answer": ClockKind("requester", "regulator", "missed", "contestar la prevención del recurso"),
    "arguments": ClockKind("requester", "regulator", "missed", "presentar alegatos y pruebas"),
    "appeal_dismissal": ClockKind("regulator", "regulator", "missed", "desechar el recurso ya admitido"),
    "dismissal_notice": ClockKind("regulator", "regulator", "late", "notificar el desechamiento"),
    "resolution": ClockKind("regulator", "regulator", "late", "resolver el recurso"),
    "resolution_notice": ClockKind("regulator", "regulator", "late", "notificar la resolución"),
    "compliance": ClockKind("agency", "agency", "late", "cumplir la resolución"),
    "compliance_extension_request": ClockKind("agency", "agency", "missed", "pedir más plazo para cumplir"),
    "compliance_extension_ruling": ClockKind("regulator", "regulator", "late", "decidir si hay más plazo para cumplir"),
    "compliance_report": ClockKind("agency", "agency", "late", "informar el cumplimiento"),
    "compliance_contest": ClockKind("requester", "regulator", "missed", "inconformarse con el cumplimiento"),
    "compliance_ruling": ClockKind("regulator", "regulator", "late", "pronunciarse sobre el cumplimiento"),
    "inconformidad": ClockKind("requester", "regulator", "missed", "interponer el recurso de inconformidad"),
    "inconformidad_resolution": ClockKind("regulator", "regulator", "late", "resolver la inconformidad"),
    "new_ruling": ClockKind("regulator", "regulator", "late", "emitir la nueva resolución"),
    "amparo": ClockKind("requester", "court", "missed", "promover amparo"),
    "reserve_expiry": ClockKind("agency", "agency", "met", "vence la reserva"),
}
"""Kind of clock → its nature. A law says how long it is and what starts it."""

REQUEST_CLOCKS = frozenset(
    [
        "registration",
        "incompetence",
        "public_information",
        "clarification_request",
        "procedure_notice",
        "expedition",
        "clarification_answer",
        "response",
        "payment",
        "delivery",
        "keeping",
    ]
)
"""Clocks of the request itself; the rest belong to the appeal, to the court, or to the reserve."""

REPLIES = (
    "replied",
    "supplementary_reply",
    "delivered",
    "incompetence_notified",
    "public_information_notified",
    "available",
)
"""Notices that answer the request, wholly or in part; each opens the appeal."""

STATUSES = ("pending", "running", "met", "late", "may_be_overdue", "missed", "replaced")

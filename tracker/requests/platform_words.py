"""What the platforms themselves print as a request's state or kind of answer, and the fact each one records.

The words are those of the national platform (2024–26) and of federal Infomex (2003–2021). Where the words leave open
what happened, or who did it, they are recorded as what somebody saw on the platform and start no clock.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from archive.db import fold

SEEN = "platform_checked"


@dataclass(frozen=True, slots=True)
class Said:
    """Words of a platform, the kind of event they record, and the values that event carries."""

    words: str
    kind: str
    values: Mapping[str, Any]

    @property
    def code(self) -> str:
        """What forms call it."""
        return "said-" + re.sub(r"[^a-z0-9]+", "-", fold(self.words)).strip("-")


def _said(words: str, kind: str, **values: Any) -> Said:
    return Said(words, kind, MappingProxyType({**values, "platform": words}))


STATES = (
    _said("Terminada", SEEN),
    _said("En proceso", SEEN),
    _said("En proceso con prórroga", "extension_notified"),
    _said("En espera de ampliación de información", "clarification_asked"),
    _said("Desechada por falta de respuesta del ciudadano", "closed", reason="no_answer"),
    _said("Desechada por falta de selección del medio de entrega", "closed", reason="no_choice"),
    _said("Desechada por falta de pago", "closed", reason="no_payment"),
    _said("Pendiente de acreditación de la identidad", "identity_required"),
    _said("Pendiente de entrega de respuesta", SEEN),
    _said("En espera de forma de entrega", "available"),
    _said("En espera de pago", "available"),
    _said("Con pago realizado", "paid"),
    _said("En proceso de entrega de información", SEEN),
    _said("En proceso, información adicional", SEEN),
)
"""States of the national platform."""

ANSWERS = (
    _said("Entrega de información vía Plataforma Nacional de Transparencia", "replied", outcome="delivered"),
    _said("Inexistencia de información", "replied", outcome="denied"),
    _said("Notoria incompetencia", "incompetence_notified"),
    _said("Prevención", "clarification_asked"),
    _said("Prevención o existencia de un trámite", "clarification_asked"),
    _said("Desahogo de la prevención", "clarification_answered"),
    _said("Información confidencial", "replied", outcome="denied"),
    _said("Información reservada", "replied", outcome="denied", sense="reserved"),
    _said("Disponibilidad de la información", "available"),
    _said("Información disponible públicamente", "public_information_notified"),
    _said("Notificación de lugar y fecha de entrega", "replied", outcome="delivered"),
    _said("Disposición de la información en consulta directa", "replied"),
    _said("Respuesta a la entrega de información, con costo", SEEN),
    _said("Respuesta a la entrega de información, sin costo", SEEN),
    _said("Notificación de envío de la información", "delivered"),
    _said("Acceso en copia simple o certificada de forma gratuita", "available", cost="0"),
    _said("Prórroga", "extension_notified"),
    _said("Improcedencia", "replied", outcome="other"),
    _said("Fe de erratas", "supplementary_reply"),
)
"""Kinds of answer of the national platform."""

INFOMEX = (
    _said("Sin respuesta", SEEN),
    _said("Notificación de cambio de tipo de solicitud", SEEN),
    _said("Requerimiento de información adicional", "clarification_asked"),
    _said("Respuesta a solicitud de información adicional", "clarification_answered"),
    _said("Notificación de prórroga", "extension_notified"),
    _said("Notificación de disponibilidad de información", "available"),
    _said("Información parcialmente reservada o confidencial", "replied", outcome="partial"),
    _said("Respuesta del solicitante a la notificación de entrega sin costo", SEEN),
    _said("Respuesta del solicitante a la notificación de entrega con costo", SEEN),
    _said("Notificación de pago", SEEN),
    _said("No es de competencia de la unidad de enlace", "incompetence_notified"),
    _said("No se dará trámite a la solicitud", "replied", outcome="other"),
    _said("La solicitud no corresponde al marco de la Ley", "replied", outcome="other"),
    _said("Inexistencia de la información solicitada", "replied", outcome="denied"),
    _said("La información está disponible públicamente", "public_information_notified"),
    _said("Entrega de información en medio electrónico", "replied", outcome="delivered"),
    _said("Negativa por ser reservada o confidencial", "replied", outcome="denied"),
    _said("Notificación de envío", "delivered"),
    _said("Notificación lugar y fecha de entrega", "replied", outcome="delivered"),
)
"""Kinds of answer of federal Infomex."""

BY_CODE: dict[str, Said] = {one.code: one for one in (*STATES, *ANSWERS, *INFOMEX)}

"""The words for how far a question was answered."""

from __future__ import annotations

from tracker.vocabulary import N_

STATUSES: dict[str, str] = {
    "open": N_("not decided"), "answered": N_("answered"), "partly": N_("answered in part"),
    "refused": N_("answer refused"), "ignored": N_("ignored"),
}
REFUSALS = ("reserved", "confidential", "inexistence", "incompetence", "publicly_available", "direct_consultation",
            "cost", "not_processed", "referred_to_procedure", "no_ad_hoc", "other_format", "refused")
"""Labels of a reply that can be why a question was refused."""
TONES = {"answered": "fine", "partly": "soon", "refused": "urgent", "ignored": "urgent", "open": "plain"}
SPANISH = {"open": "sin calificar", "answered": "respondida", "partly": "respondida en parte", "refused": "negada",
           "ignored": "sin respuesta"}
"""As the draft of an appeal says it, whatever language the person reads."""
SPANISH_GROUNDS = {
    "reserved": "por reserva", "confidential": "por confidencialidad", "inexistence": "por inexistencia",
    "incompetence": "por incompetencia", "publicly_available": "por considerarla ya pública",
    "direct_consultation": "solo en consulta directa", "cost": "condicionada a un pago",
    "not_processed": "sin trámite", "referred_to_procedure": "por remitir a un trámite",
    "no_ad_hoc": "por no elaborar documentos ad hoc", "other_format": "en otro formato", "refused": "sin fundamento",
}
"""Why a question was refused, as the draft of an appeal says it."""

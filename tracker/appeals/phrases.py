"""The Spanish sentences a draft is made of: what happened, why each ground holds, what is asked."""

from __future__ import annotations

ACTS = {
    "filed": "presenté la solicitud de información",
    "clarification_asked": "se me previno para aclarar la solicitud",
    "clarification_answered": "desahogué la prevención",
    "incompetence_notified": "se me notificó la incompetencia del sujeto obligado",
    "public_information_notified": "se me indicó que la información ya era pública",
    "extension_notified": "se me notificó una ampliación del plazo",
    "available": "se me notificó la disponibilidad de la información con costo",
    "paid": "cubrí el pago",
    "replied": "se me notificó la respuesta",
    "supplementary_reply": "se me notificó una respuesta complementaria",
    "delivered": "se me entregó material",
    "platform_checked": "revisé la plataforma sin encontrar respuesta",
}

_CLASSIFIED = "El sujeto obligado clasificó la información. A él toca probar que la clasificación procede."
_COSTS = "Los costos o los tiempos de entrega no se ajustan a la ley."
REASONS = {
    "CLASIF": _CLASSIFIED,
    "INEXIST": "El sujeto obligado declaró la inexistencia de la información solicitada.",
    "INCOMPET": "El sujeto obligado se declaró incompetente para conocer de la solicitud.",
    "INCOMPLETA": "La información entregada está incompleta: no atiende todos los puntos de la solicitud.",
    "NO_CORRESP": "Lo entregado no corresponde con lo solicitado.",
    "SIN_RESP": "El plazo legal transcurrió sin que se me notificara respuesta alguna.",
    "MODALIDAD": "La información se entregó o se puso a disposición en una modalidad o formato distinto al solicitado.",
    "INCOMPRENS": "La información se entregó en un formato incomprensible o no accesible.",
    "COSTO_TIEMPO": _COSTS,
    "SIN_TRAMITE": "No se dio trámite a la solicitud.",
    "CONSULTA": "Se negó la consulta directa de la información.",
    "FUNDAMENT": "La respuesta carece de fundamentación y motivación, o las que da son insuficientes.",
    "TRAMITE": "Se me orientó a un trámite específico en lugar de responder la solicitud.",
    "PRORROGA": "Las razones con que se amplió el plazo no lo justifican.",
    "COSTO": "Los costos de entrega no se ajustan a la ley.",
    "TIEMPO": "Los tiempos de entrega no se ajustan a la ley.",
    "NEGATIVA": "El sujeto obligado negó el acceso por reserva o confidencialidad.",
    "DP_ENTREGA": "Mis datos personales no se entregaron, o se entregaron en un formato incomprensible.",
    "DP_CORREC": "Se negó la corrección de mis datos personales.",
    "TIEMPO_COSTO_MODAL": "El tiempo, el costo o la modalidad de entrega no se ajustan a la ley.",
}
"""Ground → why it holds, before the particulars; what a check found is said apart, with the page it rests on."""

_OPEN_UP = ("Que se ordene la entrega de la información clasificada o, en su caso, de una versión pública que teste "
            "solo lo que la ley permite, con su leyenda y la resolución del Comité de Transparencia.")
_COSTS_ASKED = "Que se ordene la entrega con los costos y tiempos que fija la ley."
ASKED = {
    "CLASIF": _OPEN_UP,
    "NEGATIVA": _OPEN_UP,
    "INEXIST": "Que se ordene una nueva búsqueda exhaustiva en todas las unidades competentes, con las circunstancias "
               "de tiempo, modo y lugar, y la entrega de lo que se encuentre.",
    "INCOMPET": "Que se ordene al sujeto obligado asumir competencia y responder la solicitud.",
    "NO_CORRESP": "Que se ordene la entrega de lo que se pidió.",
    "MODALIDAD": "Que se ordene la entrega en la modalidad y el formato solicitados.",
    "INCOMPRENS": "Que se ordene la entrega en un formato comprensible y accesible.",
    "COSTO_TIEMPO": _COSTS_ASKED, "COSTO": _COSTS_ASKED, "TIEMPO": _COSTS_ASKED, "TIEMPO_COSTO_MODAL": _COSTS_ASKED,
    "SIN_TRAMITE": "Que se ordene dar trámite a la solicitud.",
    "CONSULTA": "Que se ordene permitir la consulta directa.",
    "FUNDAMENT": "Que se ordene una respuesta fundada y motivada.",
    "TRAMITE": "Que se ordene responder la solicitud como de acceso a la información.",
    "PRORROGA": "Que se deje sin efecto la ampliación del plazo.",
    "DP_ENTREGA": "Que se ordene la entrega de mis datos personales.",
    "DP_CORREC": "Que se ordene la corrección de mis datos personales.",
}
"""Ground → what is asked of the regulator."""

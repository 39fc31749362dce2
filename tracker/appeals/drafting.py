"""The text of an appeal, in Spanish, from what is recorded: facts in order, grounds with their articles, page quotes.

What no text of law verifies is put as a marked gap that a person must settle before the draft can leave the house.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from tracker.appeals.grounds import GROUNDS
from tracker.clocks.types import CaseClocks, Clock

GAP = re.compile(r"\[VERIFICAR: [^\]]+\]")

LAWS = {
    "MX-FED-2025": ("Ley General de Transparencia y Acceso a la Información Pública (DOF 20-03-2025)", "145", True),
    "MX-FED-2016": ("Ley Federal de Transparencia y Acceso a la Información Pública (DOF 09-05-2016)", "148", True),
    "MX-FED-2002": ("Ley Federal de Transparencia y Acceso a la Información Pública Gubernamental", "49 y 50", False),
}
"""Law → its name, the article that lists the grounds, and whether that article was read."""

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

REASONS = {
    "CLASIF": "El sujeto obligado clasificó la información. Quien clasifica tiene la carga de justificarlo con una "
              "prueba de daño que acredite un riesgo real, demostrable e identificable.",
    "INEXIST": "El sujeto obligado declaró la inexistencia sin dar certeza de una búsqueda exhaustiva con las "
               "circunstancias de tiempo, modo y lugar.",
    "INCOMPET": "El sujeto obligado se declaró incompetente para conocer de la solicitud.",
    "INCOMPLETA": "La información entregada está incompleta: no atiende todos los puntos de la solicitud.",
    "NO_CORRESP": "Lo entregado no corresponde con lo solicitado.",
    "SIN_RESP": "El plazo legal transcurrió sin que se me notificara respuesta alguna.",
    "MODALIDAD": "La información se entregó o se puso a disposición en una modalidad o formato distinto al solicitado.",
    "INCOMPRENS": "La información se entregó en un formato incomprensible o no accesible.",
    "COSTO_TIEMPO": "Los costos o los tiempos de entrega no se ajustan a la ley.",
    "SIN_TRAMITE": "No se dio trámite a la solicitud.",
    "CONSULTA": "Se negó la consulta directa de la información.",
    "FUNDAMENT": "La respuesta carece de fundamentación y motivación, o las que da son insuficientes.",
    "TRAMITE": "Se me orientó a un trámite específico en lugar de responder la solicitud.",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """A recorded event as the draft tells it."""

    kind: str
    on: date


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage of the reply that supports a ground: the ground, the file, the page, and its own words."""

    label: str
    file: str
    page: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the request and, in Spanish, how far it was answered, why it was refused, and where that stands."""

    number: str
    text: str
    answer: str
    ground: str = ""
    file: str = ""
    page: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Matter:
    """What the appeal is about."""

    folio: str
    agency: str
    request_text: str
    facts: Sequence[Fact]
    quotes: Sequence[Quote]
    grounds: Collection[str]
    questions: Sequence[Asked] = ()


def long_day(day: date) -> str:
    """A date as Mexican writing gives it: “viernes 16 de enero de 2026”."""
    return str(format_date(day, "EEEE d 'de' MMMM 'de' y", locale="es_MX"))


def compose(case: CaseClocks, clock: Clock | None, matter: Matter) -> list[dict[str, str]]:
    """The sections of the draft, in order, each with key, title and text."""
    name, list_article, is_verified = LAWS.get(case.law, (case.law, "?", False))
    regulator = clock.regulator if clock and clock.regulator else case.regulator
    sections = [
        ("addressee", "Autoridad", f"{regulator}\nPresente."),
        ("act", "Acto que se recurre", _act(matter)),
        ("facts", "Hechos", _facts(matter)),
        *([("coverage", "Lo pedido y lo respondido", _coverage(matter))] if matter.questions else []),
        ("time", "Oportunidad", _time(clock)),
        ("grounds", "Causales y razones de inconformidad", _grounds(matter, name, list_article, is_verified)),
        ("asked", "Lo que se pide", _asked(matter)),
        ("proofs", "Pruebas", "1. La solicitud y su acuse.\n2. La respuesta con sus anexos, si la hubo.\n"
                              "3. El cómputo de plazos, día por día, que se acompaña."),
    ]
    return [{"key": key, "title": title, "text": text} for key, title, text in sections]


def gaps(sections: Sequence[dict[str, str]]) -> list[str]:
    """What a person must still settle, each once, in order."""
    return list(dict.fromkeys(gap for section in sections for gap in GAP.findall(section["text"])))


def _act(matter: Matter) -> str:
    if "SIN_RESP" in matter.grounds:
        return (f"La falta de respuesta de {matter.agency} a la solicitud de información con folio {matter.folio} "
                "dentro del plazo legal.")
    return f"La respuesta de {matter.agency} a la solicitud de información con folio {matter.folio}."


def _facts(matter: Matter) -> str:
    told = dict.fromkeys((fact.kind, fact.on) for fact in matter.facts if fact.kind in ACTS)
    lines = [
        f"{number}. El {long_day(on)} {ACTS[kind]}."
        for number, (kind, on) in enumerate(told, start=1)
    ]
    if not matter.request_text.strip():
        return "\n".join([*lines, "", "[VERIFICAR: falta el texto de la solicitud]"])
    return "\n".join([*lines, "", "La solicitud dice:", f"«{matter.request_text.strip()}»"])


def _coverage(matter: Matter) -> str:
    lines = []
    for asked in matter.questions:
        said = asked.answer + (f", {asked.ground}" if asked.ground else "")
        where = f" ({asked.file}, página {asked.page})" if asked.page else f" ({asked.file})" if asked.file else ""
        note = f" {asked.note.strip()}" if asked.note.strip() else ""
        lines.append(f"{asked.number}. «{asked.text.strip()}» — {said}{where}.{note}")
    return "\n".join(lines)


def _time(clock: Clock | None) -> str:
    if clock is None:
        return "[VERIFICAR: no hay plazo de recurso abierto según lo anotado]"
    article = clock.article if clock.verified else f"[VERIFICAR: {clock.article}]"
    skipped = [d for d in clock.not_counted if d.date.weekday() < 5]
    closed = "; ".join(f"{long_day(d.date)} ({d.reason})" for d in skipped)
    text = (f"El recurso se presenta dentro del plazo de {clock.days} días hábiles ({article}), que corre desde el día "
            f"siguiente al {long_day(clock.starts_on)} y vence el {long_day(clock.due_on)}.")
    return f"{text} No se cuentan, además de sábados y domingos: {closed}." if closed else text


def _grounds(matter: Matter, law: str, article: str, is_verified: bool) -> str:
    parts = []
    for ground in GROUNDS:
        if ground.code not in matter.grounds:
            continue
        cited = f"artículo {article}, fracción {ground.fraction}, de la {law}"
        parts.append(f"{cited if is_verified else f'[VERIFICAR: {cited}]'}. {REASONS[ground.code]}")
        parts += [_quoted(quote) for quote in matter.quotes if quote.label == ground.code]
    return "\n\n".join(parts)


def _quoted(quote: Quote) -> str:
    where = f"{quote.file}, página {quote.page}" if quote.page else quote.file
    return f"Así consta en {where}: «{quote.text.strip()}»."


def _asked(matter: Matter) -> str:
    if "SIN_RESP" in matter.grounds:
        return ("Que se ordene al sujeto obligado responder la solicitud y entregar la información sin costo, dentro "
                "del plazo que fija la ley.")
    return ("Que se revoque o modifique la respuesta y se ordene al sujeto obligado entregar la información "
            "solicitada, o en su caso una versión pública que tape solo lo que la ley permite.")

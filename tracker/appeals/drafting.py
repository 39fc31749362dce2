"""The text of an appeal, in Spanish, from what is recorded: facts in order, grounds with their articles, page quotes.

Every statement names the annex and page it rests on. What no text of law verifies is put as a marked gap that a person
must settle before the draft can leave the house.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from babel.dates import format_date

from tracker.appeals.annexes import Annex, cite, picture_line
from tracker.appeals.grounds import LawGrounds
from tracker.appeals.phrases import ACTS, ASKED, REASONS
from tracker.clocks.types import CaseClocks, Clock

GAP = re.compile(r"\[VERIFICAR: [^\]]+\]")
TABLE = "| "
"""A line that begins so is a row of a table; the first of several is its head."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A recorded event as the draft tells it, with the annex and page that show it."""

    kind: str
    on: date
    annex: int | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage of the reply that supports a ground: ground, annex, page, its own words."""

    ground: str
    annex: int | None
    page: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Failing:
    """A way in which the reply departs from the law: ground, what it is, article, and the words it rests on."""

    ground: str
    says: str
    article: str
    is_verified: bool
    annex: int | None = None
    page: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Hidden:
    """Parts of a page made unreadable: annex, page, boxes in shares of the page, share of the page's text, grounds."""

    annex: int
    page: int
    boxes: Sequence[Sequence[float]]
    share: float | None = None
    grounds: str = ""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A page of another document that speaks against a declared non-existence."""

    annex: int
    page: int
    title: str
    agency: str
    text: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the request and, in Spanish, how far it was answered, why it was refused, and where that stands."""

    number: str
    text: str
    answer: str
    ground: str = ""
    annex: int | None = None
    page: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Matter:
    """What the appeal is about."""

    folio: str
    agency: str
    request_text: str
    facts: Sequence[Fact]
    grounds: Collection[str]
    law: LawGrounds
    quotes: Sequence[Quote] = ()
    failings: Sequence[Failing] = ()
    hidden: Sequence[Hidden] = ()
    contradictions: Sequence[Contradiction] = ()
    questions: Sequence[Asked] = ()
    annexes: Sequence[Annex] = ()
    reasons: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Ground → what clocks and coverage say for it."""

    def annex_of(self, kind: str) -> int | None:
        """The number of the first annex of a kind."""
        return next((annex.number for annex in self.annexes if annex.kind == kind), None)


def long_day(day: date) -> str:
    """A date as Mexican writing gives it: “viernes 16 de enero de 2026”."""
    return str(format_date(day, "EEEE d 'de' MMMM 'de' y", locale="es_MX"))


def compose(case: CaseClocks, clock: Clock | None, matter: Matter) -> list[dict[str, str]]:
    """The sections of the draft, in order, each with key, title and text."""
    regulator = clock.regulator if clock and clock.regulator else case.regulator
    sections = [
        ("addressee", "Autoridad", f"{regulator}\nPresente."),
        ("act", "Acto que se recurre", _act(matter)),
        ("facts", "Hechos", _facts(matter)),
        *([("coverage", "Lo pedido y lo respondido", _coverage(matter))] if matter.questions else []),
        ("time", "Oportunidad", _time(clock, matter)),
        ("grounds", "Causales y razones de inconformidad", _grounds(matter)),
        ("asked", "Lo que se pide", _asked(matter)),
        ("proofs", "Pruebas", "\n".join(f"Anexo {annex.number}. {annex.title}." for annex in matter.annexes)),
    ]
    return [{"key": key, "title": title, "text": text} for key, title, text in sections]


def gaps(sections: Sequence[Mapping[str, str]]) -> list[str]:
    """What a person must still settle, each once, in order."""
    return list(dict.fromkeys(gap for section in sections for gap in GAP.findall(section["text"])))


def _in_brackets(*parts: str) -> str:
    told = ", ".join(part for part in parts if part)
    return f" ({told})" if told else ""


def _act(matter: Matter) -> str:
    if "SIN_RESP" in matter.grounds:
        return (f"La falta de respuesta de {matter.agency} a la solicitud de información con folio {matter.folio} "
                f"dentro del plazo legal{_in_brackets(cite(matter.annex_of('request')))}.")
    replied = [fact for fact in matter.facts if fact.kind in ("replied", "supplementary_reply")]
    last = f", notificada el {long_day(replied[-1].on)}{_in_brackets(cite(replied[-1].annex, replied[-1].page))}" \
        if replied else ""
    return f"La respuesta de {matter.agency} a la solicitud de información con folio {matter.folio}{last}."


def _facts(matter: Matter) -> str:
    told = {(fact.kind, fact.on): fact for fact in reversed(matter.facts) if fact.kind in ACTS}
    ordered = sorted(told.values(), key=lambda fact: matter.facts.index(fact))
    lines = [
        f"{number}. El {long_day(fact.on)} {ACTS[fact.kind]}{_in_brackets(cite(fact.annex, fact.page))}."
        for number, fact in enumerate(ordered, start=1)
    ]
    if not matter.request_text.strip():
        return "\n".join([*lines, "", "[VERIFICAR: falta el texto de la solicitud]"])
    says = f"La solicitud dice{_in_brackets(cite(matter.annex_of('request')))}:"
    return "\n".join([*lines, "", says, f"«{matter.request_text.strip()}»"])


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "/").split())


def _coverage(matter: Matter) -> str:
    lines = [f"{TABLE}Punto | Lo pedido | Lo respondido | Consta en"]
    for asked in matter.questions:
        said = asked.answer + (f", {asked.ground}" if asked.ground else "")
        said += f". {asked.note.strip()}" if asked.note.strip() else ""
        where = cite(asked.annex, asked.page) or "ninguna página de la respuesta"
        lines.append(f"{TABLE}{_cell(asked.number)} | {_cell(asked.text)} | {_cell(said)} | {_cell(where)}")
    return "\n".join(lines)


def _time(clock: Clock | None, matter: Matter) -> str:
    if clock is None:
        return "[VERIFICAR: no hay plazo de recurso abierto según lo anotado]"
    article = clock.article if clock.verified else f"[VERIFICAR: {clock.article}]"
    skipped = [d for d in clock.not_counted if d.date.weekday() < 5]
    closed = "; ".join(f"{long_day(d.date)} ({d.reason})" for d in skipped)
    text = (f"El recurso se presenta dentro del plazo de {clock.days} días hábiles ({article}), que corre desde el día "
            f"siguiente al {long_day(clock.starts_on)} y vence el {long_day(clock.due_on)}"
            f"{_in_brackets('cómputo día por día', cite(matter.annex_of('proof')))}.")
    return f"{text} No se cuentan, además de sábados y domingos: {closed}." if closed else text


def _article(matter: Matter, code: str) -> str:
    ground = matter.law.named(code)
    if ground is None:
        return f"[VERIFICAR: la causal {code} en {matter.law.name}]"
    article = f"artículo {ground.article}" if ground.article else "artículo por confirmar"
    fraction = f", fracción {ground.fraction}," if ground.fraction else ""
    cited = f"{article}{fraction} de la {matter.law.name}"
    is_sure = matter.law.is_verified and ground.article and (ground.fraction or matter.law.law == "MX-FED-2002")
    return cited if is_sure else f"[VERIFICAR: {cited}]"


def _grounds(matter: Matter) -> str:
    parts: list[str] = []
    for code in matter.law.in_order(matter.grounds):
        cited = _article(matter, code)
        parts.append(f"{cited[:1].upper()}{cited[1:]}. {REASONS[code]}")
        parts += [f"{why[:1].upper()}{why[1:]}." for why in matter.reasons.get(code, ())]
        parts += [_quoted(quote) for quote in matter.quotes if quote.ground == code]
        parts += [_failed(failing) for failing in matter.failings if failing.ground == code]
        if code in ("CLASIF", "NEGATIVA"):
            parts += [_hidden(hidden) for hidden in matter.hidden]
        if code == "INEXIST":
            parts += [_contradicted(one) for one in matter.contradictions]
    return "\n\n".join(parts)


def _one_line(text: str) -> str:
    """A quote without the line breaks of its page, and without the stop that would double the sentence's own."""
    return " ".join(text.split()).rstrip(".")


def _quoted(quote: Quote) -> str:
    return f"Así consta en la respuesta{_in_brackets(cite(quote.annex, quote.page))}: «{_one_line(quote.text)}»."


def _failed(failing: Failing) -> str:
    article = failing.article if failing.is_verified else f"[VERIFICAR: {failing.article}]"
    text = f"La respuesta adolece de lo siguiente: {failing.says} ({article})"
    if not failing.text.strip():
        return f"{text}{_in_brackets(cite(failing.annex, failing.page))}."
    return f"{text}. Consta en su texto{_in_brackets(cite(failing.annex, failing.page))}: «{_one_line(failing.text)}»."


def _hidden(hidden: Hidden) -> str:
    many = "se testó una parte" if len(hidden.boxes) == 1 else f"se testaron {len(hidden.boxes)} partes"
    share = f", cerca del {round(hidden.share * 100)} % del texto de la página" if hidden.share else ""
    said = f" El fundamento impreso dice: «{hidden.grounds}»." if hidden.grounds else \
        " Junto a lo testado no se imprimió fundamento alguno."
    lines = [f"En la página que sigue {many}{share}{_in_brackets(cite(hidden.annex, hidden.page))}.{said}"]
    lines.append(picture_line(hidden.annex, hidden.page, around(hidden.boxes)))
    return "\n".join(lines)


def around(boxes: Sequence[Sequence[float]]) -> tuple[float, float, float, float]:
    """The band of a page that shows these boxes with the lines next to them: the page's whole width."""
    top, bottom = min(box[1] for box in boxes), max(box[3] for box in boxes)
    return 0.0, max(0.0, top - 0.04), 1.0, min(1.0, bottom + 0.04)


def _contradicted(one: Contradiction) -> str:
    return (f"Contradice la inexistencia declarada el documento «{one.title}», de {one.agency}"
            f"{_in_brackets(cite(one.annex, one.page))}: «{_one_line(one.text)}».")


def _asked(matter: Matter) -> str:
    lines = ["Que se ordene al sujeto obligado responder la solicitud y entregar la información sin costo, dentro "
             "del plazo que fija la ley."] if "SIN_RESP" in matter.grounds else [
             "Que se revoque o modifique la respuesta en lo que se recurre."]
    lines += [ASKED[code] for code in matter.law.in_order(matter.grounds) if code in ASKED]
    open_ones = [one.number for one in matter.questions if one.answer != "respondida"]
    if open_ones and "SIN_RESP" not in matter.grounds:
        which = open_ones[0] if len(open_ones) == 1 else f"{', '.join(open_ones[:-1])} y {open_ones[-1]}"
        lines.append(f"Que se ordene responder {'el punto' if len(open_ones) == 1 else 'los puntos'} {which} de la "
                     "solicitud y entregar lo que les corresponde.")
    return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, start=1))

"""The day-by-day account of a clock as a PDF a lawyer can attach; the same facts give the same bytes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from tracker.clocks.types import CaseClocks, Clock
from tracker.clocks.words import OWNERS, UNITS, day_in_words, start_in_words, status_in_words
from tracker.sentences import said

UNVERIFIED = "SIN VERIFICAR"


def proof_pdf(case: CaseClocks, clocks: Sequence[Clock] = (), *, folio: str = "", agency: str = "") -> bytes:
    """The account of some clocks of a case (all of them when none are named), as the bytes of a PDF.

    No moment of making and no machine is written into it, so equal facts give equal bytes. Facts nobody verified are
    marked, and the version of law and calendar is printed on every page.
    """
    from reportlab.lib.pagesizes import letter
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.lib.units import mm
    from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer

    styles = getSampleStyleSheet()
    story: list[Any] = []
    for at, clock in enumerate(clocks or case.clocks):
        if at:
            story.append(PageBreak())
        story.append(Paragraph(escape(f"Cómputo del plazo: {clock.name}"), styles["Heading1"]))
        story += [Paragraph(line, styles["Normal"]) for line in _facts(case, clock, folio, agency)]
        story.append(Spacer(1, 4 * mm))
        story.append(_days(clock, styles))
        if clock.possibly_closed:
            text = "Días que quizá fueron inhábiles y que sólo la fecha más tardía descuenta:"
            story.append(Spacer(1, 4 * mm))
            story.append(Paragraph(text, styles["Heading4"]))
            for day in clock.possibly_closed:
                line = f"{day_in_words(day.date)}: {day.reason} ({day.source}) [{UNVERIFIED}]"
                story.append(Paragraph(escape(line), styles["Normal"]))
    made = BytesIO()
    document = SimpleDocTemplate(
        made, pagesize=letter, invariant=1, title="Cómputo de plazos", author="Acuse", leftMargin=18 * mm,
        rightMargin=18 * mm, topMargin=16 * mm, bottomMargin=18 * mm,
    )  # fmt: skip

    def foot(canvas: Any, page: Any) -> None:
        canvas.setFont("Helvetica", 7)
        canvas.drawString(18 * mm, 10 * mm, f"Versión de leyes y calendarios: {case.version}")
        canvas.drawRightString(letter[0] - 18 * mm, 10 * mm, f"Página {page.page}")

    document.build(story, onFirstPage=foot, onLaterPages=foot)
    return made.getvalue()


def _facts(case: CaseClocks, clock: Clock, folio: str, agency: str) -> list[str]:
    hour = f" antes de las {clock.due_by:%H:%M}" if clock.due_by else ""
    mark = "" if clock.verified else f" [{UNVERIFIED}]"
    facts = [
        ("Solicitud", " · ".join(part for part in (folio, agency) if part)),
        ("Recepción oficial", day_in_words(case.received_on)),
        ("Ley de la solicitud", case.law),
        ("Fundamento", f"{clock.article}{mark} ({clock.source})"),
        ("Plazo", f"{clock.days} {UNITS[clock.unit]}, a cargo de {OWNERS[clock.owner].lower()}"),
        ("Día 0", f"{day_in_words(clock.starts_on)} ({start_in_words(clock)})"),
        ("Vence", f"{day_in_words(clock.due_on)}{hour}"),
        (
            "Fecha más tardía",
            day_in_words(clock.latest) if clock.latest != clock.earliest and clock.owner != "requester" else "",
        ),
        ("Límite indicado en el acuse", day_in_words(clock.stated) if clock.stated else ""),
        ("Calendario", clock.calendar),
        ("Organismo garante", clock.regulator),
        ("Estado", status_in_words(clock)),
    ]
    lines = [f"<b>{label}:</b> {escape(value)}" for label, value in facts if value]
    notes = [*clock.notes, *case.notes]
    return [*lines, *(f"<i>{escape(said(note.text, 'es'))}</i>" for note in notes)]


def _days(clock: Clock, styles: Any) -> Any:
    from reportlab.lib import colors
    from reportlab.lib.units import mm
    from reportlab.platypus import LongTable, Paragraph, TableStyle

    small = styles["BodyText"].clone("small", fontSize=8, leading=9.5)
    rows: list[list[Any]] = [["Fecha", "Día", "Por qué no contó", "Fuente o fundamento"]]
    shaded = []
    for line in clock.proof:
        mark = "" if line.verified else f" [{UNVERIFIED}]"
        if not line.counted:
            shaded.append(len(rows))
        rows.append(
            [
                day_in_words(line.date),
                "" if line.number is None else str(line.number),
                Paragraph(escape(f"{line.reason}{mark}"), small),
                Paragraph(escape(line.article if line.counted else line.source), small),
            ]
        )
    if len(rows) == 1:
        return Paragraph(f"El plazo corre de fecha a fecha: {_span(clock.starts_on, clock.due_on)}.", styles["Normal"])
    table = LongTable(rows, colWidths=[38 * mm, 12 * mm, 66 * mm, 62 * mm], repeatRows=1)
    style: list[Any] = [
        ("FONTSIZE", (0, 0), (-1, -1), 8),
        ("FONTNAME", (0, 0), (-1, 0), "Helvetica-Bold"),
        ("GRID", (0, 0), (-1, -1), 0.25, colors.grey),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("TOPPADDING", (0, 0), (-1, -1), 1),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
    ]
    style += [("BACKGROUND", (0, row), (-1, row), colors.whitesmoke) for row in shaded]
    table.setStyle(TableStyle(style))
    return table


def _span(start: date, end: date) -> str:
    return f"{day_in_words(start)} a {day_in_words(end)}"

"""The draft as DOCX and PDF; the person's name and contact are added here and kept nowhere."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who files the appeal and where they can be reached; used once and forgotten."""

    name: str
    contact: str


def docx_of(sections: Sequence[dict[str, str]], signatory: Signatory) -> bytes:
    """The draft as a DOCX file."""
    from docx import Document

    document = Document()
    document.add_heading("Recurso de revisión", level=0)
    for section in sections:
        document.add_heading(section["title"], level=1)
        for paragraph in section["text"].split("\n"):
            if paragraph.strip():
                document.add_paragraph(_clean(paragraph))
    for line in _signature(signatory):
        document.add_paragraph(_clean(line))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def pdf_of(sections: Sequence[dict[str, str]], signatory: Signatory) -> bytes:
    """The draft as a PDF file; the same text gives the same bytes."""
    from reportlab.lib.pagesizes import letter
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer

    styles = getSampleStyleSheet()
    story: list[Flowable] = [Paragraph("Recurso de revisión", styles["Title"])]
    for section in sections:
        story.append(Paragraph(escape(section["title"]), styles["Heading2"]))
        story += [Paragraph(escape(_clean(p)), styles["BodyText"]) for p in section["text"].split("\n") if p.strip()]
    story.append(Spacer(1, 24))
    story += [Paragraph(escape(_clean(line)), styles["BodyText"]) for line in _signature(signatory)]
    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=letter, title="Recurso de revisión", invariant=1, leftMargin=72, rightMargin=72,
                      topMargin=64, bottomMargin=64).build(story)
    return out.getvalue()


def _signature(signatory: Signatory) -> list[str]:
    lines = [signatory.name.strip() or "____________________________"]
    if signatory.contact.strip():
        lines.append(f"Para recibir notificaciones: {signatory.contact.strip()}")
    return lines


def _clean(text: str) -> str:
    return "".join(c for c in text if c in "\t" or ord(c) >= 32)

"""Table of citable works."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from archive.db import Base


class Source(Base):
    """A work somebody can look up; one of a project is seen by those alone who may read the project."""

    __tablename__ = "source"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str | None] = mapped_column(String(60), unique=True)
    """The name of a work that came with the product; None for what people entered."""
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"), index=True)
    authors: Mapped[str] = mapped_column(String(300), default="")
    """Joined by semicolons."""
    title: Mapped[str] = mapped_column(String(400))
    publisher: Mapped[str] = mapped_column(String(300), default="")
    year: Mapped[str] = mapped_column(String(20), default="")
    url: Mapped[str] = mapped_column(String(600), default="")
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id", ondelete="SET NULL"))
    """A file of the archive that holds it."""
    note: Mapped[str] = mapped_column(Text, default="")

    def cited(self) -> str:
        """The work as a line of a bibliography."""
        return ", ".join(filter(None, (self.authors, self.title, self.publisher, self.year)))

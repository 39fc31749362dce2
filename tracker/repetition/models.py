"""Tables of wordings that come again: each kept once as a sketch, with every place where a reply says it.

They follow from the pages' text and are made anew with it; no dossier carries them.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from archive.db import Base


class Wording(Base):
    """One way of saying something; `sketch` are the 64 smallest hashes of its word pairs (MinHash), no text."""

    __tablename__ = "wording"

    id: Mapped[int] = mapped_column(primary_key=True)
    sketch: Mapped[bytes] = mapped_column(LargeBinary)


class WordingBand(Base):
    """Four of a sketch's hashes in one number: wordings that share one are compared."""

    __tablename__ = "wording_band"

    id: Mapped[int] = mapped_column(primary_key=True)
    wording_id: Mapped[int] = mapped_column(ForeignKey("wording.id", ondelete="CASCADE"), index=True)
    band: Mapped[int] = mapped_column(BigInteger, index=True)


class Said(Base):
    """A place where a wording stands: in a page's text, or in the text box of a reply; in characters."""

    __tablename__ = "said"
    __table_args__ = (Index("ix_said_document", "document_id", "page_number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"))
    reply_id: Mapped[int | None] = mapped_column(ForeignKey("reply.id", ondelete="CASCADE"), index=True)
    page_number: Mapped[int | None] = mapped_column(Integer)
    start: Mapped[int] = mapped_column(Integer)
    length: Mapped[int] = mapped_column(Integer)
    words: Mapped[int] = mapped_column(Integer)
    wording_id: Mapped[int] = mapped_column(ForeignKey("wording.id"), index=True)

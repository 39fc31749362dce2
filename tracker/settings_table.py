"""The table of small facts the installation remembers about itself."""

from __future__ import annotations

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from archive.db import Base


class Setting(Base):
    """One remembered fact, such as which seeds were loaded."""

    __tablename__ = "setting"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[str] = mapped_column(Text)

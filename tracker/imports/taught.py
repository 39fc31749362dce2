"""What people said columns are, remembered for the next table that has a column of that name."""

from __future__ import annotations

import json
from collections.abc import Mapping

from sqlalchemy.orm import Session

from tracker.imports.columns import Kind, key_of
from tracker.settings_table import Setting


def taught_columns(session: Session, kind: Kind) -> dict[str, str]:
    """Names of columns (as keys) and the field each was said to be; an empty field leaves the column out."""
    row = session.get(Setting, _name(kind))
    return dict(json.loads(row.value)) if row else {}


def teach_columns(session: Session, kind: Kind, mapping: Mapping[str, str]) -> None:
    """Remember a mapping made by hand; a name that was taught before means what was said last."""
    known = {**taught_columns(session, kind), **{key_of(name): field for name, field in mapping.items()}}
    row = session.get(Setting, _name(kind))
    value = json.dumps(known, sort_keys=True, ensure_ascii=False)
    if row is None:
        session.add(Setting(name=_name(kind), value=value))
    else:
        row.value = value
    session.flush()


def forget_columns(session: Session, kind: Kind) -> None:
    """Go back to what the vocabulary knows."""
    row = session.get(Setting, _name(kind))
    if row is not None:
        session.delete(row)
        session.flush()


def _name(kind: Kind) -> str:
    return f"columns {kind}"

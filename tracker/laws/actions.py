"""What people correct in the law: a person's version of a document stands in for the one that was shipped."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.laws.catalogue import Rulebook
from tracker.laws.errors import LawError
from tracker.laws.models import LawDocument


def correct_document(session: Session, kind: str, name: str, content: str, *, by: int, at: datetime) -> LawDocument:
    """Put a person's version of a law, a calendar or the regulators in place of the shipped one.

    `content` is YAML as in the seeds. It is read together with everything else first: `LawError` says in one sentence
    what is wrong, and nothing is changed. The caller commits and recomputes the clocks.
    """
    _check(session, kind, name, content)
    row = _own(session, kind, name)
    if row is None:
        row = LawDocument(kind=kind, name=name, origin="user")
        session.add(row)
    row.content, row.digest = content, hashlib.sha256(content.encode()).hexdigest()
    row.changed_by, row.changed_at = by, at
    session.flush()
    return row


def restore_document(session: Session, kind: str, name: str) -> bool:
    """Take a person's version out again, so that the shipped one counts; tells whether there was one."""
    row = _own(session, kind, name)
    if row is None:
        return False
    session.delete(row)
    session.flush()
    return True


def _own(session: Session, kind: str, name: str) -> LawDocument | None:
    query = select(LawDocument).where(LawDocument.kind == kind, LawDocument.name == name, LawDocument.origin == "user")
    return session.scalar(query)


def _check(session: Session, kind: str, name: str, content: str) -> None:
    if kind not in ("law", "calendar", "regulators"):
        raise LawError(f"“{kind}” is no kind of document. Known: law, calendar, regulators.")
    rows = {(row.kind, row.name): row for row in session.scalars(select(LawDocument).order_by(LawDocument.origin))}
    documents: dict[str, list[Any]] = {"law": [], "calendar": [], "regulators": []}
    texts = {key: row.content for key, row in rows.items()}
    texts[kind, name] = content
    for (one, title), text in texts.items():
        loaded = _yaml(title, text)
        documents[one].extend(loaded if one == "regulators" else [loaded])
    given = _yaml(name, content)
    if kind == "law" and given.get("key") != name:
        raise LawError(f"the key of the law is “{given.get('key')}”, but it corrects “{name}”; keep the key.")
    Rulebook.from_documents(documents["law"], documents["calendar"], documents["regulators"])


def _yaml(name: str, content: str) -> Any:
    import yaml

    try:
        loaded = yaml.safe_load(content)
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        raise LawError(f"{name}{line}: this is not YAML; correct the spelling there.") from None
    if not isinstance(loaded, dict | list):
        raise LawError(f"{name}: a document of fields is expected.")
    return loaded

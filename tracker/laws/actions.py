"""What people correct in the law: a person's version of a document stands in for the one that was shipped."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.audit.actions import record_act
from tracker.laws.catalogue import Rulebook
from tracker.laws.errors import LawError
from tracker.laws.models import LawDocument
from tracker.sentences import N_


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
    record_act(session, "law.corrected", "law_document", row.id, by=by, at=at,
               content={"kind": kind, "name": name, "digest": row.digest})
    return row


def restore_document(session: Session, kind: str, name: str, *, by: int | None = None,
                     at: datetime | None = None) -> bool:
    """Take a person's version out again, so that the shipped one counts; tells whether there was one.

    `LawError` says why when what is left could not be read without it.
    """
    row = _own(session, kind, name)
    if row is None:
        return False
    _check_without(session, row)
    number, digest = row.id, row.digest
    session.delete(row)
    session.flush()
    if at is not None:
        record_act(session, "law.restored", "law_document", number, by=by, at=at,
                   content={"kind": kind, "name": name, "digest": digest})
    return True


def standing_documents(session: Session) -> dict[tuple[str, str], LawDocument]:
    """Every document that counts, by kind and name: a person's version where there is one, else the shipped one."""
    rows = session.scalars(select(LawDocument).order_by(LawDocument.origin, LawDocument.kind, LawDocument.id))
    return {(row.kind, row.name): row for row in rows}


def content_of(row: LawDocument) -> Any:
    """A document's fields, as YAML holds them."""
    return _yaml(row.name, row.content)


def _own(session: Session, kind: str, name: str) -> LawDocument | None:
    query = select(LawDocument).where(LawDocument.kind == kind, LawDocument.name == name, LawDocument.origin == "user")
    return session.scalar(query)


def _check(session: Session, kind: str, name: str, content: str) -> None:
    if kind not in ("law", "calendar", "regulators"):
        raise LawError(N_("“%(kind)s” is no kind of document. Known: law, calendar, regulators."), kind=kind)
    texts = {key: row.content for key, row in standing_documents(session).items()}
    texts[kind, name] = content
    given = _yaml(name, content)
    if kind == "regulators" and not isinstance(given, list):
        raise LawError(N_("the regulators are a list of rows; each begins with a dash."))
    if kind != "regulators" and not isinstance(given, dict):
        raise LawError(N_("%(name)s: a document of fields is expected."), name=name)
    if kind == "law" and given.get("key") != name:
        raise LawError(
            N_("the key of the law is “%(key)s”, but it corrects “%(name)s”; keep the key."),
            key=given.get("key"),
            name=name,
        )
    if kind == "law" and not given.get("procedures"):
        raise LawError(
            N_("law %(name)s: it has no procedures; without them none of its requests could be counted."), name=name
        )
    _read_all(texts)


def _check_without(session: Session, row: LawDocument) -> None:
    texts = {key: one.content for key, one in standing_documents(session).items()}
    shipped = select(LawDocument.content).where(
        LawDocument.kind == row.kind, LawDocument.name == row.name, LawDocument.origin == "seed")
    content = session.scalar(shipped)
    if content is None:
        del texts[row.kind, row.name]
    else:
        texts[row.kind, row.name] = content
    _read_all(texts)


def _read_all(texts: dict[tuple[str, str], str]) -> None:
    """Read every document together; `LawError` says what is wrong with one, whatever shape it has."""
    documents: dict[str, list[Any]] = {"law": [], "calendar": [], "regulators": []}
    for (kind, title), text in texts.items():
        loaded = _yaml(title, text)
        documents[kind].extend(loaded if kind == "regulators" else [loaded])
    try:
        Rulebook.from_documents(documents["law"], documents["calendar"], documents["regulators"])
    except LawError:
        raise
    except (TypeError, AttributeError, KeyError, ValueError, IndexError) as problem:
        raise LawError(
            N_("a field has a value of the wrong shape (%(problem)s); compare it with the others."), problem=problem
        ) from None


def _yaml(name: str, content: str) -> Any:
    import yaml

    try:
        loaded = yaml.load(content, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        raise LawError(
            N_("%(name)s%(line)s: this is not YAML; correct the spelling there."), name=name, line=line
        ) from None
    except (ValueError, RecursionError) as problem:
        # A day such as 2026-13-45 is found only when it is made.
        raise LawError(
            N_("a field has a value of the wrong shape (%(problem)s); compare it with the others."), problem=problem
        ) from None
    if not isinstance(loaded, dict | list):
        raise LawError(N_("%(name)s: a document of fields is expected."), name=name)
    return loaded

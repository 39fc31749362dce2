"""Documents, pages and agencies that an address names, for those who may see or change them."""

from __future__ import annotations

from flask import abort

from archive.models import Document, Page
from tracker import archive_access as archive
from tracker import archive_pages as pages
from tracker.agencies.facts import Agency
from tracker.agencies.store import directory_of
from tracker.people.access import Right
from tracker.web.site import db, require, viewer


def seen_document(document_id: int, right: Right = "read") -> Document:
    """The document; “not found” for those who may not see it, “forbidden” for those without the right asked for."""
    document = archive.find_document(db(), viewer(), document_id)
    if document is None:
        abort(404)
    if right != "read":
        require(right, archive.project_id_of(document) or 0)
    return document


def seen_page(document_id: int, number: int, right: Right = "read") -> tuple[Document, Page]:
    """The document and one of its pages, refused like `seen_document`, and “not found” when there is no such page."""
    document = archive.find_document(db(), viewer(), document_id)
    page = pages.find_page(db(), document_id, number) if document is not None else None
    if document is None or page is None:
        abort(404)
    return seen_document(document_id, right), page


def agency_to_change(acronym: str) -> Agency:
    """The agency an acronym names, for the installation's owners."""
    if not viewer().is_owner:
        abort(403)
    agency = directory_of(db()).by_acronym(acronym)
    if agency is None:
        abort(404)
    return agency

"""The facts of a page as index terms: `agency=INM` for facets and filters, `agency~inm` for words of a field."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from archive.search.analysis import fold, tokens
from archive.search.types import FACETS, FieldValue, Filters, PageDoc

REDACTED_STEPS = ((0.0, "0"), (0.05, "1-5"), (0.20, "5-20"), (0.50, "20-50"), (1.0, "50-100"))
"""Upper end of each step of the redacted share (0–1) and its name, in percent."""

NUMBERS = ("year", "date", "redacted")


def redacted_step(share: float) -> str:
    """The step a redacted share (0–1) falls in."""
    return next((name for top, name in REDACTED_STEPS if share <= top), REDACTED_STEPS[-1][1])


def facts(page: PageDoc) -> list[str]:
    """Every fact of a page, once."""
    found: dict[str, None] = {}
    for name, value in _flat(page):
        if name in FACETS:
            found[f"{name}={redacted_step(float(value)) if name == 'redacted' else value}"] = None
        if name not in NUMBERS:
            for word in (token.term for token in tokens(value)):
                found[f"{name}~{word}"] = None
                if name == "oficio":
                    # Clerks write 0123 and 123 for one number: it is asked for without its zeros.
                    found[f"{name}~{without_zeros(word)}"] = None
            if name == "folio":
                # Spreadsheets drop the zero an old folio begins with: it is found either way.
                found[f"folio~{fold(value)}"] = found[f"folio~{fold(value).lstrip('0')}"] = None
    return list(found)


def without_zeros(word: str) -> str:
    """A number without the zeros it begins with; any other word as it is."""
    return word.lstrip("0") or "0" if word.isdigit() else word


def _flat(page: PageDoc) -> Iterator[tuple[str, str]]:
    for name, value in (*page.fields.items(), ("title", page.title)):
        for item in _listed(value):
            if item not in ("", "None"):
                yield name, item


def _listed(value: FieldValue | None) -> list[str]:
    if value is None:
        return []
    if isinstance(value, str | int | float | date):
        return [_clean(value)]
    return [_clean(item) for item in value]


def _clean(value: object) -> str:
    """The value as text that can be written; names of files may hold what no encoding has."""
    return str(value).encode("utf-8", "replace").decode()


def number(page: PageDoc, name: str) -> float | None:
    """A number field of a page: year, date (ordinal), redacted share; None when it has none."""
    value = page.fields.get(name)
    if isinstance(value, date):
        return float(value.toordinal())
    if value is None or not isinstance(value, str | int | float):
        return None
    try:
        return float(date.fromisoformat(value).toordinal() if name == "date" and isinstance(value, str) else value)
    except ValueError:
        return None


def filter_facts(filters: Filters) -> list[list[str]]:
    """Groups of facts: a page passes when it has one of each group."""
    chosen = sorted((name, values) for name, values in filters.facets.items() if values)
    return [[f"{name}={value}" for value in sorted(values)] for name, values in chosen]

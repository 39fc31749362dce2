"""What the query of an address says."""

from __future__ import annotations

from collections.abc import Mapping


def number_in(args: Mapping[str, str], name: str) -> int | None:
    """The number an address gives under a name; none when it gives something else, or one no row can have."""
    value = args.get(name, "")
    return int(value) if value.isdecimal() and len(value) < 10 else None


def page_in(args: Mapping[str, str]) -> int:
    """The page of a list an address asks for, from 1."""
    return max(1, number_in(args, "page") or 1)

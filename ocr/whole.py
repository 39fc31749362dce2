"""What only the whole file tells of a page: the ground of its redactions, from the legend of another page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial

from ocr.types import PageReading, Word

MOST_HELD = 60
"""Pages of a file up to which all are read before the first is told."""


def with_carried_grounds(pages: Iterable[PageReading], count: int) -> Iterator[PageReading]:
    """The pages with the grounds that a legend on the next page or on the last ones tells; longer files as they are."""
    if not 2 <= count <= MOST_HELD:
        yield from pages
        return
    read = list(pages)
    if not any(one.ground is None for page in read for one in page.redactions):
        yield from read
        return
    from ocr.redactions.carrying import Sheet, carried

    sheets = [
        Sheet(partial(_words, page), [one.box for one in page.redactions], [one.ground for one in page.redactions])
        for page in read
    ]
    for page, grounds in zip(read, carried(sheets), strict=True):
        told = zip(page.redactions, grounds, strict=True)
        yield replace(page, redactions=tuple(replace(one, ground=ground) for one, ground in told))


def _words(page: PageReading) -> tuple[Word, ...]:
    return page.words or ()

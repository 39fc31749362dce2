"""What somebody selected on a page, as forms and addresses say it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tracker.passages import Span
from tracker.shown_pages import Selected

_RANGE = re.compile(r"(\d{1,6})(?:-(\d{1,6}))?")


def selected_in(values: Mapping[str, str]) -> Selected:
    """From `words` (numbers of words, `12-18`), `near` (characters of the text, `120-190`), `quote` or `passage`."""
    return Selected(_range(values.get("words", "")), _range(values.get("near", "")), values.get("quote", "")[:4000],
                    values.get("passage", "")[:700])


def _range(text: str) -> Span | None:
    match = _RANGE.fullmatch(text.strip())
    return (int(match[1]), int(match[2] or match[1])) if match else None

"""How a command speaks: JSON alone on stdout, or words; notices always on stderr."""

from __future__ import annotations

import json
import sys
from typing import Any

from tracker.sentences import Told

OK, FOUND_WRONG, WRONG_USE, UNREADABLE = 0, 1, 2, 3


class WrongUse(Told):
    """The command was given something it cannot use; the message is one plain sentence saying what to do."""


class Output:
    """Where a command's result and its notices go."""

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json

    def result(self, data: Any, words: str) -> None:
        """Give the result: `data` with `--json`, else the same in human words."""
        sys.stdout.write((json.dumps(data, ensure_ascii=False) if self.as_json else words) + "\n")
        sys.stdout.flush()

    def notice(self, text: str) -> None:
        """Say something beside the result: progress, warnings, what was created."""
        print(text, file=sys.stderr, flush=True)

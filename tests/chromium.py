"""Where the browser of this machine is."""

from __future__ import annotations

import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome")


def chromium_program() -> str:
    """The path of a Chromium; fails with what to do where there is none."""
    program = next((found for name in NAMES if (found := shutil.which(name))), None)
    if program is None:
        raise LookupError("no Chromium on this machine; `make test` installs it")
    return program

"""The `acuse` command: finds the subcommand's module, and turns every error into one plain sentence."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence

from tracker.commands.output import WRONG_USE, Output, WrongUse
from tracker.sentences import N_, Sentence, said

COMMANDS = {
    "folio": "folio",
    "deadlines": "deadlines",
    "seed": "seed",
    "backup": "backup",
    "restore": "restore",
    "dossier": "dossier",
    "import": "import_",
    "classify": "classify",
    "add": "add",
    "read": "read",
    "search": "search",
    "index": "index",
    "verify": "verify",
    "tick": "tick",
    "user": "user",
}
"""Name on the command line → module in `tracker.commands`; imported only when it is the one asked for."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> object:  # type: ignore[override]
        raise WrongUse(N_("%(message)s. Try: %(prog)s --help"), message=message, prog=self.prog)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code; never lets a traceback through."""
    words = list(sys.argv[1:] if argv is None else argv)
    out = Output(as_json="--json" in words)
    words = [word for word in words if word != "--json"]
    try:
        return _run(words, out)
    except WrongUse as problem:
        print(f"acuse: {said(problem, language())}", file=sys.stderr)
        return WRONG_USE
    except BrokenPipeError:
        return 0
    except KeyboardInterrupt:
        return 130
    except Exception as problem:
        if os.environ.get("ACUSE_TRACEBACK"):
            raise
        print(f"acuse: {said(_told(problem), language())}", file=sys.stderr)
        return WRONG_USE


def language() -> str:
    """The language commands speak."""
    return os.environ.get("ACUSE_LANGUAGE") or "es"


def _told(problem: Exception) -> Sentence:
    """An error nobody foresaw, as one sentence on one line that says where to look."""
    if isinstance(problem, OSError) and problem.strerror:
        where = f" ({problem.filename})" if problem.filename else ""
        return Sentence(N_("the system refused: %(why)s%(where)s. Check the path, its permissions and the disk's "
                           "room."), why=problem.strerror, where=where)
    what = " ".join(str(getattr(problem, "orig", None) or problem).split())[:200]
    return Sentence(N_("this did not work: %(kind)s: %(what)s. Nothing was half saved; check ACUSE_DATA_DIR, or set "
                       "ACUSE_TRACEBACK=1 to see all of it."), kind=type(problem).__name__, what=what)


def _run(words: list[str], out: Output) -> int:
    if not words or words[0] in ("-h", "--help", "help"):
        names = "\n".join(f"  {name}" for name in COMMANDS)
        print(f"usage: acuse COMMAND …  (acuse COMMAND --help tells more)\n\n{names}")
        return 0
    name = words[0]
    if name not in COMMANDS:
        raise WrongUse(N_("there is no command “%(name)s”. Known: %(known)s."), name=name, known=', '.join(COMMANDS))
    module = importlib.import_module(f"tracker.commands.{COMMANDS[name]}")
    parser = _Parser(prog=f"acuse {name}", description=module.HELP)
    module.configure(parser)
    code: int = module.run(parser.parse_args(words[1:]), out)
    return code

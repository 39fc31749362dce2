"""`acuse tick`: one pass of what the schedule does."""

from __future__ import annotations

import argparse
import os
from datetime import date, datetime, time

from tracker.clock import MEXICO_CITY
from tracker.commands.output import OK, Output, WrongUse
from tracker.sentences import N_

HELP = "Does once what the worker does all the time: reads files, brings clocks up to the day, sends what is due."
NOON = time(12)


def configure(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument(
        "--at", metavar="MOMENT",
        help="as if it were this moment, such as 2026-03-05T09:00; without a zone it is Mexico City's, "
             "a day alone means its noon",
    )


def moment_of(text: str) -> datetime:
    """The aware moment a text names. Raises WrongUse."""
    try:
        if len(text) == 10:
            return datetime.combine(date.fromisoformat(text), NOON, tzinfo=MEXICO_CITY)
        moment = datetime.fromisoformat(text)
    except ValueError as problem:
        raise WrongUse(
            N_("“%(text)s” is not a moment; write it like 2026-03-05T09:00 or 2026-03-05."), text=text
        ) from problem
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=MEXICO_CITY)


def run(args: argparse.Namespace, out: Output) -> int:
    """Do one pass and tell what it did."""
    at = moment_of(args.at) if args.at else None
    from tracker.setup import ready_backends
    from tracker.translating import translations
    from tracker.worker import tick

    try:
        backends = ready_backends(os.environ)
        try:
            counts = tick(backends, at)
        finally:
            backends.close()
    except ValueError as problem:
        raise WrongUse(str(problem)) from problem
    _ = translations(backends.settings.language).ugettext
    words = {
        "reminders_sent": _("Reminders sent"), "digests_sent": _("Summaries sent"),
        "others_sent": _("Other mails sent"), "mails_delayed": _("Mails delayed"),
        "mails_refused": _("Mails refused"),
        "documents_read": _("Documents read"), "documents_indexed": _("Documents indexed"),
        "requests_recomputed": _("Requests recomputed"),
    }
    out.result(counts, "\n".join(f"{label}: {counts[name]}" for name, label in words.items()))
    return OK

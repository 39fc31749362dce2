"""How far a reading is, in words: pages, speed, time left."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from archive.pace import Pace


def left_words(seconds: int) -> str:
    """How long something will still take."""
    if seconds < 60:
        return str(_("less than a minute left"))
    minutes = max(1, round(seconds / 60))
    return str(ngettext("about %(num)d minute left", "about %(num)d minutes left", minutes))


def pace_words(pace: Pace) -> str:
    """Pages done, pages a minute and the time left, as far as they are known."""
    said = [_("%(done)s of %(total)s pages", done=pace.done, total=pace.total)]
    if pace.pages_a_minute is not None:
        speed = round(pace.pages_a_minute) if pace.pages_a_minute >= 10 else round(pace.pages_a_minute, 1)
        said.append(_("%(speed)s pages a minute", speed=speed))
    if pace.seconds_left:
        said.append(left_words(pace.seconds_left))
    return " · ".join(said)

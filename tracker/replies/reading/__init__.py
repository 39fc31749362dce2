"""Read a reply: its outcome, its labels with page and quote, checks against the law, grounds of appeal."""

from tracker.replies.reading.reader import classify
from tracker.replies.reading.values import CheckFound, GroundSuggested, LabelFound, ReplyReading

__all__ = ["CheckFound", "GroundSuggested", "LabelFound", "ReplyReading", "classify"]

"""Redactions on page images: found by their shape, told from the page's design, with the ground printed on them."""

from ocr.redactions.detector import Looked, find_redactions, glance, judge
from ocr.redactions.grounds import is_code, read_ground
from ocr.redactions.linking import ground_of
from ocr.redactions.share import redacted_share

__all__ = ["Looked", "find_redactions", "glance", "ground_of", "is_code", "judge", "read_ground", "redacted_share"]

"""Redactions on page images: found by their shape, told from the page's design, with the ground printed on them."""

from ocr.redactions.detector import find_redactions
from ocr.redactions.grounds import is_code, read_ground
from ocr.redactions.share import redacted_share

__all__ = ["find_redactions", "is_code", "read_ground", "redacted_share"]

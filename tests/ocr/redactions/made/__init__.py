"""Made-up labelled pages of Mexican offices in three splits, each with layouts, palettes and print of its own."""

from tests.ocr.redactions.made.pages import SPLITS, STYLES, make, pages

__all__ = ["SPLITS", "STYLES", "make", "pages"]

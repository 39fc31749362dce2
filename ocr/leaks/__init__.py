"""Leaks: what a file still carries of what was taken out; told by kind, place and length, never by its text."""

from ocr.leaks.find import find_leaks, inspect_file, leaks_on_page, unseen_places
from ocr.leaks.sight import visible_words

__all__ = ["find_leaks", "inspect_file", "leaks_on_page", "unseen_places", "visible_words"]

"""Word, OpenDocument and PowerPoint files: the text a reader sees, tables as rows."""

from __future__ import annotations

from ocr.text.opendocument import read as read_opendocument
from ocr.text.package import MOST_BYTES, parse
from ocr.text.slides import read as read_pptx
from ocr.text.wordml import read as read_docx

__all__ = ["MOST_BYTES", "parse", "read_docx", "read_opendocument", "read_pptx"]

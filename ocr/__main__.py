"""`python -m ocr FILE…`: read files and print one JSON object a line."""

from __future__ import annotations

import sys

from ocr.command import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

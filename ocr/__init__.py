"""A file in; pages of words and redactions out. Knows no database and no web."""

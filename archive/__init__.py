"""Files and pages: kept, read, found. Knows no requests and no web."""

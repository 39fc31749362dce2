"""Lists as files other programs open: XLSX, CSV, JSON."""

"""One verb a file: load, decide, record."""

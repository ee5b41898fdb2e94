"""What intake can be asked to do, one verb a file: load, decide, record."""

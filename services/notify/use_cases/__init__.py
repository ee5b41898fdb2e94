"""What notify does, one verb a file: load, decide, record."""

"""What mediation does, one verb a file: load, decide, record."""

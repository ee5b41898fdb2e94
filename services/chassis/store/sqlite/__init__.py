"""The SQLite adapter: one file a service, WAL, synchronous=FULL, group commit, several processes allowed."""

"""The `countynet` command: the county package, and HTTP to the services; nothing of their inside."""

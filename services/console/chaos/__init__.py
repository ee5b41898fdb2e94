"""The fault run: load over HTTP on a hub of its own, a seeded schedule of faults, and a verdict."""

"""The rules of mediation: pure."""

"""Routing's HTTP entrypoints, a room for each kind of step."""

"""Intake's pages: the citizen's doors, the sign-in, the clerk's desk. They call the same use cases as the API."""

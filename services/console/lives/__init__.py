"""A matter's whole life as the outside leads it, over HTTP, and the log that the client keeps of it."""

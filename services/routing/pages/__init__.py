"""Routing's pages: the dispatcher's queue and case, the department's calls, what the citizen was answered."""

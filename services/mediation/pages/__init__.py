"""Mediation's pages: the list of cases, one case with its steps, and opening one at the body itself."""

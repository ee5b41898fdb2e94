"""Mediation's forms: what HTTP takes and what it gives."""

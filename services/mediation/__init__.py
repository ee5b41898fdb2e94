"""MEDIATION: a dispute at a mediation body, from consent to the follow-up of its agreement."""

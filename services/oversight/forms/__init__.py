"""Oversight's forms: what HTTP takes and what it gives; a file for clocks and the record, one for figures and clues."""

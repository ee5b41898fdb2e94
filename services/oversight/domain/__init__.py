"""Oversight's pure rules: they are told the time and the county, and touch nothing."""

"""The rules of routing: state tables and decisions; no IO, no now()."""

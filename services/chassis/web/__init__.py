"""HTTP at a service's own port: a small server, direct dispatch, and one answer to every kind of mistake."""

"""ROUTING: every step of a matter after its registration, from acceptance to close."""

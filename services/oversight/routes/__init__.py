"""Oversight on the wire beyond `service.py`: each module's class holds some routes, a line or two each."""

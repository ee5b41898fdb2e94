"""Intake on the wire, by what it is about: each module's class holds some routes or facts, a line or two each."""

"""Oversight: clocks and their lights, orders, the three rates, the record of who did what, and the accusation wall."""

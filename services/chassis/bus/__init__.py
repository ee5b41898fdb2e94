"""The bus: facts out by journal and relay, facts in by inbox, each applied once and in order."""

from services.chassis.bus.bus import CATCH_UP, STATE, Bus, Meter
from services.chassis.bus.parking import PARKED

COLLECTIONS = (PARKED, STATE)
"""What the bus keeps in its service's store."""

__all__ = ["CATCH_UP", "COLLECTIONS", "PARKED", "STATE", "Bus", "Meter"]

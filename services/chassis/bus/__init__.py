"""The bus: facts out by journal and relay, facts in by inbox, each applied once and in order."""

from services.chassis.bus.bus import Bus, Meter
from services.chassis.bus.parking import PARKED
from services.chassis.bus.restoration import STATE

COLLECTIONS = (PARKED, STATE)
"""What the bus keeps in its service's store."""

__all__ = ["COLLECTIONS", "PARKED", "STATE", "Bus", "Meter"]

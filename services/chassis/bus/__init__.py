"""The bus: facts out by journal and relay, facts in by inbox, each applied once and in order."""

from services.chassis.bus.bus import Bus, Meter
from services.chassis.bus.parking import PARKED

__all__ = ["PARKED", "Bus", "Meter"]

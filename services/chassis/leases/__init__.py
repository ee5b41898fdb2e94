"""Leases: which of several processes of one service does what only one may do; kept in the service's own store."""

from services.chassis.leases.keeper import COLLECTION, Leases
from services.chassis.leases.table import LEAD, Slot, Table

__all__ = ["COLLECTION", "LEAD", "Leases", "Slot", "Table"]

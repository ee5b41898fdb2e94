"""The hub of one process: store, bus and web around the one service instance."""

from services.chassis.hub.hub import Hub, Parts

__all__ = ["Hub", "Parts"]

"""The facts, a file a service; importing this package enters all of them in the registry."""

from services.contracts.events import dispute, intake, mediation, notify, oversight, routing

__all__ = ["dispute", "intake", "mediation", "notify", "oversight", "routing"]

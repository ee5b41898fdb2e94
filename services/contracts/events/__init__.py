"""The facts, a file a service or a piece of work; importing this package enters all of them in the registry."""

from services.contracts.events import (
    dispute,
    grid_work,
    intake,
    leading,
    mediation,
    notify,
    opinion,
    oversight,
    review,
    routing,
)

__all__ = [
    "dispute",
    "grid_work",
    "intake",
    "leading",
    "mediation",
    "notify",
    "opinion",
    "oversight",
    "review",
    "routing",
]

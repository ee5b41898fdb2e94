"""Whether something of a matter is still to be done, also where no clock of the county file waits for it."""

from __future__ import annotations

from services.oversight.domain.docket import Docket

NO_CLOCK = "none"
"""Counted among the lights of open matters: the matter is open and no clock runs on it."""

OVER = frozenset(
    {
        *("matter_declined", "matter_referred", "matter_withdrawn", "matter_closed", "matter_joined", "matter_final"),
    }
)
"""With one of these nothing of a matter is left to be done."""


def is_over(docket: Docket) -> bool:
    """Whether the county was done with the matter; a review may have begun after that."""
    return not OVER.isdisjoint(step["fact"] for step in docket["steps"])


def is_open(docket: Docket) -> bool:
    """Whether something is still to be done for the citizen.

    A dispute that came to a mediation body itself is open as long as a mediation of it is.
    """
    if docket["conclusion"] is not None or is_over(docket):
        return False
    if any(step["fact"] == "matter_registered" for step in docket["steps"]):
        return True
    return any(mediation["result"] == "open" for mediation in docket.get("mediations", {}).values())


def idle_since(docket: Docket) -> str | None:
    """When the last of an open matter happened on which no clock runs (`docket.due`); None for every other one."""
    if docket["due"] is not None or not is_open(docket):
        return None
    return max((step["at"] for step in docket["steps"]), key=lambda at: at[:-1])

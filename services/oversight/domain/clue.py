"""Clues (问题线索): suspected inaction and slowness. The ladder proposes, a person files, discipline decides."""

from __future__ import annotations

from enum import StrEnum

from services.contracts.refusals import Refusal


class ClueState(StrEnum):
    """Where a clue stands; only what a person has filed is discipline's to see."""

    PROPOSED = "proposed"
    DISMISSED = "dismissed"
    FILED = "filed"
    FOUNDED = "founded"
    UNFOUNDED = "unfounded"


DISCIPLINES = (ClueState.FILED, ClueState.FOUNDED, ClueState.UNFOUNDED)
"""What the recipient may see."""


def file(state: str) -> ClueState:
    """A person signs it over to discipline. Raises Refusal `not_proposed`."""
    _proposed(state)
    return ClueState.FILED


def dismiss(state: str) -> ClueState:
    """A person sees no clue in it. Raises Refusal `not_proposed`."""
    _proposed(state)
    return ClueState.DISMISSED


def decide(state: str, founded: bool) -> ClueState:
    """Discipline has looked into it. Raises Refusal `not_filed`."""
    if state != ClueState.FILED:
        raise Refusal("not_filed", f"This clue is {state}. Allowed: to decide one that is filed.")
    return ClueState.FOUNDED if founded else ClueState.UNFOUNDED


def _proposed(state: str) -> None:
    if state != ClueState.PROPOSED:
        raise Refusal("not_proposed", f"This clue is {state}. Allowed: to decide about one that is proposed.")

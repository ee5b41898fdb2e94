"""A clue that the county's ladder proposes, and what becomes of it when its breach or its matter is taken back."""

from __future__ import annotations

from typing import Any

from services.chassis.store import Work
from services.oversight import store
from services.oversight.domain.clue import ClueState
from services.oversight.domain.docket import Docket
from services.oversight.domain.ladder import MACHINES_GROUND
from services.oversight.use_cases.desk import Desk


def propose_clue(work: Work, desk: Desk, docket: Docket, clock_id: str) -> None:
    """Propose one for the unit whose clock ran out so long ago; once a clock."""
    clock = docket["clocks"][clock_id]
    unit = clock["unit"] or docket["owner"] or desk.rules.unit_at(docket["place"])
    if unit is None or work.get(store.CLUE.name, id_of(clock_id)) is not None:
        return
    body = clue_of(docket["number"], docket["place"], unit, str(MACHINES_GROUND), work.context.now)
    work.put(store.CLUE.name, id_of(clock_id), body | {"clock": clock["clock"], "clock_id": clock_id})


def clue_of(number: str, place: str, unit: str, ground: str, now: str) -> dict[str, Any]:
    """A clue as it begins."""
    return {
        "number": number,
        "place": place,
        "unit": unit,
        "ground": ground,
        "clock": None,
        "clock_id": None,
        "state": str(ClueState.PROPOSED),
        "recipient": None,
        "made_at": now,
        "filed_at": None,
        "filed_by": None,
        "decided_at": None,
        "key": None,
        "text": None,
        "finding": None,
    }


def take_back_clue(work: Work, clock_id: str) -> None:
    """A breach is withdrawn: what the machine proposed falls; what a person filed stands."""
    found = work.get(store.CLUE.name, id_of(clock_id))
    if found is not None and found.body["state"] == ClueState.PROPOSED:
        work.delete(store.CLUE.name, found.id, found.version)


def forget_clues(work: Work, number: str) -> None:
    """A matter turned out to be an accusation: nothing outside of its wall points at it any more (Art. 30)."""
    for found in work.find(store.CLUE.name, equals={"number": number}, limit=100).documents:
        work.delete(store.CLUE.name, found.id, found.version)


def id_of(clock_id: str) -> str:
    """The id of the clue that a clock leads to."""
    return f"{clock_id}.clue"

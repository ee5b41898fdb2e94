"""Which steps a dispatcher's page offers: those that the case as it stands will not refuse."""

from __future__ import annotations

from typing import Any

from services.contracts.vocabulary import Branch
from services.county.instants import is_after
from services.routing.domain.life import Step

WALL = "wall"
"""A matter recognised as an accusation: possible whatever the status, where the state table has no referral."""
NAMES = {
    str(Step.ACCEPT): "受理",
    str(Step.WHISTLE): "吹哨",
    str(Step.CONCLUDE): "办结",
    str(Step.DECIDE): "裁定异议",
    str(Step.ANSWER): "即办即答",
    str(Step.MEDIATE): "转调解",
    str(Step.REFER): "转送",
    str(Step.DECLINE): "不予受理",
    str(Step.EXTEND): "延期",
    WALL: "属检举控告",
}
"""The steps in the order in which a page offers them."""
NEAREST = (Step.ACCEPT, Step.WHISTLE, Step.CONCLUDE, Step.DECIDE)
"""What usually comes next: the form of the first of these that is possible is open without being asked for."""
ADDRESSES = {
    "acceptance": Step.ACCEPT,
    "decline": Step.DECLINE,
    "referral": Step.REFER,
    "on-the-spot": Step.ANSWER,
    "whistles": Step.WHISTLE,
    "mediation": Step.MEDIATE,
    "conclusion": Step.CONCLUDE,
    "decision": Step.DECIDE,
    "extensions": Step.EXTEND,
}


def of_address(route: str) -> str | None:
    """The step whose form is sent to an address."""
    step = ADDRESSES.get(route.rpartition("/")[2])
    return None if step is None else str(step)


def possible(case: dict[str, Any], now: str) -> tuple[str, ...]:
    """The dispatcher's steps for a case (`gives.CaseView`) at an instant."""
    allowed = {str(step) for step in case["allowed"]}
    running = [whistle for whistle in case["whistles"] if whistle["state"] != "ended"]
    waiting = any(objection["upheld"] is None for whistle in running for objection in whistle["objections"])
    answered = all(_lead_replied(whistle) for whistle in running) and _spoken(case, bool(running))
    if not waiting:
        allowed.discard(str(Step.DECIDE))
    if waiting or not answered:
        allowed.discard(str(Step.CONCLUDE))
    if any(c["held_at"] is None and c["called_off_at"] is None for c in case["leading"]["conferences"]):
        allowed -= {str(Step.CONCLUDE), str(Step.ANSWER)}
    if not any(_may_run_longer(whistle, now) for whistle in running):
        allowed.discard(str(Step.EXTEND))
    if str(Step.REFER) not in allowed:
        allowed.add(WALL)
    return tuple(step for step in NAMES if step in allowed)


def _spoken(case: dict[str, Any], whistled: bool) -> bool:
    """Whether the handling has come to what the law asks of it: no hearing open, an opinion where one is due."""
    served = any(each["instance"] == 0 and each["round"] == case["round"] for each in case["opinions"])
    heard = all(each["held_at"] is not None or each["called_off_at"] is not None for each in case["hearings"])
    return heard and (served or (whistled and case["branch"] != Branch.OPINION))


def _may_run_longer(whistle: dict[str, Any], now: str) -> bool:
    """Once, before its time is over, and not while its clock stands still."""
    still = whistle["paused"] == whistle["lead"]
    return whistle["former_finish_by"] is None and not still and not is_after(now, whistle["finish_by"])


def _lead_replied(whistle: dict[str, Any]) -> bool:
    return any(c["department"] == whistle["lead"] and c["state"] == "replied" for c in whistle["calls"])

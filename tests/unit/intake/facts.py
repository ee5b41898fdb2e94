"""Facts of the siblings about one matter, as few words as a test needs."""

from __future__ import annotations

from typing import Any

from services.contracts.events import oversight, routing
from services.contracts.fact import Fact

DUE, LATER = "2026-11-25T10:00:00Z", "2026-11-24T10:00:00Z"
LEAD, ASSIST, OTHER = "ns-resources", "ns-finance", "ns-labour"


def codes(number: str, **changes: Any) -> dict[str, Any]:
    told = {
        "number": number,
        "place": "ns-t01-v04",
        "channel": "web",
        "purpose": "appeal",
        "category": "transport.roads",
        "urgency": "livelihood",
        "contactable": True,
    }
    return told | changes


def accepted(number: str, owner: str = "ns-petition", **changes: Any) -> Fact:
    return routing.MatterAccepted(**codes(number, **changes), owner=owner)


def whistled(number: str, lead: str = LEAD, assists: tuple[str, ...] = (), n: int = 1) -> Fact:
    return routing.WhistleBlown(
        **codes(number), whistle=f"{number}-w{n}", kind="ordinary", lead=lead, assists=assists,
        check_in_by=LATER, finish_by=DUE, county_version="0123456789ab",
    )  # fmt: skip


def checked_in(number: str, department: str = LEAD, n: int = 1) -> Fact:
    return routing.DepartmentCheckedIn(
        **codes(number), whistle=f"{number}-w{n}", kind="ordinary", department=department,
        check_in_by=LATER, late=False,
    )  # fmt: skip


def objected(number: str, department: str = LEAD, objection: int = 1) -> Fact:
    return routing.ObjectionRaised(
        **codes(number), whistle=f"{number}-w1", department=department, objection=objection, reason="not_competent"
    )


def decided(
    number: str, department: str = LEAD, *, upheld: bool, lead: str = LEAD, replacement: str | None = None
) -> Fact:
    return routing.ObjectionDecided(
        **codes(number), whistle=f"{number}-w1", department=department, objection=1, upheld=upheld, lead=lead,
        replacement=replacement, check_in_by=LATER if replacement else None,
    )  # fmt: skip


def replied(number: str, department: str = LEAD, n: int = 1) -> Fact:
    return routing.DepartmentReplied(
        **codes(number), whistle=f"{number}-w{n}", department=department, reply=1, finish_by=DUE, late=False
    )


def concluded(number: str, round: int = 1) -> Fact:
    return routing.MatterConcluded(**codes(number), outcome="solved", lead=LEAD, round=round)


def reopened(number: str, request: str) -> Fact:
    return routing.MatterReopened(**codes(number), request=request, round=2)


def closed(number: str, request: str | None = None) -> Fact:
    return routing.MatterClosed(**codes(number), reason="rated", lead=LEAD, request=request)


def withdrawn(number: str, request: str) -> Fact:
    return routing.MatterWithdrawn(**codes(number), request=request)


def request_refused(number: str, request: str, kind: str, reason: str) -> Fact:
    return routing.RequestRefused(**codes(number), request=request, kind=kind, reason=reason)


def walled(number: str) -> Fact:
    return routing.MatterWalled(**codes(number))


def of_clock(number: str, kind: type[oversight.ClockFact] = oversight.ClockWarned, **said: str) -> Fact:
    return kind(**codes(number), **({"clock": "handling", "clock_id": f"{number}-c1", "due": DUE, "unit": LEAD} | said))

"""The docket of one matter: what happened to it, the clocks that run on it, and what was counted of it.

A docket is plain JSON, kept as one document, so that a fact costs one read and one write. Its facts come from streams
of two services in any order; whatever is worked out from `steps` is the same in every order.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NotRequired, TypedDict

CODES = ("place", "channel", "purpose", "category", "urgency", "tier", "contactable")
"""The matter's codes, kept under the names that facts give them."""


class Step(TypedDict):
    """One fact of the matter as its docket keeps it; `unit` and `whistle` where the fact is a department's.

    `said` is what rules may ask of the fact, `dated` the date that it names for itself (received, served, decided).
    """

    id: str
    fact: str
    service: str
    epoch: int
    seq: int
    at: str
    whistle: NotRequired[str]
    unit: NotRequired[str]
    upheld: NotRequired[bool]
    said: NotRequired[dict[str, Any]]
    dated: NotRequired[str]


class Paused(TypedDict):
    """Since when a clock stands still, and why."""

    at: str
    reason: str


class Clock(TypedDict):
    """One clock: its rule, whose it is, the step that started it, its end and its light.

    `ended` is None while it runs, then `stopped`, `cancelled` or `lapsed`; a red light stays when it stops late.
    `next_at` is when the machine must look at it again. `rule` is the rule that it started under, whatever the county
    file says later; `unit_of_length` and `last`, its last day before rolling, say how its end moves when it has stood
    still (`stood`: from, to, why). `former_due` is its end before it was put off; `request` what its start asked;
    `of_owner` says that its start asked nobody, so that it is whose the matter is (`domain.owing`).
    """

    clock: str
    unit: str | None
    whistle: str | None
    service: str
    epoch: int
    seq: int
    started_at: str
    due: str
    light: str
    ended: str | None
    ended_at: str | None
    next_at: str | None
    rule: NotRequired[str]
    unit_of_length: NotRequired[str]
    last: NotRequired[str]
    paused: NotRequired[Paused | None]
    stood: NotRequired[list[list[str]]]
    former_due: NotRequired[str]
    request: NotRequired[str | None]
    of_owner: NotRequired[bool]


class Whistled(TypedDict):
    """A whistle as its clocks need it: who leads, who is called, when the matter is to be done, and since when."""

    lead: str
    called: list[str]
    finish_by: str
    blown_at: NotRequired[str]


class Conclusion(TypedDict):
    """How the handling ended, by whom, and when."""

    outcome: str
    lead: str
    at: str


class Rated(TypedDict):
    """The citizen's judgement as intake took it; it counts once routing has answered the request."""

    receiving: str
    responsible: str
    at: str


class Mediated(TypedDict):
    """One mediation case of the matter: at which body, since when, and `open`, `agreed`, `failed` or `withdrawn`."""

    body: str
    at: str
    result: str


class Docket(TypedDict):
    """Everything oversight knows of a matter; the codes lie beside these (`CODES`).

    `county` is the version of the county file that it began under, by whose rules its clocks start. `bound` are the
    units that answer for the matter together (责任捆绑).
    """

    number: str
    place: str
    channel: str
    purpose: str
    category: str | None
    urgency: str | None
    tier: str | None
    contactable: bool
    coded_by: str
    receiver: str | None
    owner: str | None
    steps: list[Step]
    clocks: dict[str, Clock]
    whistles: dict[str, Whistled]
    conclusion: Conclusion | None
    ratings: dict[str, Rated]
    answered: dict[str, str]
    orders: list[str]
    counted: dict[str, str]
    next_at: str | None
    light: str | None
    due: str | None
    came_at: NotRequired[str | None]
    county: NotRequired[str]
    mediations: NotRequired[dict[str, Mediated]]
    bound: NotRequired[list[str]]
    idle_since: NotRequired[str | None]


def open_docket(number: str, codes: Mapping[str, Any], service: str) -> Docket:
    """An empty docket, opened by whichever fact of the matter comes first."""
    return Docket(
        number=number,
        place=codes["place"],
        channel=codes["channel"],
        purpose=codes["purpose"],
        category=codes["category"],
        urgency=codes["urgency"],
        tier=codes["tier"],
        contactable=codes["contactable"],
        coded_by=service,
        receiver=None,
        owner=None,
        steps=[],
        clocks={},
        whistles={},
        conclusion=None,
        ratings={},
        answered={},
        orders=[],
        counted={},
        next_at=None,
        light=None,
        due=None,
    )

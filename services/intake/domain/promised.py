"""What the law promises a citizen before anybody has warned of it: by when the matter is passed on, by when it is told
whether it is taken on (信访工作条例 Art. 22, 23), and until when a review may be asked for (Art. 35, 36)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from services.county.clocks import Length
from services.county.county import County
from services.county.instants import instant, moment
from services.county.statutory import STATUTORY
from services.intake.domain import reviews
from services.intake.domain.timeline import Row

AT_REGISTRATION = ("transfer", "notice")
ASKING = {reviews.FIRST: "ask_review", reviews.SECOND: "ask_second_review"}
RUNNING = "green"


def at_registration(county: County, picture: Mapping[str, Any]) -> list[dict[str, str]]:
    """Each `{clock, due}` that the law sets with the registration; no notice is owed to whom nobody can reach."""
    made = []
    for name in AT_REGISTRATION:
        rule = STATUTORY[name]
        if isinstance(rule.length, Length) and rule.starts_by("matter_registered", picture):
            start, length = moment(picture["received_at"]), rule.length
            due = county.calendar.deadline(start, length.amount, length.unit, rule.roll).due
            made.append({"clock": name, "due": instant(due)})
    return made


def running(picture: Mapping[str, Any], spoken: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What is promised and not kept yet, `clock due light`; of what oversight has `spoken` it tells itself."""
    rows, told = picture["timeline"], {each["clock"] for each in spoken}
    promised = [*picture.get("promised", ()), *_asking(rows)]
    return [
        {**each, "light": RUNNING} for each in promised if each["clock"] not in told and not _kept(each["clock"], rows)
    ]


def due(handling: str | None, clocks: Sequence[Mapping[str, Any]]) -> str | None:
    """What is due next: the handling once somebody handles the matter, before that the first of what is promised."""
    if handling is not None:
        return handling
    return min((str(each["due"]) for each in clocks if each["clock"] in AT_REGISTRATION), default=None)


def _asking(rows: Sequence[Row]) -> list[dict[str, str]]:
    review = reviews.next_review(rows)
    if review is None or review["ask_by"] is None:
        return []
    return [{"clock": ASKING[review["instance"]], "due": review["ask_by"]}]


def _kept(clock: str, rows: Iterable[Row]) -> bool:
    return any(STATUTORY[clock].stops_by(each["type"], each) for each in rows)

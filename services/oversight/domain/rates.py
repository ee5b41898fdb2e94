"""The three rates: response, solution and satisfaction, from counters to rows.

Response: check-ins and handlings done in time, of all that were done or ran out. Solution: of all conclusions, those
that settled what was asked (三到位一处理): solved, helped, handled by law, and explained where no appeal was made;
a conclusion undone by a second handling does not count. Satisfaction: satisfied or basically satisfied, of all ratings
of the responsible unit. `dispatch` and `receiving` score the whistling side in the same way.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from os.path import commonprefix
from typing import Any

from services.contracts.vocabulary import Outcome, Purpose, Rating

GOOD_RATINGS = frozenset({Rating.SATISFIED, Rating.BASICALLY_SATISFIED})
SETTLING = frozenset({Outcome.SOLVED, Outcome.HELPED, Outcome.HANDLED_BY_LAW})
FOUR_DIGITS = Decimal("0.0001")
COUNTED_AS = {"town": "village", "day": "channel"}
"""The dimension whose counters another one is summed from."""


def share(good: int, all_: int) -> float | None:
    """A rate from 0 to 1 with four digits, half a digit rounded up; None where there was nothing to rate."""
    return float((Decimal(good) / Decimal(all_)).quantize(FOUR_DIGITS, ROUND_HALF_UP)) if all_ else None


@dataclass(slots=True)
class Score:
    """The measures of one row, such as `check_in.late` or `rated.satisfied`."""

    measures: Counter[str] = field(default_factory=Counter)

    def row(self) -> dict[str, Any]:
        """The rates with the numbers that they are made of."""
        m = self.measures
        in_time, late = m["check_in.in_time"] + m["handling.in_time"], m["check_in.late"] + m["handling.late"]
        outcomes = {str(o): sum(m[f"concluded.{p}.{o}"] for p in Purpose) for o in Outcome}
        concluded = sum(outcomes.values())
        settled = sum(m[f"concluded.{p}.{o}"] for p in Purpose for o in Outcome if settles(p, o))
        return {
            "response": {
                "in_time": in_time,
                "late": late,
                "rate": share(in_time, in_time + late),
                "check_in": _pair(m, "check_in"),
                "handling": _pair(m, "handling"),
            },
            "solution": {
                "settled": settled,
                "concluded": concluded,
                "rate": share(settled, concluded),
                "outcomes": outcomes,
            },
            "satisfaction": _ratings(m, "rated"),
            "whistling": {"dispatch": _pair(m, "dispatch"), "receiving": _ratings(m, "receiving")},
        }


def settles(purpose: str, outcome: str) -> bool:
    """Whether an outcome gives what was asked for (三到位一处理); an appeal that is merely explained is not settled."""
    return outcome in SETTLING or (outcome == Outcome.EXPLAINED and purpose != Purpose.APPEAL)


def _pair(m: Counter[str], clock: str) -> dict[str, Any]:
    in_time, late = m[f"{clock}.in_time"], m[f"{clock}.late"]
    return {"in_time": in_time, "late": late, "rate": share(in_time, in_time + late)}


def _ratings(m: Counter[str], side: str) -> dict[str, Any]:
    counts = {str(rating): m[f"{side}.{rating}"] for rating in Rating}
    good, all_ = sum(counts[r] for r in GOOD_RATINGS), sum(counts.values())
    return {"satisfied": good, "rated": all_, "rate": share(good, all_), "ratings": counts}


def prefix_of(by: str, first: str, last: str) -> str:
    """The narrowest counter prefix that holds a period (days, inclusive) of one dimension."""
    return f"rate/{COUNTED_AS.get(by, by)}/{commonprefix([first, last])}"


def score(
    counters: Mapping[str, int], by: str, first: str, last: str, group: Callable[[str], str | None]
) -> dict[str, Score]:
    """Sum counters of a period into rows; `group` gives the row of a code (None: not this reader's to see)."""
    rows: dict[str, Score] = {}
    for key, amount in counters.items():
        _, _, day, code, measure = key.split("/")
        if first <= day <= last:
            row = group(day if by == "day" else code)
            if row is not None:
                rows.setdefault(row, Score()).measures[measure] += amount
    return rows


def total(rows: Mapping[str, Score]) -> Score:
    """All rows together."""
    together = Score()
    for each in rows.values():
        together.measures.update(each.measures)
    return together

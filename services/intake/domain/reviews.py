"""The opinions of a matter and the citizen's two reviews of them (复查、复核, 信访工作条例 Art. 35, 36)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from services.intake.domain.timeline import Row

FIRST, SECOND = 1, 2
HANDLING = 0
"""The instance of the handling itself, before any review."""


def opinions(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Each opinion with `opinion instance outcome served_at unit`; until when a review may be asked for (`ask_by`)."""
    found = []
    for each in rows:
        if each["type"] == "opinion_served":
            shown = {"instance": HANDLING, "outcome": each["outcome"], "served_at": each["served_at"]}
        elif each["type"] == "review_decided":
            shown = {"instance": each["instance"], "outcome": each["opinion_outcome"], "served_at": each["decided_at"]}
            shown["decided"] = each["outcome"]
        else:
            continue
        found.append({"opinion": each["opinion"], **shown, "unit": each["unit"], "ask_by": each.get("ask_by")})
    return found


def next_review(rows: Iterable[Row]) -> dict[str, Any] | None:
    """The review that may be asked for now, `{instance, ask_by}`: 30 days from the last opinion's service.

    None before there is an opinion, and after the second review has spoken.
    """
    served = opinions(rows)
    if not served or served[-1]["instance"] == SECOND:
        return None
    return {"instance": FIRST if served[-1]["instance"] == HANDLING else SECOND, "ask_by": served[-1]["ask_by"]}


def instance_asked(rows: Iterable[Row]) -> int:
    """Which review a request is for: the second as soon as the first was opened, for its decision may be on its way
    here still. Asked too early it is the first, too late the second: routing answers either."""
    first_is_open = any(each["type"] in ("review_opened", "review_decided") for each in rows)
    return SECOND if first_is_open else FIRST

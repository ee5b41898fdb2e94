"""Grave and urgent matters (重大、紧急信访事项, 信访工作条例 Art. 25): to whom they are reported up, and how often."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from services.contracts.refusals import Refusal
from services.contracts.vocabulary import Purpose, Role
from services.county.county import County
from services.county.units import UnitKind
from services.intake.domain import timeline
from services.intake.domain.timeline import Row

REPORTERS = frozenset({Role.CLERK, Role.DISPATCHER, Role.GRID_WORKER})
"""Who meets the matter first and says so at once."""
MOST = 100
REPORTED = "grave_matter_reported"
MARK = "reported"
"""How a picture says that it was, for lists."""


def told_units(county: County) -> tuple[str, ...]:
    """The leadership and the upper petition office, as the county file names them; else the petition offices.

    The duty to report is the law's, so a county whose file names nobody still has it.
    """
    return county.grave.units if county.grave is not None else county.units.codes(UnitKind.PETITION_OFFICE)


def check_flag(purpose: str, roles: Iterable[str]) -> None:
    """Refuse (422) `grave` from who may not report, or with an accusation, which no other unit may know of."""
    if purpose == Purpose.ACCUSATION:
        detail = "Allowed: false; an accusation goes to its recipient alone (Art. 30)."
        raise Refusal.of_field("grave", "not_for_accusations", detail)
    if not any(Role(role) in REPORTERS for role in roles):
        raise Refusal.of_field("grave", "staff_only", "Allowed: true for clerk, dispatcher and grid worker.")


def next_report(rows: Iterable[Row]) -> int:
    """The ordinal of the next report (续报). Raises Refusal `too_many_reports` (409)."""
    made = timeline.count(rows, REPORTED)
    if made >= MOST:
        raise Refusal("too_many_reports", f"Allowed: {MOST} reports of a matter.")
    return made + 1


def report_id(number: str, ordinal: int) -> str:
    """`<number>-g<n>`."""
    return f"{number}-g{ordinal}"


def reports(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Each report with `report at units`."""
    return [
        {"report": each["report"], "at": each["time"], "units": each["units"]}
        for each in rows
        if each["type"] == REPORTED
    ]

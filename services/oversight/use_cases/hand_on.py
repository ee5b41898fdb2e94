"""The matter has an owner that it had not: the owner's clocks that run and are in time are charged to that one.

A fact that comes late is taken as of its own time: a breach told of the former owner that was the new one's is
withdrawn with the machine's orders, and is the new owner's from then on.
"""

from __future__ import annotations

from services.chassis.store import Work
from services.oversight.domain.clocks import Event, Light, lay_out
from services.oversight.domain.docket import Docket
from services.oversight.domain.owing import charged_to
from services.oversight.domain.rules import RuleBook
from services.oversight.use_cases.desk import Desk
from services.oversight.use_cases.tell import tell


def hand_on(work: Work, desk: Desk, docket: Docket, rules: RuleBook) -> None:
    """Charge each clock of the owner's to whom it belongs by the steps that are known now; twice does it once."""
    now = docket["steps"][-1]["at"]
    for clock_id, clock in docket["clocks"].items():
        unit = charged_to(clock, docket)
        if unit == clock["unit"]:
            continue
        if clock["light"] != Light.RED:
            clock["unit"] = unit
            continue
        tell(work, desk, docket, clock_id, Event.WITHDRAWN)
        clock["unit"] = unit
        if clock["ended"] is None:
            lay_out(clock, now, rules.rule_of(clock), desk.county.calendar)
        else:
            tell(work, desk, docket, clock_id, Event.BREACHED)

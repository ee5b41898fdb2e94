"""A lead is released while its clock stands still: the time that the matter waited is left to who leads after it.

Routing works the whistle's end out by itself, by the same rule. It may have known nothing of the pause when it released
the lead; so it is told that the clock went on, and until when.
"""

from __future__ import annotations

from collections.abc import Iterator

from services.contracts.events.matter import MatterFact
from services.contracts.events.opinion import InterestDeclared
from services.contracts.events.routing import ObjectionDecided
from services.county.clocks import Anchor
from services.oversight.domain.docket import Docket
from services.oversight.domain.rules import FINISHES_WITH_WHISTLE, RuleBook
from services.oversight.domain.standing import resume, whistle_stood
from services.oversight.domain.starting import last_day


def let_go(docket: Docket, fact: MatterFact, at: str, rules: RuleBook) -> Iterator[str]:
    """Let the clock of a lead that is released at an instant go on, before another leads; its id, which is to be told.

    A clock of each department's own is nobody else's, and ends where it stands.
    """
    if not isinstance(fact, ObjectionDecided | InterestDeclared) or fact.whistle is None:
        return
    whistle = docket["whistles"].get(fact.whistle)
    if whistle is None or whistle["lead"] != fact.department or fact.lead in (None, fact.department):
        return
    for clock_id, clock in docket["clocks"].items():
        handles = clock["clock"] == FINISHES_WITH_WHISTLE and clock["whistle"] == fact.whistle
        if not handles or clock["unit"] != fact.department or not clock.get("paused"):
            continue
        rule = rules.rule_of(clock)
        if rule.anchor is not Anchor.MATTER:
            continue
        clock["last"] = last_day(docket, fact.whistle, clock["due"], rule, rules.county.calendar)
        resume(clock, at, rule, rules.county.calendar)
        whistle_stood(docket, clock, rule)
        yield clock_id

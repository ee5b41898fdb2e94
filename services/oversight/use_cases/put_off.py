"""More time was granted: clocks that run already get a later end, and what turned red too early is taken back.

What a dispatcher grants to a whistle moves the county's own handling clock and no clock of the law: the opinion's 60
days are put off by who approves it for the unit, with the clock's own extension (Art. 34).
"""

from __future__ import annotations

from collections.abc import Iterator

from services.contracts.events.matter import MatterFact
from services.contracts.events.mediation import LimitExtended
from services.contracts.events.routing import ExtensionGranted
from services.oversight.domain.clocks import Event
from services.oversight.domain.docket import Clock, Docket, Step
from services.oversight.domain.instants import is_after
from services.oversight.domain.rules import FINISHES_WITH_WHISTLE, MEDIATION_LIMIT, RuleBook
from services.oversight.domain.standing import move_later


def put_off(docket: Docket, fact: MatterFact, step: Step, rules: RuleBook) -> Iterator[tuple[str, Event]]:
    """Move the ends that an extension moves; what of it is to be told, by clock."""
    if isinstance(fact, ExtensionGranted):
        whistle = docket["whistles"].get(fact.whistle)
        if whistle is not None and is_after(fact.finish_by, whistle["finish_by"]):
            whistle["finish_by"] = fact.finish_by
        moved = {id_: c for id_, c in docket["clocks"].items() if _handles(c, fact.whistle)}
        due = fact.finish_by
    elif isinstance(fact, LimitExtended):
        moved = {id_: c for id_, c in docket["clocks"].items() if c["clock"] == MEDIATION_LIMIT and c["ended"] is None}
        due = fact.until
    else:
        return
    for clock_id, clock in moved.items():
        event = move_later(clock, due, step["at"], rules.rule_of(clock), rules.county.calendar)
        if event is not None:
            yield clock_id, event


def _handles(clock: Clock, whistle: str) -> bool:
    return clock["clock"] == FINISHES_WITH_WHISTLE and clock["whistle"] == whistle

"""More time was granted: clocks that run already get a later end, and what turned red too early is taken back."""

from __future__ import annotations

from collections.abc import Iterator

from services.contracts.events.matter import MatterFact
from services.contracts.events.mediation import LimitExtended
from services.contracts.events.routing import ExtensionGranted
from services.oversight.domain.clocks import Event, move_end
from services.oversight.domain.docket import Clock, Docket, Step
from services.oversight.domain.rules import FINISHES_WITH_WHISTLE, MEDIATION_LIMIT, RuleBook


def put_off(docket: Docket, fact: MatterFact, step: Step, rules: RuleBook) -> Iterator[tuple[str, Event]]:
    """Move the ends that an extension moves; what of it is to be told, by clock."""
    if isinstance(fact, ExtensionGranted):
        whistle = docket["whistles"].get(fact.whistle)
        if whistle is not None:
            whistle["finish_by"] = fact.finish_by
        moved = {id_: c for id_, c in docket["clocks"].items() if _handles(c, fact.whistle)}
        due = fact.finish_by
    elif isinstance(fact, LimitExtended):
        moved = {id_: c for id_, c in docket["clocks"].items() if c["clock"] == MEDIATION_LIMIT and c["ended"] is None}
        due = fact.until
    else:
        return
    for clock_id, clock in moved.items():
        event = move_end(clock, due, step["at"], rules.rule(clock["clock"]), rules.county.calendar)
        if event is not None:
            yield clock_id, event


def _handles(clock: Clock, whistle: str) -> bool:
    return clock["clock"] == FINISHES_WITH_WHISTLE and clock["whistle"] == whistle

"""More time was granted: clocks that run already get a later end, and what turned red too early is taken back."""

from __future__ import annotations

from collections.abc import Iterator

from services.contracts.events.matter import MatterFact
from services.contracts.events.mediation import LimitExtended
from services.contracts.events.routing import ExtensionGranted
from services.oversight.domain.clocks import Event, move_end
from services.oversight.domain.docket import Clock, Docket, Step
from services.oversight.domain.extending import extend, latest_end
from services.oversight.domain.instants import is_after
from services.oversight.domain.rules import FINISHES_WITH_WHISTLE, MEDIATION_LIMIT, RuleBook


def put_off(docket: Docket, fact: MatterFact, step: Step, rules: RuleBook) -> Iterator[tuple[str, Event]]:
    """Move the ends that an extension moves; what of it is to be told, by clock."""
    if isinstance(fact, ExtensionGranted):
        whistle = docket["whistles"].get(fact.whistle)
        if whistle is not None:
            whistle["finish_by"] = fact.finish_by
        yield from _put_off_by_law(docket, fact.finish_by, step, rules)
        moved = {id_: c for id_, c in docket["clocks"].items() if _handles(c, fact.whistle)}
        due = fact.finish_by
    elif isinstance(fact, LimitExtended):
        moved = {id_: c for id_, c in docket["clocks"].items() if c["clock"] == MEDIATION_LIMIT and c["ended"] is None}
        due = fact.until
    else:
        return
    for clock_id, clock in moved.items():
        event = move_end(clock, due, step["at"], rules.rule_of(clock), rules.county.calendar)
        if event is not None:
            yield clock_id, event


def _put_off_by_law(docket: Docket, until: str, step: Step, rules: RuleBook) -> Iterator[tuple[str, Event]]:
    """An approved extension beyond the end of the law's own clock puts that off too: once, as far as the law goes."""
    calendar = rules.county.calendar
    for clock_id, clock in docket["clocks"].items():
        rule = rules.rule_of(clock)
        if rule.extension is None or clock["ended"] is not None or "former_due" in clock:
            continue
        if is_after(until, clock["due"]) and not is_after(step["at"], clock["due"]):
            event = extend(clock, min(until, latest_end(clock, rule, calendar)), step["at"], rule, calendar)
            if event is not None:
                yield clock_id, event


def _handles(clock: Clock, whistle: str) -> bool:
    return clock["clock"] == FINISHES_WITH_WHISTLE and clock["whistle"] == whistle

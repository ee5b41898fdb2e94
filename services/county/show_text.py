"""A county file as a page for a terminal of 80 columns: the tree with its counts, and what follows from the file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date

from services.contracts.vocabulary import PlaceKind
from services.county import told
from services.county.county import County
from services.county.page import wrapped
from services.county.places import SETTLEMENTS, Place
from services.county.statutory import STATUTORY

Below = Mapping[str, Counter[PlaceKind]]


def county_as_text(county: County, day: date) -> str:
    """The whole page, with who is on duty on this day."""
    return "\n".join(_lines(county, day)) + "\n"


def _lines(county: County, day: date) -> Iterator[str]:
    yield from wrapped(f"{county.name} ({county.code}), version {county.version}")
    yield ""
    yield from _places(county)
    yield ""
    yield from _units(county)
    yield ""
    yield from _handling(county)
    yield from _leading(county)
    yield from _clocks(county)
    yield ""
    yield from _reception(county, day)
    yield from _mediation(county)
    yield f"Calendar  {told.calendar(county)}"
    yield f"Accusations go to {county.wall.recipient} alone; against it, to {county.wall.otherwise}"


def _places(county: County) -> Iterator[str]:
    yield from wrapped("Places  " + ", ".join(f"{n} {kind}" for kind, n in told.counts(county).items()))
    settlements = sum(len(county.places.codes(kind)) for kind in SETTLEMENTS)
    yield f"        {settlements} villages and communities"
    levels = " / ".join(str(n) for n in told.grids(county).values())
    yield f"Grids   {levels}; {told.households(county)} households"
    yield from _tree(county, county.places.root, told.below(county), 0)


def _tree(county: County, place: Place, below: Below, indent: int) -> Iterator[str]:
    inside = "".join(f"; {n} {kind}{'' if n == 1 else 's'}" for kind, n in below[place.code].items())
    head = f", {place.head}" if place.head else ""
    yield from wrapped(f"{place.code}  {place.name} [{place.kind}{head}{inside}]", indent)
    for code in county.places.children(place.code):
        child = county.places.get(code)
        if child.kind not in told.BELOW:
            yield from _tree(county, child, below, indent + 2)


def _units(county: County) -> Iterator[str]:
    kinds = told.by_kind({code: county.units.get(code).kind for code in county.units.codes()})
    yield from wrapped(f"Units  {len(county.units)}: " + ", ".join(f"{n} {kind}" for kind, n in kinds.items()))
    leads = told.leads(county)
    for code in county.units.codes():
        unit = county.units.get(code)
        leading = f"; leads {', '.join(leads[code])}" if code in leads else ""
        yield from wrapped(f"{code}  {unit.name} [{unit.kind}] {unit.responsible}{leading}", 2)


def _handling(county: County) -> Iterator[str]:
    first, second = (len(county.categories.codes(level)) for level in (1, 2))
    yield f"Categories  {first} of the first level, {second} of the second"
    for affair in county.affairs.by_code.values():
        yield from wrapped(f"{affair.name} ({affair.code}): {', '.join(sorted(affair.categories)) or 'none'}", 2)
    if county.steps:
        yield from wrapped("Steps  " + " → ".join(f"{step.name} ({step.code})" for step in county.steps))
    yield "Whistles"
    for kind in county.whistle_kinds.values():
        yield from wrapped(f"{kind.code}  {kind.name}: check in within {told.length(kind.check_in)}", 2)


def _leading(county: County) -> Iterator[str]:
    if county.tiers:
        yield "Tiers"
    for tier, rule in county.tiers.items():
        roles = f", as {' or '.join(sorted(rule.roles))}" if rule.roles else ""
        by = f"; by {', '.join(sorted(rule.measures))}" if rule.measures else ""
        yield from wrapped(f"{tier}  {rule.name}: {' or '.join(sorted(rule.decides))} decides{roles}{by}", 2)
    if county.ladder:
        yield from wrapped("Ladder  " + " → ".join(county.ladder.levels()))
    for rung in county.ladder.rungs:
        after = ", ".join(f"{tier} after {n} working days" for tier, n in rung.after.items())
        if after:
            yield from wrapped(f"from {rung.level}: {after}", 2)
    if county.conference is not None:
        minutes = "with minutes" if county.conference.minutes else "without minutes"
        members = ", ".join(county.conference.members)
        yield from wrapped(f"Joint conference  called by {county.conference.body}, {minutes}: {members}")
    if county.sponsors is not None:
        around = f"; around one: {'、'.join(county.sponsors.five_to_one)}" if county.sponsors.five_to_one else ""
        yield from wrapped(f"Sponsors  {len(county.sponsors.leaders)} leaders{around}")
    if county.kinds is not None:
        days = county.kinds.within_days
        yield f"Improvements  from {county.kinds.group_at} matters of one kind in {days} days"
    if county.grave is not None:
        yield from wrapped(f"Grave matters are reported to {', '.join(county.grave.units)}")


def _clocks(county: County) -> Iterator[str]:
    yield "Clocks"
    for rule in county.clocks.running():
        law = f" [{rule.article}]" if rule.article else ""
        yield from wrapped(f"{rule.name}  {rule.title}, by {rule.anchor}: {told.span(rule)}{law}", 2)
        yield from wrapped(f"starts at {', '.join(sorted(rule.starts))}", 4)
        yield from wrapped(f"stops at {', '.join(sorted(rule.stops))}", 4)
        if rule.breach:
            yield from wrapped("breach: " + " → ".join(told.step(step) for step in rule.breach), 4)
    rest = [name for name in STATUTORY if name not in county.clocks.tracked]
    if rest:
        yield from wrapped(f"by law, not tracked by themselves: {', '.join(rest)}", 2)


def _reception(county: County, day: date) -> Iterator[str]:
    if county.rosters:
        yield f"On duty on {day}"
    for roster in county.rosters.by_code.values():
        yield from wrapped(f"{roster.code}  {roster.name} [{roster.level}], {told.rhythm(roster)}", 2)
        place, many, held = told.on_duty(county, roster, day)
        if place is None:
            yield "    does not sit on this day"
            continue
        for planned_on, people in held:
            named = "、".join(f"{one.name}（{one.post}）" for one in people)
            where = f"at {place}" if many == 1 else f"at {many} places; at {place}"
            put_off = "" if planned_on == day else f", put off from {planned_on}"
            yield from wrapped(f"{where}{put_off}: {named}", 4)
    if county.grid_duties is not None:
        duties = "、".join(duty.name for duty in county.grid_duties.duties)
        yield from wrapped(f"Grid duties  {county.grid_duties.visits_per_week} visits a week; {duties}")
    if county.contact_cards is not None:
        items = "、".join(item.name for item in county.contact_cards.items)
        yield from wrapped(f"Contact card  {len(county.contact_cards.items)} items: {items}")
    if (network := county.contact_network) is not None:
        leaders = sum(pair.leader is not None for pair in network.pairs)
        units = len(network.pairs) - leaders
        text = f"Contact network  {leaders} leaders, {units} units, {network.cadres} cadres for"
        yield from wrapped(f"{text} {network.households} households; visits {network.visits}")
    if county.elements:
        kinds = told.by_kind({each.code: each.kind for each in county.elements.all()})
        yield from wrapped("In the grids  " + ", ".join(f"{n} {kind}s" for kind, n in kinds.items()))
    if county.sos is not None:
        guardian = " and guardian" if county.sos.guardian else ""
        yield f"Emergency call  becomes {county.sos.urgency}; tells grid worker{guardian}"


def _mediation(county: County) -> Iterator[str]:
    pool = county.mediation
    bodies = told.by_kind({code: body.kind for code, body in pool.bodies.items()})
    people = told.by_kind({code: one.kind for code, one in pool.mediators.items()})
    if pool.bodies:
        kinds = ", ".join(f"{n} {kind}" for kind, n in bodies.items())
        yield from wrapped(f"Mediation  {len(pool.bodies)} bodies: {kinds}")
        yield from wrapped(f"{len(pool.mediators)} mediators: " + ", ".join(f"{n} {k}" for k, n in people.items()), 2)
    for body in pool.bodies.values():
        if body.kind not in ("village", "town"):
            yield from wrapped(f"{body.code}  {body.name} [{body.kind}, {body.place}]", 2)

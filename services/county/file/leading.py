"""The sections `tiers ladder sponsors task_forces conference kinds successors`: how the county leads."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from services.contracts.vocabulary import PlaceKind, Role, Tier
from services.county import leading
from services.county.clocks import Length
from services.county.file.clock_steps import read_length
from services.county.file.known import Known
from services.county.file.sheet import Row
from services.county.leading import Conference, Decider, Kinds, Ladder, Leader, Measure, RungLevel, Sponsors, Successor
from services.county.units import UnitKind

_Word = TypeVar("_Word", bound=StrEnum)

OWN_NOTHING = frozenset({UnitKind.COURT, UnitKind.PROCURATORATE, UnitKind.DISCIPLINE})
"""They own no matter of letters and visits; what is theirs is referred to them (转送)."""
KEEP_THEIR_KIND = OWN_NOTHING | {UnitKind.PETITION_OFFICE}
"""What the law gives to these passes only to another of their kind."""


def read_tiers(file: Row) -> dict[Tier, leading.TierRule]:
    """Who decides small, complex and major matters; empty where the county leaves it open."""
    row = file.row("tiers")
    if row is None:
        return {}
    row.only(tuple(Tier))
    found: dict[Tier, leading.TierRule] = {}
    for tier in Tier:
        one = row.row(tier)
        if one is None:
            continue
        one.only(("name", "decides"), ("roles", "measures"))
        name, decides = one.text("name"), _words(one, "decides", Decider)
        if one.has("decides") and not decides:
            one.wrong("decides", "names nobody", ", ".join(Decider))
        if name is not None:
            roles, measures = _words(one, "roles", Role), _words(one, "measures", Measure)
            found[tier] = leading.TierRule(tier, name, decides, roles, measures)
    return found


def _words(row: Row, key: str, words: type[_Word]) -> frozenset[_Word]:
    allowed = ", ".join(words)
    found = set()
    for word, line in row.texts(key, f"a list of {allowed}"):
        if word in {str(each) for each in words}:
            found.add(words(word))
        else:
            row.sheet.note(line, row.at(key), f"has {word[:40]!r}", allowed)
    return frozenset(found)


def read_ladder(file: Row, known: Known) -> Ladder:
    """The levels of escalation that the tree has, each once and from the lowest up."""
    rungs: list[leading.Rung] = []
    order = list(RungLevel)
    for row in file.rows("ladder"):
        row.only(("level",), ("after",))
        level, after = row.word("level", RungLevel), row.row("after")
        days: dict[Tier, int] = {}
        if after is not None:
            after.only((), tuple(Tier))
            days = {tier: n for tier in Tier if (n := after.whole(tier, 1, 250)) is not None}
        if level is None:
            continue
        if level is RungLevel.OFFICE and not known.has_kind(row, PlaceKind.OFFICE):
            row.wrong("level", "is office, of which the tree has none", "levels of which the tree has places")
        if rungs and order.index(level) <= order.index(rungs[-1].level):
            row.wrong("level", f"{level} stands after {rungs[-1].level}", f"each once, in the order {', '.join(order)}")
            continue
        rungs.append(leading.Rung(level, days))
    if file.has("ladder") and len(file.rows("ladder")) < 2:
        file.wrong("ladder", "has fewer than two levels", f"at least two of {', '.join(order)}")
    if rungs and rungs[-1].after and len(rungs) == len(file.rows("ladder")):
        file.rows("ladder")[-1].wrong("after", "stands at the top, from which nothing goes up", "no `after` at the top")
    return Ladder(tuple(rungs))


def read_sponsors(file: Row, known: Known) -> Sponsors | None:
    """The leaders who may sponsor a matter, and the posts around it."""
    row = file.row("sponsors")
    if row is None:
        return None
    row.only(("leaders",), ("five_to_one",))
    leaders: dict[str, Leader] = {}
    for each in row.rows("leaders", once="code"):
        each.only(("code", "name", "post"), ("place", "unit"))
        code, name, post, place = each.code("code"), each.text("name"), each.text("post"), known.place(each, "place")
        unit = known.unit(each, "unit")
        if code is not None and name is not None and post is not None:
            leaders[code] = Leader(code, name, post, place, unit)
        else:
            each.spoil("leaders")
    if row.has("leaders") and not row.rows("leaders"):
        row.wrong("leaders", "names nobody", "at least one leader")
    return Sponsors(leaders, tuple(post for post, _ in row.texts("five_to_one", "a list of posts")))


def read_task_forces(file: Row, known: Known) -> leading.TaskForces | None:
    """The units that a task force always draws on."""
    row = file.row("task_forces")
    if row is None:
        return None
    row.only((), ("members", "leader_heads"))
    return leading.TaskForces(known.units_of(row, "members"), row.flag("leader_heads", True))


def read_conference(file: Row, known: Known) -> Conference | None:
    """The joint conference."""
    row = file.row("conference")
    if row is None:
        return None
    row.only(("body", "members"), ("minutes",))
    body, members = known.unit(row, "body"), known.units_of(row, "members")
    if row.has("members") and not row.texts("members"):
        row.wrong("members", "names nobody", "at least one unit")
    return None if body is None else Conference(body, members, row.flag("minutes", True))


def read_kinds(file: Row) -> Kinds | None:
    """From how many matters of one kind on they become one improvement."""
    row = file.row("kinds")
    if row is None:
        return None
    row.only(("group_at",), ("within_days",))
    at, within = row.whole("group_at", 2, 1000), row.whole("within_days", 1, 1100)
    return None if at is None else Kinds(at) if within is None else Kinds(at, within)


def read_handover_limit(file: Row) -> Length:
    """How long an offered matter waits for the unit's answer; the law's time to object where the file says nothing."""
    row = file.row("handovers")
    if row is None:
        return leading.HANDOVER_LIMIT
    row.only(("length", "unit"))
    return read_length(row, "length") or leading.HANDOVER_LIMIT


def read_successors(file: Row, known: Known) -> tuple[Successor, ...]:
    """Units that have gone over into others; never in a ring, each once.

    What the law gives to discipline, a court or the petition office passes to one of its kind alone, and a court or
    discipline, which owns no matter, goes on with no other unit's duties.
    """
    found: list[Successor] = []
    chain: dict[str, str] = {}
    for row in file.rows("successors", once="unit"):
        row.only(("unit", "to", "from"))
        unit, to, since = known.unit(row, "unit"), known.unit(row, "to"), row.day("from")
        if unit is None or to is None:
            continue
        if unit in (line := _line(chain, to)):
            row.wrong("to", f"goes in a ring: {' → '.join((unit, *line))}", "a unit that still answers for its matters")
        _of_its_kind(row, known, unit, to)
        chain.setdefault(unit, to)
        if since is not None:
            found.append(Successor(unit, to, since))
    return tuple(found)


def _of_its_kind(row: Row, known: Known, unit: str, to: str) -> None:
    former, later = known.units.get(unit), known.units.get(to)
    if former is None or later is None or former.kind is later.kind:
        return
    if former.kind in KEEP_THEIR_KIND:
        row.wrong(
            "to", f"{to!r} is of kind {later.kind}", f"another unit of kind {former.kind}: {unit!r} is of that kind"
        )
    elif later.kind in OWN_NOTHING:
        row.wrong(
            "to", f"{to!r} is of kind {later.kind}", f"no {later.kind}: it owns no matter, what is its is referred"
        )


def _line(chain: Mapping[str, str], unit: str) -> tuple[str, ...]:
    """The units that a unit's matters go through, itself first; a ring ends where it closes."""
    line = [unit]
    while (after := chain.get(line[-1])) is not None and after not in line:
        line.append(after)
    return tuple(line)

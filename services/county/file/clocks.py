"""The sections `whistle_kinds`, `clocks` and `statutory`: how soon to report, how long to handle, what warns."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from services.contracts.vocabulary import Urgency
from services.county.calendar import TimeUnit
from services.county.clocks import FACTS, Anchor, ClockRule, Length, WhistleKind, can_follow
from services.county.county import Clocks
from services.county.file.clock_steps import LONGEST, read_breach, read_length, read_warnings
from services.county.file.sheet import Row
from services.county.statutory import STATUTORY

BY_WHISTLE = "by_whistle_kind"


def read_whistle_kinds(file: Row) -> dict[str, WhistleKind]:
    """The kinds of whistle by code; each says how soon a called department reports for duty."""
    kinds: dict[str, WhistleKind] = {}
    for row in file.rows("whistle_kinds"):
        row.only(("code", "name", "length", "unit"))
        code, name, check_in = row.code("code"), row.text("name"), read_length(row, "length")
        if code in kinds:
            row.wrong("code", f"{code!r} is written twice", "a code used once")
        elif code is not None and name is not None and check_in is not None:
            kinds[code] = WhistleKind(code, name, check_in)
    if file.has("whistle_kinds") and not kinds:
        file.wrong("whistle_kinds", "has no kind of whistle", "at least one kind")
    return kinds


def read_clocks(file: Row, kinds: Mapping[str, WhistleKind]) -> Clocks:
    """The county's own clocks, and which statutory ones its dockets track; `kinds` are those of its whistles."""
    rules: dict[str, ClockRule] = {}
    for row in file.rows("clocks"):
        rule = _rule(row, tuple(kind.check_in for kind in kinds.values()))
        if rule is None:
            continue
        if rule.name in rules:
            row.wrong("name", f"{rule.name!r} is written twice", "a name used once")
        elif rule.name in STATUTORY:
            row.wrong("name", f"{rule.name!r} is set by the law", f"a name other than {', '.join(STATUTORY)}")
        rules.setdefault(rule.name, rule)
    if file.has("clocks"):
        for name in ("check_in", "handling"):
            if name not in rules and not any(_named(row, name) for row in file.rows("clocks")):
                file.wrong("clocks", f"has no clock {name!r}", "the clocks check_in and handling, and any others")
    return Clocks(rules, _tracked(file))


def _named(row: Row, name: str) -> bool:
    node = row.keys.get("name")
    return node is not None and node.value == name


def _tracked(file: Row) -> tuple[str, ...]:
    row = file.row("statutory")
    if row is None:
        return ()
    row.only(("tracked",))
    names = []
    for name, line in row.texts("tracked", "a list of statutory clocks"):
        if name not in STATUTORY or name in names:
            row.sheet.note(line, row.at("tracked"), f"has {name[:40]!r}", f"each once: {', '.join(STATUTORY)}")
        else:
            names.append(name)
    return tuple(names)


def _rule(row: Row, of_whistles: Collection[Length]) -> ClockRule | None:
    by_whistle = (node := row.keys.get("length")) is not None and node.value == BY_WHISTLE
    unit = () if by_whistle else ("unit",)
    row.only(
        ("name", "title", "anchor", "starts", "stops", "length", *unit), ("unit", "warn", "pause", "breach", "roll")
    )
    name, title, anchor = row.code("name"), row.text("title"), row.word("anchor", Anchor)
    starts, stops = _facts(row, "starts"), _facts(row, "stops")
    if both := sorted(starts & stops):
        row.wrong("stops", f"{both[0]!r} starts the clock too", "facts that do not start it")
    elif endless := sorted(start for start in starts if stops and not any(can_follow(stop, start) for stop in stops)):
        row.wrong("stops", f"none can come after {endless[0]!r}", "at least one fact that may follow each start")
    if by_whistle and row.has("unit"):
        row.wrong("unit", "is the whistle kind's to say", f"no unit beside length: {BY_WHISTLE}")
    length = None if by_whistle else _lengths(row)
    lengths = (length,) if isinstance(length, Length) else tuple((length or {}).values())
    warn = read_warnings(row, of_whistles if by_whistle else lengths)
    breach = read_breach(row)
    roll = row.flag("roll", True) if row.has("roll") else None
    if name is None or title is None or anchor is None or (length is None and not by_whistle):
        return None
    return ClockRule(name, title, anchor, starts, stops, length, warn, row.flag("pause", False), breach, None, roll)


def _facts(row: Row, key: str) -> frozenset[str]:
    facts: set[str] = set()
    named = row.texts(key, "a list of facts")
    if row.has(key) and not named:
        row.wrong(key, "names no fact", f"at least one of {', '.join(sorted(FACTS))}")
    for fact, line in named:
        if fact in facts:
            row.sheet.note(line, row.at(key), f"has {fact!r} twice", "each once")
        elif fact in FACTS:
            facts.add(fact)
        else:
            row.sheet.note(line, row.at(key), f"has {fact[:40]!r}", f"one of {', '.join(sorted(FACTS))}")
    return frozenset(facts)


def _lengths(row: Row) -> Length | dict[Urgency, Length] | None:
    """One length, or one for each urgency."""
    if not row.is_table("length"):
        return read_length(row, "length")
    unit, table = row.word("unit", TimeUnit), row.row("length")
    if table is None:
        return None
    table.only(tuple(Urgency))
    most = LONGEST[unit] if unit is not None else max(LONGEST.values())
    amounts = {urgency: table.whole(urgency, 1, most) for urgency in Urgency}
    lengths = {urgency: Length(n, unit) for urgency, n in amounts.items() if n is not None and unit is not None}
    return lengths if len(lengths) == len(Urgency) else None

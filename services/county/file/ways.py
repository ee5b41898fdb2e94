"""The sections `steps affairs attachments grave`: a place's own names, sorting and limits."""

from __future__ import annotations

from services.county.clocks import FACTS
from services.county.file.known import Known
from services.county.file.sheet import Row
from services.county.ways import TYPES, Affair, Affairs, Attachments, Grave, Step


def read_steps(file: Row) -> tuple[Step, ...]:
    """The place's own step names over the engine's facts, in order."""
    found: dict[str, Step] = {}
    for row in file.rows("steps", once="code"):
        row.only(("code", "name", "facts"))
        code, name, facts = row.code("code"), row.text("name"), set()
        for fact, line in row.texts("facts", "a list of facts"):
            if fact in FACTS:
                facts.add(fact)
            else:
                row.sheet.note(line, row.at("facts"), f"has {fact[:40]!r}", f"one of {', '.join(sorted(FACTS))}")
        if row.has("facts") and not row.texts("facts"):
            row.wrong("facts", "names no fact", "at least one fact")
        if code is not None and name is not None:
            found[code] = Step(code, name, frozenset(facts))
    return tuple(found.values())


def read_affairs(file: Row, known: Known) -> Affairs:
    """Whose affair a matter is; a category belongs to one sort at most."""
    found: dict[str, Affair] = {}
    taken: dict[str, str] = {}
    for row in file.rows("affairs", once="code"):
        row.only(("code", "name"), ("categories",))
        code, name, categories = row.code("code"), row.text("name"), known.categories_of(row, "categories")
        for category in categories:
            if category in taken:
                row.wrong("categories", f"has {category!r}, which {taken[category]!r} has too", "each category once")
        if code is not None and name is not None:
            found[code] = Affair(code, name, frozenset(categories))
            taken |= dict.fromkeys(categories, code)
    return Affairs(found)


def read_attachments(file: Row) -> Attachments | None:
    """What may be attached; None where the county says nothing."""
    row = file.row("attachments")
    if row is None:
        return None
    row.only(("most_mb", "types"), ("most",))
    size, count = row.whole("most_mb", 1, 200), row.whole("most", 1, 100)
    types = set()
    for word, line in row.texts("types", "a list of media types"):
        if word in TYPES:
            types.add(word)
        else:
            row.sheet.note(line, row.at("types"), f"has {word[:60]!r}", ", ".join(sorted(TYPES)))
    if row.has("types") and not row.texts("types"):
        row.wrong("types", "names no type", ", ".join(sorted(TYPES)))
    return None if size is None else Attachments(size, count or 10, frozenset(types))


def read_grave(file: Row, known: Known) -> Grave | None:
    """Who hears of grave and urgent matters at once."""
    row = file.row("grave")
    if row is None:
        return None
    row.only(("units",))
    units = known.units_of(row, "units")
    if row.has("units") and not row.texts("units"):
        row.wrong("units", "names nobody", "the units of the leadership and the upper petition office")
    return Grave(units)

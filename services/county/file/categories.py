"""The section `categories`: two levels, each row with its lead unit, default urgency and keywords."""

from __future__ import annotations

from collections.abc import Mapping

from services.contracts.vocabulary import Urgency
from services.county.categories import Category
from services.county.file.sheet import Row
from services.county.units import Unit, UnitKind

OPTIONAL = ("parent", "keywords", "weak")
KEYWORDS = "a list of texts of 2 to 20 characters, each once in a row"
NO_LEADS = frozenset({UnitKind.VILLAGE})


def read_categories(file: Row, units: Mapping[str, Unit]) -> list[Category]:
    """All well-formed categories in file order; a parent must stand above its rows."""
    found: dict[str, Category] = {}
    for row in file.rows("categories", once="code"):
        category = _read(row, found, units)
        if category is None:
            row.spoil("categories")
            continue
        found.setdefault(category.code, category)
    if file.has("categories") and not file.rows("categories"):
        file.wrong("categories", "has no category", "at least one category")
    return list(found.values())


def _read(row: Row, found: Mapping[str, Category], units: Mapping[str, Unit]) -> Category | None:
    row.only(("code", "name", "lead", "urgency"), OPTIONAL)
    code, name, parent, lead = row.code("code"), row.text("name"), row.code("parent"), row.code("lead")
    urgency = row.word("urgency", Urgency)
    if lead is not None:
        _check_lead(row, lead, units)
    if parent is not None:
        _check_parent(row, parent, found)
    keywords, weak = _words(row, "keywords"), _words(row, "weak")
    for word in sorted(set(keywords) & set(weak)):
        row.wrong("weak", f"{word!r} is a keyword of the row too", KEYWORDS)
    if code is None or name is None or lead is None or urgency is None:
        return None
    return Category(code, name, parent, lead, urgency, keywords, weak)


def _check_lead(row: Row, lead: str, units: Mapping[str, Unit]) -> None:
    if not units or row.sheet.is_spoilt("units", lead):
        return
    if lead not in units:
        row.wrong("lead", f"{lead!r} is no unit of this file", "the code of a unit")
    elif units[lead].kind in NO_LEADS:
        row.wrong("lead", f"{lead!r} is a {units[lead].kind}", "the code of a unit above the villages")


def _check_parent(row: Row, parent: str, found: Mapping[str, Category]) -> None:
    allowed = "the code of a first-level category that stands above this row"
    if row.sheet.is_spoilt("categories", parent):
        return
    if parent not in found:
        row.wrong("parent", f"{parent!r} is no category above this row", allowed)
    elif found[parent].parent is not None:
        row.wrong("parent", f"{parent!r} is of the second level", allowed)


def _words(row: Row, key: str) -> tuple[str, ...]:
    words: list[str] = []
    for word, line in row.texts(key, KEYWORDS):
        if not 2 <= len(word) <= 20 or word in words:
            row.sheet.note(line, row.at(key), f"has {word[:40]!r}", KEYWORDS)
        else:
            words.append(word)
    return tuple(words)

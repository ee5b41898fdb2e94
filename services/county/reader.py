"""Reads a county file from disk: the one place of this package that does IO."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import yaml

from services.contracts.vocabulary import PlaceKind
from services.county.categories import Categories
from services.county.county import County
from services.county.file.calendar import read_calendar
from services.county.file.categories import read_categories
from services.county.file.clocks import read_clocks, read_whistle_kinds
from services.county.file.contact import read_contact_cards, read_contact_network, read_grid_duties, read_sos
from services.county.file.elements import read_elements
from services.county.file.known import Known
from services.county.file.leading import (
    read_conference,
    read_handover_limit,
    read_kinds,
    read_ladder,
    read_sponsors,
    read_successors,
    read_task_forces,
    read_tiers,
)
from services.county.file.mediation import read_mediation
from services.county.file.nodes import DEEPEST, TooDeep, compose, tagged
from services.county.file.notify import read_notify
from services.county.file.places import read_places
from services.county.file.rosters import read_rosters
from services.county.file.sheet import Row, Sheet
from services.county.file.units import read_units, read_wall
from services.county.file.ways import read_affairs, read_attachments, read_grave, read_steps
from services.county.places import Places
from services.county.problem import CountyFileError, Problem
from services.county.units import Units

SECTIONS = ("county", "places", "units", "wall", "categories", "whistle_kinds", "clocks", "statutory", "calendar")
OPTIONAL = (
    *("mediation", "notify", "rosters", "grid_duties", "contact_cards", "contact_network", "sos", "tiers", "ladder"),
    *("sponsors", "task_forces", "conference", "kinds", "successors", "steps", "affairs", "attachments", "grave"),
    *("elements", "handovers"),
)
LARGEST = 8 * 1024 * 1024


def load(path: str | Path) -> County:
    """Read and check a county file. Raises CountyFileError with every mistake in it."""
    return read(content_of(path), str(path))


def content_of(path: str | Path) -> bytes:
    """The bytes of a county file. Raises CountyFileError where they cannot be read."""
    path = Path(path)
    try:
        return path.read_bytes()
    except OSError as error:
        allowed = "the path of a readable county file (deploy/counties/NAME.yaml)"
        raise CountyFileError([Problem(str(path), 0, "file", f"cannot be read: {error.strerror}", allowed)]) from error


def read(content: bytes, file: str) -> County:
    """Check the bytes of a county file and build the county. Raises CountyFileError with every mistake."""
    sheet = Sheet(file)
    county = _build(_top(content, sheet), hashlib.sha256(content).hexdigest()[:12])
    if sheet.problems or county is None:
        raise CountyFileError(sheet.problems)
    return county


def _top(content: bytes, sheet: Sheet) -> Row:
    """The file's top row; where it is no YAML at all, that is the only mistake to tell."""
    if len(content) > LARGEST:
        sheet.note(0, "file", f"has {len(content)} bytes", f"at most {LARGEST} bytes")
        raise CountyFileError(sheet.problems)
    try:
        node = compose(content.decode("utf-8"))
    except UnicodeDecodeError as error:
        sheet.note(content[: error.start].count(b"\n") + 1, "file", "is not UTF-8", "UTF-8 text")
        raise CountyFileError(sheet.problems) from error
    except TooDeep as error:
        sheet.note(
            error.line, "file", f"has more than {DEEPEST} levels", f"at most {DEEPEST} lists and tables in each other"
        )
        raise CountyFileError(sheet.problems) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = 1 if mark is None else mark.line + 1
        sheet.note(line, "file", f"is not YAML: {getattr(error, 'problem', None) or 'unreadable'}", "YAML 1.1")
        raise CountyFileError(sheet.problems) from error
    allowed = f"a table of the keys {', '.join((*SECTIONS, *OPTIONAL))}"
    if node is None:
        sheet.note(1, "file", "is empty", allowed)
        raise CountyFileError(sheet.problems)
    for each in sorted(tagged(node), key=lambda found: found.start_mark.index):
        sheet.note_at(each, "file", f"has the tag {each.tag[:60]!r}", "plain lists, tables and values, without tags")
    top = sheet.row(node, "", allowed)
    if top is None:
        raise CountyFileError(sheet.problems)
    return top


def _build(top: Row, version: str) -> County | None:
    top.only(SECTIONS, OPTIONAL)
    head = top.row("county")
    if head is not None:
        head.only(("code", "name"), ("government",))
    code, name = (head.code("code"), head.text("name")) if head is not None else (None, None)
    places = read_places(top)
    units = read_units(top, places)
    wall = read_wall(top, units)
    categories = read_categories(top, units)
    known = Known({place.code: place for place in places}, units, {row.code: row for row in categories})
    mediation = read_mediation(top, known)
    notify = read_notify(top, units)
    kinds = read_whistle_kinds(top)
    clocks = read_clocks(top, kinds)
    calendar = read_calendar(top)
    sponsors = read_sponsors(top, known)
    optional: dict[str, Any] = {
        "rosters": read_rosters(top, known),
        "grid_duties": read_grid_duties(top),
        "contact_cards": read_contact_cards(top, known),
        "contact_network": read_contact_network(top, known, sponsors),
        "sos": read_sos(top),
        "tiers": read_tiers(top),
        "ladder": read_ladder(top, known),
        "sponsors": sponsors,
        "task_forces": read_task_forces(top, known),
        "conference": read_conference(top, known),
        "kinds": read_kinds(top),
        "handover_limit": read_handover_limit(top),
        "government": None if head is None else known.unit(head, "government"),
        "successors": read_successors(top, known),
        "steps": read_steps(top),
        "affairs": read_affairs(top, known),
        "attachments": read_attachments(top),
        "grave": read_grave(top, known),
        "elements": read_elements(top, known),
    }
    roots = [place.code for place in places if place.kind is PlaceKind.COUNTY]
    if head is not None and roots and code not in (None, roots[0]):
        head.wrong("code", f"is {code!r}", f"the code of the county's own place, {roots[0]!r}, its first row")
    if top.sheet.problems or code is None or name is None or wall is None or calendar is None:
        return None
    return County(
        code=code,
        name=name,
        version=version,
        places=Places(places),
        units=Units(units.values(), {row.code: row.lead for row in categories}),
        categories=Categories(categories),
        whistle_kinds=kinds,
        clocks=clocks,
        calendar=calendar,
        wall=wall,
        mediation=mediation,
        notify=notify,
        **optional,
    )

"""Which cells of a docket go into the places' own figures (`domain.figures` reads them).

All of a matter counts on the day and at the village where it came in, whenever the rest of it happens, so that a share
is always of the very matters that are shown beside it. Counters: `figure/<family>/<day>/<village>/<measure>`.
"""

from __future__ import annotations

from services.contracts.vocabulary import Channel, Purpose
from services.oversight.domain.docket import Docket, Rated
from services.oversight.domain.instants import county_day
from services.oversight.domain.rates import settles
from services.oversight.domain.rules import RuleBook

MATTER, MEDIATION = "matter", "mediation"
"""Families of measures that dockets count in; patrols and home visits have their own (`use_cases.count_work`)."""

ONLINE = frozenset({Channel.WEB})
"""Told through the county's pages (线上); every other door has a person at it (线下)."""

IN_THE_GRID = frozenset({Channel.GRID, Channel.PATROL, Channel.SOS})
"""Found by those who work in the grid: reported by the grid worker, met on a walk, called by the bracelet.

The fact of a registration tells its channel and not who filed it; who may file by which channel is intake's to say.
"""

NOT_OURS = frozenset({"matter_declined", "matter_referred", "matter_withdrawn", "matter_joined"})
"""A trouble that is not the county's or has left it, or is counted already under the matter that it was joined to."""

REPEATS = frozenset({"matter_joined", "repeat_confirmed"})
"""With one of these a matter repeats an earlier one (重复信访), so that no judgement of it is a first one (初次)."""

LEFT_THE_VILLAGE = frozenset({"whistle_escalated", "competence_disputed", "conference_called"})
"""With one of these a matter has left the grid and its village."""


def came_on(docket: Docket) -> str | None:
    """The county's day on which a matter was registered; None before its registration has come."""
    for step in docket["steps"]:
        if step["fact"] == "matter_registered":
            return county_day(step["at"])
    return None


def figured(docket: Docket, came: str | None, village: str, rules: RuleBook) -> dict[str, str]:
    """The cells of one docket of a village, by what is counted; of a matter that has not come (`came_on`) only some."""
    cells = _mediations(docket, village)
    if came is None:
        return cells
    facts = {step["fact"] for step in docket["steps"]}
    where = f"{MATTER}|{came}|{village}"
    door = "online" if docket["channel"] in ONLINE else "offline"
    cells["figure:door"] = f"figure|{where}|{door}"
    solved = is_solved(docket)
    if solved:
        cells["figure:solved"] = f"figure|{where}|solved"
    affair = affair_of(docket, rules)
    if affair is not None:
        cells["figure:affair"] = f"figure|{where}|affair.{affair}.{'solved' if solved else 'open'}"
    if is_trouble(docket) and facts.isdisjoint(NOT_OURS):
        cells["figure:trouble"] = f"figure|{where}|trouble.{_handled(docket, facts, rules)}"
    rated = first_rating(docket) if docket["ratings"] else None
    if rated is not None and facts.isdisjoint(REPEATS):
        cells["figure:rated"] = f"figure|{where}|first.{rated['responsible']}"
    return cells


def is_solved(docket: Docket) -> bool:
    """Whether the matter is concluded with what was asked for (三到位一处理); a second handling undoes it."""
    conclusion = docket["conclusion"]
    return conclusion is not None and settles(docket["purpose"], conclusion["outcome"])


def is_trouble(docket: Docket) -> bool:
    """Whether the matter is a trouble or a hazard: whatever was found in the grid, and every appeal; no enquiry is."""
    found = docket["channel"] in IN_THE_GRID and docket["purpose"] != Purpose.ENQUIRY
    return found or docket["purpose"] == Purpose.APPEAL


def first_rating(docket: Docket) -> Rated | None:
    """The citizen's first judgement that counts; what follows a second handling judges that one, not the first."""
    counted = [rated for request, rated in docket["ratings"].items() if request in docket["answered"]]
    return min(counted, key=lambda rated: rated["at"], default=None)


def stayed_in_village(docket: Docket, facts: set[str], rules: RuleBook) -> bool:
    """Whether nobody above the village had to act: no whistle to a unit, no mediation at a body, no owner beyond it."""
    if facts & LEFT_THE_VILLAGE:
        return False
    called = {unit for whistle in docket["whistles"].values() for unit in whistle["called"]}
    if docket["owner"] is not None and docket["owner"] != docket["receiver"]:
        called.add(docket["owner"])
    bodies = {mediation["body"] for mediation in docket.get("mediations", {}).values()}
    return all(_unit_of_village(rules, unit) for unit in called) and all(_body_of_village(rules, b) for b in bodies)


def settled_in_village(docket: Docket, lead: str, rules: RuleBook) -> bool:
    """Whether who settled a matter of a village is the village's: a unit or mediation body of it.

    Where the county file gives a village no unit of its own, the one that answers for it stands for it.
    """
    agreed = any(mediation["result"] == "agreed" for mediation in docket.get("mediations", {}).values())
    if agreed or _unit_of_village(rules, lead):
        return True
    places, place = rules.county.places, docket["place"]
    in_a_village = places.exists(place) and places.village_of(place) is not None
    return in_a_village and rules.unit_at(place) == lead


def _unit_of_village(rules: RuleBook, code: str) -> bool:
    """Whether a unit sits in a village or community, or below it."""
    county = rules.county
    place = county.units.get(code).place if county.units.exists(code) else None
    return place is not None and county.places.village_of(place) is not None


def _body_of_village(rules: RuleBook, code: str) -> bool:
    body = rules.county.mediation.bodies.get(code)
    return body is not None and rules.county.places.village_of(body.place) is not None


def _handled(docket: Docket, facts: set[str], rules: RuleBook) -> str:
    """`inside`, `found` in the grid and settled beyond it, `elsewhere`, or `open` with where it was found."""
    found = docket["channel"] in IN_THE_GRID
    conclusion = docket["conclusion"]
    if conclusion is None:
        return "open_found" if found else "open"
    if not found:
        return "elsewhere"
    inside = stayed_in_village(docket, facts, rules) and settled_in_village(docket, conclusion["lead"], rules)
    return "inside" if inside else "found"


def _mediations(docket: Docket, village: str) -> dict[str, str]:
    cells: dict[str, str] = {}
    for case, mediation in docket.get("mediations", {}).items():
        where = f"{MEDIATION}|{county_day(mediation['at'])}|{village}"
        cells[f"mediation:{case}"] = f"figure|{where}|{mediation['body']}.{mediation['result']}"
    return cells


def affair_of(docket: Docket, rules: RuleBook) -> str | None:
    """Whose affair the matter is (村里事、邻里事、家里事); None where the county does not sort so."""
    categories, affairs, code = rules.county.categories, rules.county.affairs, docket["category"]
    if code is None or not affairs.by_code or not categories.exists(code):
        return None
    found = affairs.of(code, categories.get(code).parent)
    return None if found is None else found.code

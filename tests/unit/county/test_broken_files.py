"""A broken county file: each mistake alone, and all of them at once, each told once, at its own line."""

from __future__ import annotations

import random

import pytest
import yaml

from services.county.problem import CountyFileError
from services.county.reader import OPTIONAL, SECTIONS, read
from tests.unit.county.a_whole_file import WHOLE, line_of, mistakes_in, planted

Case = tuple[str, str, str, str]
"""What is replaced, by what; the field that is told, and what is said of it."""

CASES: dict[str, Case] = {
    "a place in an unknown place": (
        "{code: c-v2, name: 二村, kind: village, parent: c-t1,",
        "{code: c-v2, name: 二村, kind: village, parent: c-t9,",
        "places[4].parent",
        "'c-t9' is no place of this file",
    ),
    "a ring in the tree": (
        "kind: group, parent: c-v1}",
        "kind: group, parent: c-g1}",
        "places[5].parent",
        "goes in a ring: c-z1 → c-g1 → c-z1",
    ),
    "a village without a post that its roster needs": (
        "posts: {secretary: 寅}",
        "posts: {police: 寅}",
        "rosters[0].duty",
        "nobody has the post 'secretary' at 'c-v2'",
    ),
    "a clock without an end": ("stops: [matter_concluded]", "stops: []", "clocks[1].stops", "names no fact"),
    "a clock that its own start stops": (
        "stops: [department_checked_in]",
        "stops: [whistle_blown]",
        "clocks[0].stops",
        "'whistle_blown' starts the clock too",
    ),
    "a clock without a length for an urgency": (
        "length: {urgent: 1, livelihood: 3, hard: 7}",
        "length: {urgent: 1, livelihood: 3}",
        "clocks[1].length.hard",
        "is missing",
    ),
    "an unknown statutory clock": ("tracked: [transfer]", "tracked: [transver]", "statutory.tracked", "has 'transver'"),
    "a roster gap": (
        "      - {day: 15, people: [{name: 壬, post: 镇长}, {name: 癸, post: 干部}]}",
        "",
        "rosters[1].duty",
        "nobody is on duty on day 15",
    ),
    "a category without a lead": (
        "{code: roads.lamps, name: 路灯, parent: roads, lead: u-t1,",
        "{code: roads.lamps, name: 路灯, parent: roads,",
        "categories[1].lead",
        "is missing",
    ),
    "a category led by an unknown unit": (
        "name: 道路, lead: u-roads",
        "name: 道路, lead: u-rails",
        "categories[0].lead",
        "'u-rails' is no unit",
    ),
    "a town without its unit": (
        "kind: town, place: c-t1",
        "kind: town, place: c-o1",
        "units[4].place",
        "'c-o1' is a office",
    ),
    "a unit's code twice": ("{code: u-spare", "{code: u-petition", "units[5].code", "is taken by line"),
    "a wall before nobody": ("otherwise: u-office", "otherwise: u-nobody", "wall.otherwise", "'u-nobody' is no unit"),
    "a tier that nobody decides": ("decides: [town_committee]", "decides: []", "tiers.major.decides", "names nobody"),
    "a ladder that goes down": (
        "- {level: town, after: {small: 5}}",
        "- {level: village, after: {small: 5}}",
        "ladder[1].level",
        "village stands after village",
    ),
    "a roster that sits nowhere": (
        "places_of: village",
        "places_of: community",
        "rosters[0].places_of",
        "of which the tree has none",
    ),
    "a step over no fact": ("facts: [matter_rated]", "facts: [matter_ratted]", "steps[1].facts", "has 'matter_ratted'"),
    "an affair of an unknown category": (
        "categories: [roads]",
        "categories: [rods]",
        "affairs[0].categories",
        "'rods'",
    ),
    "a leader's code twice": (
        "{code: l2, name: 辛",
        "{code: l1, name: 辛",
        "sponsors.leaders[1].code",
        "is taken by line",
    ),
    "an unknown leader": ("{leader: l1, place", "{leader: l9, place", "contact_network.pairs[0].leader", "'l9'"),
    "an unknown unit in a conference": (
        "members: [u-office, u-roads]",
        "members: [u-office, u-rods]",
        "conference.members",
        "'u-rods' is no unit",
    ),
    "a contact with an unknown place": (
        "{unit: u-office, place: c-v1}",
        "{unit: u-office, place: c-v9}",
        "contact_network.pairs[1].place",
        "'c-v9' is no place",
    ),
    "a kind of one matter": ("group_at: 3", "group_at: 1", "kinds.group_at", "is 1"),
    "a program as an attachment": ("types: [image/png]", "types: [text/html]", "attachments.types", "has 'text/html'"),
    "a unit that succeeds itself": ("to: u-office, from", "to: u-roads, from", "successors[0].to", "goes in a ring"),
    "a day that the calendar lacks": ("from: 2026-07-01", "from: 2026-02-30", "successors[0].from", "2026-02-30"),
    "visits that are no number": ("visits_per_week: 4", "visits_per_week: four", "grid_duties.visits_per_week", "text"),
    "a post that nobody holds": (
        "posts: [secretary]\n  items",
        "posts: [doctor]\n  items",
        "contact_cards.posts",
        "no place",
    ),
    "a reception that ends before it begins": ('to: "12:00"', 'to: "08:00"', "rosters[1].to", "not after 09:00"),
    "a thing that lies in no grid": (
        "kind: thing, grid: c-g1",
        "kind: thing, grid: c-v1",
        "elements[0].grid",
        "village",
    ),
    "a spot off the map": ("at: [10, 990]", "at: [10, 1990]", "places[6].at", "no spot on the map"),
    "an unknown body": ("name: 子, body: b1", "name: 子, body: b2", "mediation.mediators[0].body", "'b2' is no body"),
    "an unknown key": (
        "task_forces: {members: [u-office]}",
        "task_forces: {members: [u-office], at: 4}",
        "task_forces.at",
        "is an unknown key",
    ),
    "a key twice": ("sos: {kind: urgent}", "sos: {kind: urgent, kind: hard}", "sos.kind", "is written twice"),
    "an urgency that there is not": ("urgency: livelihood", "urgency: soon", "categories[0].urgency", "is 'soon'"),
    "a list where a text belongs": ("name: 信访局", "name: [信访局]", "units[0].name", "is a list"),
    "a grid without a village": ("kind: grid, parent: c-z1", "kind: grid, parent: c-t1", "places[6].parent", "a town"),
}
APART = {
    "a ring in the tree": "a grid without a village",
    "a town without its unit": "a category without a lead",
    "a roster that sits nowhere": "a village without a post that its roster needs",
}
"""Mistakes that stand in each other's way in one file: the second is planted, the first is not."""


def test_the_file_without_mistakes_is_right_and_has_every_section() -> None:
    county = read(WHOLE.encode(), "whole.yaml")
    assert set(yaml.safe_load(WHOLE)) == {*SECTIONS, *OPTIONAL}
    assert len(county.places) == 8


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_one_mistake_alone_is_told_once_at_its_line(case: Case) -> None:
    old, new, field, what = case
    (problem,) = [each for each in mistakes_in(planted((old, new)))]
    assert (problem.file, problem.field) == ("whole.yaml", field)
    assert what in problem.what
    assert problem.allowed
    assert problem.line == line_of(old) or field.endswith(".duty")


def test_all_mistakes_at_once_are_told_together_each_once_and_nothing_beside_them() -> None:
    together = {name: case for name, case in CASES.items() if name not in APART}
    problems = mistakes_in(planted(*((old, new) for old, new, _, _ in together.values())))
    for name, (_, _, field, what) in together.items():
        found = [problem for problem in problems if problem.field == field and what in problem.what]
        assert len(found) == 1, name
    assert len(problems) == len(together)


def test_a_wrong_row_is_told_once_and_not_at_everything_that_points_to_it() -> None:
    text = planted(
        ("kind: petition_office, responsible: 甲", "kind: petition_office, responsible: [甲]"),
        ("kind: office, parent: c-t1}", "kind: offic, parent: c-t1}"),
        ("urgency: livelihood, keywords", "urgency: soon, keywords"),
        ("kind: village, place: c-v1, unit: u-v1", "kind: vilage, place: c-v1, unit: u-v1"),
    )
    fields = [problem.field for problem in mistakes_in(text)]
    assert fields == ["units[0].responsible", "categories[0].urgency", "mediation.bodies[0].kind", "places[2].kind"]


@pytest.mark.parametrize("section", SECTIONS)
def test_a_missing_section_is_told(section: str) -> None:
    document = yaml.safe_load(WHOLE)
    del document[section]
    told = mistakes_in(yaml.safe_dump(document, allow_unicode=True))
    assert (section, "is missing") in [(problem.field, problem.what) for problem in told]


@pytest.mark.parametrize("section", OPTIONAL)
def test_an_optional_section_may_be_missing(section: str) -> None:
    document = yaml.safe_load(WHOLE)
    needed = {"sponsors": ["contact_network"]}
    for each in (section, *needed.get(section, [])):
        del document[each]
    assert read(yaml.safe_dump(document, allow_unicode=True).encode(), "whole.yaml").code == "c"


def test_no_spoilt_file_breaks_the_checker() -> None:
    """Anything put in the place of anything else: a county or a list of mistakes, never a crash."""
    chance = random.Random(4)
    lines = WHOLE.splitlines()
    others = ["x", "[]", "{}", "7", "true", "null", "[1, a]", "{a: 1}", '"12:00"', "2026-01-01", "-3", "[[a]]", "~"]
    told, right = [], 0
    for _ in range(150):
        spoilt = list(lines)
        for _ in range(chance.randint(1, 3)):
            at = chance.randrange(len(spoilt))
            if ":" in spoilt[at]:
                parts = spoilt[at].split(": ")
                cut = chance.randrange(1, len(parts)) if len(parts) > 1 else 0
                ending = "}" * parts[-1].count("}") if cut else ""
                spoilt[at] = ": ".join([*parts[:cut], chance.choice(others) + ending]) if cut else spoilt[at]
        try:
            read("\n".join(spoilt).encode(), "spoilt.yaml")
            right += 1
        except CountyFileError as error:
            told.append(error.problems)
    assert all(problem.line and problem.field and problem.what and problem.allowed for each in told for problem in each)
    assert all(told)
    assert right < 75


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("cycle: monthly", "cycle: yearly", "rosters[1].cycle"),
        ("{day: 15, people", "{day: fifteen, people", "rosters[1].duty[1].day"),
        ("posts: {secretary: 寅}", "posts: {secretary: [寅]}", "places[4].posts.secretary"),
        ("kind: town, place: c-t1", "kind: town, place: [c-t1]", "units[4].place"),
        ("audience: citizen", "audience: neighbour", "notify.templates[0].audience"),
    ],
)
def test_a_wrong_word_is_told_and_not_what_would_follow_from_it(old: str, new: str, field: str) -> None:
    assert [problem.field for problem in mistakes_in(planted((old, new)))] == [field]

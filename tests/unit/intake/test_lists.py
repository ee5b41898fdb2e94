from __future__ import annotations

from typing import Any

import pytest
from marshmallow import ValidationError

from services.contracts.refusals import Refusal
from services.contracts.vocabulary import Role
from services.intake.domain import period
from services.intake.forms import takes
from services.intake.use_cases import list_matters
from services.intake.use_cases.list_matters import narrower, scope
from tests.unit.intake import facts
from tests.unit.intake.desk import CLERK, GRID, PLANTED, SECTION, VILLAGE, Intake, staff


def at(intake: Intake, instant: str, **changes: Any) -> str:
    intake.clock.at = instant
    return str(intake.register(CLERK, **changes)["number"])


def test_a_list_shows_codes_newest_first(intake: Intake) -> None:
    older = at(intake, "2026-11-20T01:00:00Z")
    newer = at(intake, "2026-11-21T01:00:00Z")
    rows = intake.list()["matters"]
    assert [row["number"] for row in rows] == [newer, older]
    assert not any(word in str(rows) for word in PLANTED)
    assert set(rows[0]) == {
        "number", "status", "channel", "purpose", "place", "category", "urgency", "tier", "owner", "received_at",
    }  # fmt: skip


def test_pages_follow_each_other_without_gap_or_repeat(intake: Intake) -> None:
    numbers = [at(intake, f"2026-11-2{n % 2}T0{n}:00:00Z") for n in range(7)]
    seen: list[str] = []
    after = None
    while True:
        page = intake.list(limit=3, **({"after": after} if after else {}))
        seen += [row["number"] for row in page["matters"]]
        after = page["after"]
        if after is None:
            break
    assert len(seen) == 7
    assert set(seen) == set(numbers)


def test_every_filter_holds(intake: Intake) -> None:
    letter = at(intake, "2026-11-20T01:00:00Z", channel="letter", category="construction.property")
    enquiry = at(intake, "2026-11-20T02:00:00Z", purpose="enquiry", place="ns-t02")
    taken = at(intake, "2026-11-21T01:00:00Z")
    intake.tell(facts.accepted(taken))
    assert intake.numbers(channel="letter") == [letter]
    assert intake.numbers(category="construction.property") == [letter]
    assert intake.numbers(purpose="enquiry") == [enquiry]
    assert intake.numbers(place="ns-t02") == [enquiry]
    assert intake.numbers(status="accepted") == [taken]
    assert intake.numbers(status="registered") == [enquiry, letter]
    assert intake.numbers(channel="letter", status="accepted") == []
    assert intake.numbers(**{"from": "2026-11-21"}) == [taken]
    assert intake.numbers(to="2026-11-20") == [enquiry, letter]


def test_days_are_the_countys_own(intake: Intake) -> None:
    last = at(intake, "2026-11-20T15:59:59Z")
    first = at(intake, "2026-11-20T16:00:00Z")
    assert intake.numbers(to="2026-11-20") == [last]
    assert intake.numbers(**{"from": "2026-11-21"}) == [first]
    assert period.last_instant("2026-11-20", "Asia/Shanghai") > "2026-11-20T15:59:59.999999Z"
    assert period.last_instant("2026-11-20", "Asia/Shanghai") < "2026-11-20T16:00:00Z"


@pytest.mark.parametrize(
    ("place", "seen"),
    [
        (None, {"county", "town", "village", "section", "grid", "sibling", "elsewhere"}),
        ("ns", {"county", "town", "village", "section", "grid", "sibling", "elsewhere"}),
        ("ns-t01", {"town", "village", "section", "grid", "sibling"}),
        (VILLAGE, {"village", "section", "grid"}),
        (SECTION, {"section", "grid"}),
        (GRID, {"grid"}),
        ("ns-t02", {"elsewhere"}),
        ("ns-gone", set()),
    ],
)
def test_a_reader_sees_the_rows_of_their_subtree(intake: Intake, place: str | None, seen: set[str]) -> None:
    places = {
        "county": "ns", "town": "ns-t01", "village": VILLAGE, "section": SECTION, "grid": GRID,
        "sibling": "ns-t01-v05", "elsewhere": "ns-t02",
    }  # fmt: skip
    made = {intake.register(CLERK, place=code)["number"]: name for name, code in places.items()}
    reader = staff(Role.CLERK, place=place)
    assert {made[number] for number in intake.numbers(reader)} == seen
    if place != "ns-gone":
        asked = {} if place is None else {"place": place}
        assert {made[number] for number in intake.numbers(CLERK, **asked)} == seen


def test_a_reader_asking_beyond_their_place_gets_what_both_have_in_common(intake: Intake) -> None:
    village = intake.register(place=VILLAGE)["number"]
    intake.register(place="ns-t02")
    reader = staff(Role.GRID_WORKER, place=VILLAGE)
    assert intake.numbers(reader, place="ns-t01") == [village]
    assert intake.numbers(reader, place="ns-t02") == []
    assert narrower(intake.county, VILLAGE, "ns-t02") is None


def test_a_page_inside_a_grid_section_is_filled_past_the_rows_beside_it(intake: Intake) -> None:
    mine = []
    for n in range(6):
        place = SECTION if n % 3 == 0 else VILLAGE
        number = at(intake, f"2026-11-20T0{n}:00:00Z", place=place)
        mine += [number] if place == SECTION else []
    page = intake.list(staff(Role.GRID_WORKER, place=SECTION), limit=2)
    assert [row["number"] for row in page["matters"]] == mine[::-1]


def test_a_walk_that_finds_too_little_ends_early_and_goes_on_from_there(
    intake: Intake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_matters, "BATCH", 2)
    monkeypatch.setattr(list_matters, "MOST_LOOKED_AT", 4)
    mine = [at(intake, "2026-11-20T00:00:00Z", place=SECTION), at(intake, "2026-11-20T00:30:00Z", place=SECTION)]
    for n in range(1, 7):
        at(intake, f"2026-11-20T0{n}:00:00Z", place=VILLAGE)
    reader = staff(Role.GRID_WORKER, place=SECTION)
    first = intake.list(reader, limit=1)
    assert first["matters"] == []
    second = intake.list(reader, limit=1, after=first["after"])
    third = intake.list(reader, limit=1, after=second["after"])
    assert [row["number"] for page in (second, third) for row in page["matters"]] == mine[::-1]
    assert third["after"] is None


def test_a_scope_is_always_an_indexed_question(intake: Intake) -> None:
    county = intake.county
    assert scope(county, "ns") == {}
    assert scope(county, "ns-t01") == {"town": "ns-t01"}
    assert scope(county, VILLAGE) == {"village": VILLAGE}
    assert scope(county, SECTION) == {"village": VILLAGE}
    assert scope(county, GRID) == {"place": GRID}


@pytest.mark.parametrize("query", [{"place": "ns-nowhere"}, {"category": "no.such"}])
def test_an_unknown_place_or_category_is_refused_by_name(intake: Intake, query: dict[str, str]) -> None:
    with pytest.raises(Refusal) as told:
        intake.list(**query)
    assert [error.field for error in told.value.errors] == list(query)


def test_a_cursor_that_no_page_gave_is_refused(intake: Intake) -> None:
    with pytest.raises(Refusal) as told:
        intake.list(after="nonsense")
    assert [error.field for error in told.value.errors] == ["after"]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"q": "路" * 41}, "q"),
        ({"words": "修路"}, "words"),
        ({"status": "lost"}, "status"),
        ({"channel": "pigeon"}, "channel"),
        ({"from": "2026-02-30"}, "from"),
        ({"limit": "0"}, "limit"),
        ({"limit": "201"}, "limit"),
    ],
)
def test_a_query_that_is_not_known_is_refused_by_name(query: dict[str, str], field: str) -> None:
    with pytest.raises(ValidationError) as told:
        takes.ListQuery().load(query)
    assert list(told.value.messages_dict) == [field]


def test_a_period_that_ends_before_it_begins_is_refused_and_not_taken_for_an_empty_one(intake: Intake) -> None:
    intake.register()
    with pytest.raises(Refusal) as refused:
        intake.list(**{"from": "2026-11-23", "to": "2026-11-22"})
    assert [(each.field, each.code) for each in refused.value.errors] == [("from", "no_period")]
    assert len(intake.numbers(**{"from": "2026-11-22", "to": "2026-11-22"})) == 1

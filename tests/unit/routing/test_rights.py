"""Who may see what and act on what, row by row; and what lists show."""

from __future__ import annotations

from typing import Any

import pytest

N, OTHER = "123456789012", "223456789012"
WORDS = "井盖坏了已三月"
WHISTLE = {"kind": "fast", "lead": "water", "assists": [], "reason": WORDS}


@pytest.fixture
def whistled(house: Any) -> Any:
    """One matter in town 1 with `water` called, one in town 2 only registered."""
    house.registers(N)
    house.registers(OTHER, at="2026-06-01T01:05:00Z", place="xx-t2-v1", category="housing")
    house.does("dispatcher", f"/cases/{N}/acceptance", {})
    house.does("dispatcher", f"/cases/{N}/whistles", WHISTLE)
    return house


def listed(house: Any, who: str, query: str = "") -> list[str]:
    said = house.ask(who, "GET", f"/cases{query}")
    assert said.status == 200, said.body
    return [case["number"] for case in said.body["cases"]]


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("dispatcher", [OTHER, N]),
        ("leader", [OTHER, N]),
        ("dispatcher of t1", [N]),
        ("dispatcher of t2", [OTHER]),
        ("clerk of t1-v1", [N]),
        ("water", [N]),
        ("roads", []),
    ],
)
def test_everyone_sees_their_own_rows_and_no_others(whistled: Any, who: str, seen: list[str]) -> None:
    assert listed(whistled, who) == seen
    for number in (N, OTHER):
        assert whistled.ask(who, "GET", f"/cases/{number}").status == (200 if number in seen else 404)
        assert whistled.ask(who, "GET", f"/cases/{number}/replies").status == (200 if number in seen else 404)


@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ("?status=whistled", [N]),
        ("?status=registered", [OTHER]),
        ("?status=closed", []),
        ("?place=xx-t1", [N]),
        ("?place=xx-t1-v2", []),
        ("?place=xx", [OTHER, N]),
        ("?category=housing", [OTHER]),
        ("?urgency=livelihood", [N]),
        ("?department=water", [N]),
        ("?department=water&status=closed", []),
        ("?status=whistled&place=xx-t1&category=water&department=water", [N]),
    ],
)
def test_the_dispatchers_queue_can_be_narrowed(whistled: Any, query: str, seen: list[str]) -> None:
    assert listed(whistled, "dispatcher", query) == seen


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("?status=lost", "status"),
        ("?place=nowhere", "place"),
        ("?category=nothing", "category"),
        ("?department=nobody", "department"),
        ("?limit=0", "limit"),
        ("?after=%21%21", "after"),
        ("?colour=red", "colour"),
    ],
)
def test_a_query_that_cannot_be_is_refused_by_field(whistled: Any, query: str, field: str) -> None:
    said = whistled.ask("dispatcher", "GET", f"/cases{query}")
    assert (said.status, [e["field"] for e in said.body["errors"]]) == (422, [field])


def test_a_list_is_paged_without_gaps_or_repeats(house: Any) -> None:
    numbers = [house.registers(f"1234567890{n:02}", at=f"2026-06-01T01:{n // 2:02}:00Z") for n in range(25)]
    found: list[str] = []
    after: str | None = ""
    while after is not None:
        page = house.ask("dispatcher of t1", "GET", f"/cases?limit=4&after={after}" if after else "/cases?limit=4")
        assert len(page.body["cases"]) <= 4
        found += [case["number"] for case in page.body["cases"]]
        after = page.body["after"]
    assert found == sorted(numbers, reverse=True)


@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ("", 1),
        ("?state=blown", 1),
        ("?state=handling", 0),
        ("?state=ended", 0),
        ("?call=called", 1),
        ("?call=replied", 0),
    ],
)
def test_a_department_finds_its_whistles_by_their_state(whistled: Any, query: str, seen: int) -> None:
    said = whistled.ask("water", "GET", f"/whistles{query}")
    assert [w["id"] for w in said.body["whistles"]] == [f"{N}-w1"] * seen
    assert whistled.ask("roads", "GET", f"/whistles{query}").body["whistles"] == []
    assert len(whistled.ask("dispatcher of t1", "GET", f"/whistles{query}").body["whistles"]) == seen
    assert whistled.ask("dispatcher of t2", "GET", f"/whistles{query}").body["whistles"] == []


def test_what_is_concluded_is_no_longer_open_on_the_desk(whistled: Any) -> None:
    whistled.does("water", f"/whistles/{N}-w1/check-ins", {})
    whistled.does("water", f"/whistles/{N}-w1/replies", {"text": WORDS})
    assert len(whistled.ask("water", "GET", "/whistles?state=replied").body["whistles"]) == 1
    whistled.does("dispatcher", f"/cases/{N}/conclusion", {"outcome": "solved"})
    assert whistled.ask("water", "GET", "/whistles?state=replied").body["whistles"] == []
    assert len(whistled.ask("water", "GET", "/whistles?state=ended").body["whistles"]) == 1
    assert listed(whistled, "water", "?status=concluded") == [N]


def test_a_handler_sees_nobody_elses_desk(whistled: Any) -> None:
    for path in ("/cases?department=roads", "/whistles?department=roads"):
        said = whistled.ask("water", "GET", path)
        assert (said.status, said.code) == (403, "not_allowed")


def test_nobody_without_a_right_comes_in(whistled: Any) -> None:
    assert whistled.ask(None, "GET", "/cases").status == 401
    assert whistled.ask("mediator", "GET", "/cases").status == 403
    assert whistled.ask(N, "GET", f"/cases/{N}").status == 403
    for who, path in (("leader", "acceptance"), ("water", "whistles"), ("clerk of t1-v1", "conclusion")):
        said = whistled.ask(who, "POST", f"/cases/{N}/{path}", {})
        assert (said.status, said.code) == (403, "not_allowed")


def test_a_dispatcher_of_another_town_cannot_act(whistled: Any) -> None:
    for path, body in (("whistles", WHISTLE), ("conclusion", {"outcome": "solved"}), ("acceptance", {})):
        assert whistled.ask("dispatcher of t2", "POST", f"/cases/{N}/{path}", body).status == 404
    said = whistled.ask("dispatcher of t2", "POST", f"/whistles/{N}-w1/check-ins", {"department": "water"})
    assert said.status == 404


def test_a_department_acts_for_itself_and_a_dispatcher_for_whom_it_names(whistled: Any) -> None:
    path = f"/whistles/{N}-w1/check-ins"
    assert whistled.ask("roads", "POST", path, {}).status == 404
    named = whistled.ask("water", "POST", path, {"department": "roads"})
    assert (named.status, named.code) == (403, "not_allowed")
    unnamed = whistled.ask("dispatcher", "POST", path, {})
    assert [e["field"] for e in unnamed.body["errors"]] == ["department"]
    assert "water" in unnamed.body["errors"][0]["detail"]
    stranger = whistled.ask("dispatcher", "POST", path, {"department": "roads"})
    assert (stranger.status, stranger.code) == (409, "not_called")
    done = whistled.does("dispatcher", path, {"department": "water"})
    assert done["whistles"][0]["calls"][0]["state"] == "checked_in"
    assert whistled.facts()[-1].actor == "u-00000000000000d1"


def test_a_citizens_token_opens_its_one_matter_and_the_replies_only(whistled: Any) -> None:
    said = whistled.ask(N, "GET", f"/cases/{N}/replies")
    assert (said.status, said.body["replies"], said.body["remarks"]) == (200, [], [])
    assert whistled.ask(N, "GET", f"/cases/{OTHER}/replies").status in (403, 404)
    assert whistled.ask(N, "GET", "/cases").status == 403


def test_a_released_department_no_longer_sees_the_matter(whistled: Any) -> None:
    whistled.does("water", f"/whistles/{N}-w1/objections", {"reason": "not_competent", "text": WORDS})
    decided = {"upheld": True, "text": WORDS, "replacement": "housing"}
    whistled.does("dispatcher", f"/whistles/{N}-w1/objections/1/decision", decided)
    assert (listed(whistled, "water"), listed(whistled, "housing")) == ([], [N])
    assert whistled.ask("water", "GET", f"/cases/{N}").status == 404

"""Whatever is deleted, doubled or changed in one place of a hub, the comparison names it; a faultless hub is clean."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from services.console.reconcile.compare import compare
from services.console.reconcile.model import Applied, Difference, Picture
from services.console.reconcile.wall import hidden
from tests.unit.console.lives_of_facts import faultless

ONE, TWO = "100000000001", "100000000002"


@pytest.fixture
def picture() -> Picture:
    return faultless(ONE, TWO)


def found(picture: Picture) -> set[tuple[str, str]]:
    return {(difference.kind, difference.number) for difference in compare(picture)}


def drop_fact(picture: Picture, name: str) -> Any:
    gone = next(f for f in picture.facts if f.name == name and f.number == ONE)
    picture.facts.remove(gone)
    return gone


def test_a_faultless_hub_is_clean(picture: Picture) -> None:
    assert compare(picture) == []


def test_a_fact_deleted_from_a_journal_is_missing_there_and_known_elsewhere(picture: Picture) -> None:
    gone = drop_fact(picture, "whistle_blown")
    differences = compare(picture)
    assert {"missing", "lost", "command"} <= {d.kind for d in differences}
    assert all(d.number in (ONE, "-") for d in differences)
    lost = [d for d in differences if d.kind == "lost"]
    assert any(gone.id in str(d.field) for d in lost)
    assert all("unknown to its source: lost there by a restore, or forged" in str(d.found) for d in lost)


def test_the_last_fact_of_a_stream_deleted_from_its_journal_shows(picture: Picture) -> None:
    drop_fact(picture, "matter_closed")
    assert {("lost", ONE), ("status", ONE)} <= found(picture)


def test_a_deleted_case_is_missing(picture: Picture) -> None:
    del picture.cases[ONE]
    assert compare(picture) == [Difference("document", ONE, "routing case", "there", "missing")]


def test_a_deleted_matter_is_missing(picture: Picture) -> None:
    del picture.matters[ONE]
    assert compare(picture) == [Difference("document", ONE, "intake matter", "there", "missing")]


def test_a_deleted_docket_is_missing(picture: Picture) -> None:
    picture.dockets.discard(ONE)
    assert compare(picture) == [Difference("document", ONE, "oversight docket", "there", "missing")]


def test_a_row_deleted_from_a_timeline_is_named_with_its_fact(picture: Picture) -> None:
    timeline = picture.matters[ONE]["timeline"]
    gone = timeline.pop(3)
    assert compare(picture) == [Difference("timeline", ONE, f"{gone['service']}.{gone['type']} {gone['fact']}", 1, 0)]


def test_a_row_doubled_in_a_timeline_is_counted(picture: Picture) -> None:
    timeline = picture.matters[ONE]["timeline"]
    timeline.append(timeline[2])
    assert [(d.kind, d.number, d.expected, d.found) for d in compare(picture)] == [("timeline", ONE, 1, 2)]


def test_an_entry_deleted_from_the_chain_is_found(picture: Picture) -> None:
    del picture.chain[f"{TWO}-05"]
    assert [(d.kind, d.number, d.found) for d in compare(picture)] == [("chain", TWO, 0)]


def test_an_entry_doubled_in_the_chain_is_found(picture: Picture) -> None:
    picture.chain[f"{TWO}-05"] += 1
    assert [(d.kind, d.number, d.found) for d in compare(picture)] == [("chain", TWO, 2)]


def test_a_fact_doubled_in_a_journal_is_twice(picture: Picture) -> None:
    picture.facts.append(next(f for f in picture.facts if f.name == "matter_concluded" and f.number == ONE))
    assert ("twice", ONE) in found(picture)


def test_a_command_done_twice_under_two_ids_is_twice(picture: Picture) -> None:
    told = next(f for f in picture.facts if f.name == "department_checked_in" and f.number == ONE)
    picture.facts.append(told._replace(id="another", seq=8))
    assert ("twice", ONE) in found(picture)


@pytest.mark.parametrize("status", ["accepted", "concluded", "withdrawn"])
def test_a_status_changed_in_routing_differs_from_the_facts_and_from_intake(picture: Picture, status: str) -> None:
    picture.cases[ONE] = {**picture.cases[ONE], "status": status}
    assert compare(picture) == [
        Difference("status", ONE, "routing status", "closed", status),
        Difference("status", ONE, "intake = routing", status, "closed"),
    ]


def test_a_status_changed_in_both_services_still_differs_from_the_facts(picture: Picture) -> None:
    picture.cases[ONE] = {**picture.cases[ONE], "status": "concluded"}
    picture.matters[ONE] = {**picture.matters[ONE], "status": "concluded"}
    assert {d.field for d in compare(picture)} == {"routing status", "intake status"}


@pytest.mark.parametrize("name", ["place", "category", "urgency", "owner", "outcome"])
def test_any_code_changed_in_a_case_is_named(picture: Picture, name: str) -> None:
    picture.cases[TWO] = {**picture.cases[TWO], name: "other"}
    assert [(d.kind, d.number, d.field, d.found) for d in compare(picture)] == [
        ("field", TWO, f"routing {name}", "other")
    ]


def test_a_subscriber_that_is_behind_is_told_with_the_facts_that_it_lacks(picture: Picture) -> None:
    picture.applied["intake"][f"case/{ONE}"] = Applied(1, 4, tuple(f"{ONE}-{n:02}" for n in (2, 3, 4, 5)))
    differences = compare(picture)
    assert [(d.kind, d.number) for d in differences] == [("not_applied", ONE)]
    assert f"{ONE}-06" in str(differences[0].found)


def test_a_subscriber_that_never_heard_of_a_stream_is_told(picture: Picture) -> None:
    del picture.applied["oversight"][f"matter/{ONE}"]
    assert [(d.kind, d.found) for d in compare(picture)] == [("not_applied", "nothing")]


def test_a_subscriber_that_applied_another_fact_in_its_place_is_forked(picture: Picture) -> None:
    state = picture.applied["intake"][f"case/{ONE}"]
    picture.applied["intake"][f"case/{ONE}"] = state._replace(ids=(*state.ids[:-1], "another"))
    assert [d.kind for d in compare(picture)] == ["forked"]


def test_what_a_restore_lost_is_named_from_those_who_still_know_it(picture: Picture) -> None:
    lost = [f for f in picture.facts if f.number == ONE and f.service == "routing" and f.seq > 3]
    picture.facts = [f for f in picture.facts if f not in lost]
    picture.cases[ONE] = {**picture.cases[ONE], "status": "handling", "outcome": None}
    differences = compare(picture)
    for fact in lost:
        assert any(d.kind == "lost" and fact.id in f"{d.field} {d.found}" for d in differences)


def test_an_acknowledged_command_with_other_codes_is_told(picture: Picture) -> None:
    at = next(i for i, c in enumerate(picture.commands) if c.step == "conclude" and c.number == ONE)
    picture.commands[at] = picture.commands[at]._replace(codes={"outcome": "helped", "lead": "water-unit"})
    assert compare(picture) == [Difference("command", ONE, "conclude outcome", "helped", "solved")]


def test_a_command_repeated_with_the_same_key_is_one_command(picture: Picture) -> None:
    picture.commands += list(picture.commands)
    assert compare(picture) == []


def test_a_fact_that_the_state_table_forbids_is_named(picture: Picture) -> None:
    at = next(i for i, f in enumerate(picture.facts) if f.name == "matter_concluded" and f.number == ONE)
    picture.facts[at] = picture.facts[at]._replace(name="matter_reopened")
    assert ("step", ONE) in found(picture)


def test_parked_and_diverged_are_listed(picture: Picture) -> None:
    picture.parked.append({"service": "routing", "id": "p1", "stream": f"matter/{ONE}", "reason": "schema"})
    picture.diverged.append({"service": "intake", "stream": f"case/{TWO}", "surplus": 2})
    assert found(picture) == {("parked", ONE), ("diverged", TWO)}


def test_an_accusation_in_the_open_is_never_compared_as_a_matter(picture: Picture) -> None:
    told = replace_exchange(picture)
    picture.facts.append(told)
    picture.applied.setdefault("discipline", {})[told.stream] = Applied(1, 1, (told.id,))
    assert compare(picture) == []


def replace_exchange(picture: Picture) -> Any:
    first = picture.facts[0]
    return first._replace(
        id="accused",
        exchange="countynet.intake.accusations",
        stream="accusation/100000000009",
        number="100000000009",
        name="accusation_registered",
        seq=1,
    )


def test_a_difference_is_a_flat_json_object() -> None:
    difference = replace(Difference("status", ONE, "routing status", "closed", "open"), number=TWO)
    assert difference.as_json() == {
        "kind": "status",
        "number": TWO,
        "field": "routing status",
        "expected": "closed",
        "found": "open",
    }


def walled(picture: Picture) -> Any:
    """ONE is recognised as an accusation at its end: routing walls it, siblings forget it; its fact."""
    last = max((f for f in picture.facts if f.stream == f"case/{ONE}"), key=lambda f: f.seq)
    told = last._replace(id="the-wall", name="matter_walled", seq=last.seq + 1)
    picture.facts.append(told)
    for states in picture.applied.values():
        if (state := states.get(told.stream)) is not None:
            states[told.stream] = Applied(state.epoch, told.seq, (*state.ids, told.id))
    del picture.matters[ONE], picture.cases[ONE]
    picture.dockets.discard(ONE)
    return told


def test_the_fact_that_walls_a_matter_is_not_looked_for_in_the_county_s_chain(picture: Picture) -> None:
    told = walled(picture)
    assert compare(picture) == []
    picture.chain[told.id] = 1
    assert compare(picture) == [Difference("wall", ONE, "routing.matter_walled the-wall", 0, 1)]


def test_a_walled_matter_that_this_operator_is_not_shown_leaves_no_difference(picture: Picture) -> None:
    walled(picture)
    picture.recorded = {fact.id: fact.stream for fact in picture.facts if fact.id in picture.chain}
    picture.facts = [fact for fact in picture.facts if fact.number != ONE]
    for states in picture.applied.values():
        for stream in [stream for stream in states if stream.endswith(ONE)]:
            del states[stream]
    picture.commands = [command for command in picture.commands if command.number not in hidden(picture)]
    assert compare(picture) == []


def test_a_chain_entry_of_a_matter_that_subscribers_have_handled_is_lost_and_not_walled(picture: Picture) -> None:
    picture.recorded = {fact.id: fact.stream for fact in picture.facts}
    picture.facts = [fact for fact in picture.facts if fact.number != ONE]
    assert hidden(picture) == frozenset()
    assert "lost" in {kind for kind, _ in found(picture)}

from __future__ import annotations

import itertools
from typing import Any

import pytest

from services.contracts.events import oversight, routing
from services.contracts.fact import Fact
from services.intake.domain import timeline
from tests.unit.intake import facts
from tests.unit.intake.desk import Intake
from tests.unit.intake.facts import ASSIST, LEAD, OTHER, codes

NUMBER = "123456789012"


def status_after(intake: Intake, *told: Fact) -> Any:
    for each in told:
        intake.tell(each)
    picture = intake.picture(NUMBER)
    assert picture is not None
    return picture["status"]


def shown(intake: Intake) -> list[Any]:
    picture = intake.picture(NUMBER)
    assert picture is not None
    return list(picture["timeline"])


def test_a_whole_life_passes_through_every_status(intake: Intake) -> None:
    told = intake.register()
    number = told["number"]
    steps = [
        (facts.accepted(number), "accepted"),
        (facts.whistled(number), "whistled"),
        (facts.checked_in(number), "handling"),
        (facts.replied(number), "replied"),
        (facts.concluded(number), "concluded"),
        (facts.reopened(number, f"{number}-r1"), "accepted"),
        (facts.whistled(number, n=2), "whistled"),
        (facts.checked_in(number, n=2), "handling"),
        (facts.replied(number, n=2), "replied"),
        (facts.concluded(number, round=2), "concluded"),
        (facts.closed(number), "closed"),
    ]
    for fact, status in steps:
        intake.tell(fact)
        assert intake.follow(told)["status"] == status
    assert len(intake.follow(told)["timeline"]) == 1 + len(steps)


@pytest.mark.parametrize(
    ("fact", "status"),
    [
        (routing.MatterDeclined(**codes(NUMBER), reason="not_ours"), "declined"),
        (routing.MatterReferred(**codes(NUMBER), to="outside", reason="litigation"), "referred"),
        (routing.MatterWithdrawn(**codes(NUMBER), request=f"{NUMBER}-r1"), "withdrawn"),
        (routing.MatterAnswered(**codes(NUMBER), reply=1, unit=LEAD), "registered"),
        (routing.OwnerChanged(**codes(NUMBER), owner=LEAD, former=OTHER), "registered"),
        (facts.request_refused(NUMBER, f"{NUMBER}-r1", "rating", "not_concluded"), "registered"),
        (facts.of_clock(NUMBER), "registered"),
    ],
)
def test_each_fact_leads_where_routing_says(intake: Intake, fact: Fact, status: str) -> None:
    assert status_after(intake, fact) == status


def test_a_matter_is_replied_once_every_called_department_has_replied(intake: Intake) -> None:
    begun = [facts.whistled(NUMBER, assists=(ASSIST,)), facts.checked_in(NUMBER), facts.checked_in(NUMBER, ASSIST)]
    assert status_after(intake, *begun, facts.replied(NUMBER)) == "handling"
    assert status_after(intake, facts.replied(NUMBER, ASSIST)) == "replied"


def test_an_upheld_objection_releases_the_department_and_calls_its_replacement(intake: Intake) -> None:
    begun = [facts.whistled(NUMBER, assists=(ASSIST,)), facts.checked_in(NUMBER, ASSIST), facts.replied(NUMBER, ASSIST)]
    assert status_after(intake, *begun, facts.objected(NUMBER)) == "handling"
    assert status_after(intake, facts.decided(NUMBER, upheld=True, lead=OTHER, replacement=OTHER)) == "handling"
    assert timeline.calls(shown(intake)) == {LEAD: "released", ASSIST: "replied", OTHER: "called"}
    assert timeline.lead(shown(intake)) == OTHER
    assert timeline.departments(shown(intake)) == {ASSIST, OTHER}
    assert status_after(intake, facts.checked_in(NUMBER, OTHER), facts.replied(NUMBER, OTHER)) == "replied"


def test_an_assist_that_takes_the_lead_stays_where_it_stood(intake: Intake) -> None:
    begun = [facts.whistled(NUMBER, assists=(ASSIST,)), facts.checked_in(NUMBER, ASSIST), facts.replied(NUMBER, ASSIST)]
    released = [facts.objected(NUMBER), facts.decided(NUMBER, upheld=True, lead=ASSIST, replacement=ASSIST)]
    assert status_after(intake, *begun, *released) == "replied"


def test_a_rejected_objection_leads_back_to_where_the_department_stood(intake: Intake) -> None:
    status_after(intake, facts.whistled(NUMBER), facts.objected(NUMBER), facts.decided(NUMBER, upheld=False))
    assert timeline.calls(shown(intake)) == {LEAD: "called"}
    again = [facts.checked_in(NUMBER), facts.objected(NUMBER, objection=2), facts.decided(NUMBER, upheld=False)]
    assert status_after(intake, *again) == "handling"
    assert timeline.calls(shown(intake)) == {LEAD: "checked_in"}


def test_departments_called_by_a_further_whistle_come_beside_the_others_and_the_first_lead_leads_on(
    intake: Intake,
) -> None:
    told = [facts.accepted(NUMBER), facts.whistled(NUMBER), facts.checked_in(NUMBER)]
    assert status_after(intake, *told, facts.whistled(NUMBER, OTHER, n=2)) == "handling"
    assert timeline.lead(shown(intake)) == LEAD
    assert status_after(intake, facts.replied(NUMBER)) == "handling"
    assert timeline.calls(shown(intake)) == {LEAD: "replied", OTHER: "called"}
    assert status_after(intake, facts.checked_in(NUMBER, OTHER, n=2), facts.replied(NUMBER, OTHER, n=2)) == "replied"


def test_routing_decides_category_urgency_and_owner(intake: Intake) -> None:
    told = intake.register(category="construction.property")
    intake.tell(facts.accepted(told["number"], owner="ns-housing", category="transport.roads", urgency="urgent"))
    seen = intake.follow(told)
    assert (seen["category"], seen["urgency"], seen["owner"]) == ("transport.roads", "urgent", "ns-housing")


def test_oversight_changes_neither_status_nor_codes(intake: Intake) -> None:
    told = intake.register(category="construction.property")
    intake.tell(facts.of_clock(told["number"]))
    seen = intake.follow(told)
    assert (seen["category"], seen["status"]) == ("construction.property", "registered")


def test_a_fact_of_an_unknown_number_opens_an_empty_picture(intake: Intake) -> None:
    for n, fact in enumerate([facts.accepted("100000000001"), facts.of_clock("100000000002")], start=1):
        fact_id = intake.tell(fact)
        picture = intake.picture(f"10000000000{n}")
        assert picture is not None
        assert [row["fact"] for row in picture["timeline"]] == [fact_id]
        assert (picture["town"], picture["village"], picture["code"]) == ("ns-t01", "ns-t01-v04", None)


def test_a_fact_of_a_place_that_left_the_county_file_still_counts(intake: Intake) -> None:
    intake.tell(facts.accepted(NUMBER, place="ns-gone"))
    picture = intake.picture(NUMBER)
    assert picture is not None
    assert (picture["status"], picture["place"], picture["town"]) == ("accepted", "ns-gone", None)


def test_streams_of_different_services_may_arrive_in_any_order(intake: Intake) -> None:
    def streams(number: str) -> tuple[list[tuple[Fact, str]], list[tuple[Fact, str]]]:
        cases = [(facts.accepted(number), 1), (facts.whistled(number), 2), (facts.checked_in(number), 5)]
        dockets = [(facts.of_clock(number), 3), (facts.of_clock(number, oversight.ClockBreached), 4)]
        at = "2026-11-22T04:00:0{}Z"
        return [(f, at.format(s)) for f, s in cases], [(f, at.format(s)) for f, s in dockets]

    seen = []
    for n, order in enumerate(sorted(set(itertools.permutations("CCCDD")))):
        number = str(200000000000 + n)
        case, docket = (iter(stream) for stream in streams(number))
        for which in order:
            fact, at = next(case if which == "C" else docket)
            intake.tell(fact, at)
        picture = intake.picture(number)
        assert picture is not None
        rows = timeline.in_order(picture["timeline"])
        seen.append((picture["status"], picture["owner"], [row["type"] for row in rows], timeline.calls(rows)))
    assert len(seen) == 10
    assert all(each == seen[0] for each in seen)


def test_a_breach_taken_back_turns_its_clock_green(intake: Intake) -> None:
    for kind in (oversight.ClockWarned, oversight.ClockBreached, oversight.ClockBreachWithdrawn):
        intake.tell(facts.of_clock(NUMBER, kind))
    assert [clock["light"] for clock in timeline.clocks(shown(intake))] == ["green"]


def test_a_clock_that_stood_still_shows_so_and_its_matter_is_due_later(intake: Intake) -> None:
    intake.tell(facts.whistled(NUMBER))
    later = facts.of_clock(NUMBER, oversight.ClockResumed, clock="handling", due="2027-01-20T15:59:59Z",
                           reason="appraisal")  # fmt: skip
    paused = facts.of_clock(NUMBER, oversight.ClockPaused, clock="handling", reason="appraisal")
    intake.tell(paused)
    assert [clock["light"] for clock in timeline.clocks(shown(intake))] == ["paused"]
    intake.tell(later)
    assert [clock["light"] for clock in timeline.clocks(shown(intake))] == ["green"]
    assert timeline.due(shown(intake)) == "2027-01-20T15:59:59Z"


def test_nothing_is_due_once_the_matter_is_concluded(intake: Intake) -> None:
    status_after(intake, facts.whistled(NUMBER))
    assert timeline.due(shown(intake)) == facts.DUE
    status_after(intake, facts.checked_in(NUMBER), facts.replied(NUMBER), facts.concluded(NUMBER))
    assert timeline.due(shown(intake)) is None


def test_a_row_tells_where_its_fact_stands_in_its_stream(intake: Intake) -> None:
    fact_id = intake.tell(facts.whistled(NUMBER, assists=(ASSIST,)))
    [row] = shown(intake)
    assert row == {
        "fact": fact_id, "type": "whistle_blown", "time": "2026-11-22T04:00:00Z", "service": "routing",
        "stream": f"case/{NUMBER}", "seq": 1, "whistle": f"{NUMBER}-w1", "kind": "ordinary", "lead": LEAD,
        "assists": [ASSIST], "check_in_by": facts.LATER, "finish_by": facts.DUE,
    }  # fmt: skip

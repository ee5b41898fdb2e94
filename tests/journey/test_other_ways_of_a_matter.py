"""The other ways of a matter on ningshan: objections, answers on the spot, referrals, second handling, withdrawal."""

from __future__ import annotations

from typing import Any

from tests.integration.a_matter import CITY, POWER, WATER, Matter
from tests.integration.evidence import assert_problem
from tests.integration.hub_under_test import until
from tests.journey.virtual_time import Week


def requests(matter: Matter) -> list[tuple[str, str, str | None]]:
    """What the citizen asked for, and how it was answered."""
    return [(asked["kind"], asked["state"], asked.get("reason")) for asked in matter.followed()["requests"]]


def answered(matter: Matter) -> list[tuple[str, str, str | None]]:
    """The requests, once routing has answered all of them."""
    until(lambda: all(state != "open" for _, state, _ in requests(matter)), what="routing's answer")
    return requests(matter)


def measured(row: dict[str, Any]) -> tuple[int, int, int]:
    """Check-ins in time and late, and conclusions answered for."""
    check_in = row["response"]["check_in"]
    return check_in["in_time"], check_in["late"], row["solution"]["concluded"]


def test_a_lead_whose_objection_is_upheld_is_replaced_and_answers_for_nothing(week: Week) -> None:
    matter = Matter.called(week.hub, WATER, (POWER,))
    matter.check_in(POWER)
    matter.object(WATER)
    refused = matter.ask(f"{matter.path}/conclusion", {"outcome": "solved"})
    assert_problem(refused, 409, "objection_open")
    body = {"upheld": True, "text": "确非其职责。"}
    decision = f"/api/routing/whistles/{matter.whistle_id}/objections/1/decision"
    assert_problem(matter.ask(decision, body), 422, "invalid_fields", "replacement")
    week.at(0, "11:00")
    case = matter.decide_objection(1, True, CITY)
    assert (case["whistles"][0]["lead"], case["whistles"][0]["state"]) == (CITY, "handling")
    until(lambda: matter.followed()["lead"] == CITY, what="the new lead in the citizen's view")
    assert {each["department"]: each["state"] for each in matter.followed()["handling"]} == {
        POWER: "checked_in",
        CITY: "called",
    }
    gone = matter.hub.call("routing", "GET", matter.path, token=matter.hub.token("handler", department=WATER))
    assert_problem(gone, 404, "not_found")
    week.at(0, "15:59")
    matter.check_in(CITY)
    matter.reply(POWER)
    matter.reply(CITY)
    matter.conclude("solved")
    matter.rate("satisfied")
    matter.followed_until("closed")
    week.hub.settle()
    rows = week.rates()
    assert (measured(rows[CITY]), measured(rows[POWER])) == ((1, 0, 1), (1, 0, 0))
    assert measured(rows[WATER]) == (1, 0, 0), "an objection in time is an answer to the whistle, and all there is"
    assert rows[WATER]["satisfaction"]["rated"] == 0
    assert week.orders(matter.number) == []


def test_an_assist_whose_objection_is_rejected_must_come_and_cannot_object_again(week: Week) -> None:
    matter = Matter.called(week.hub, CITY, (POWER,))
    matter.object(POWER, "wrong_place")
    matter.decide_objection(1, False)
    again = matter.ask(
        f"/api/routing/whistles/{matter.whistle_id}/objections",
        {"reason": "duplicate", "text": "再次异议。"},
        matter.hub.token("handler", department=POWER),
    )
    assert_problem(again, 409, "objection_was_rejected")
    week.at(0, "14:00")
    matter.check_in(POWER)
    matter.check_in(CITY)
    matter.reply(CITY)
    both = [{"department": CITY, "state": "replied"}, {"department": POWER, "state": "checked_in"}]
    until(lambda: matter.followed()["handling"] == both, what="the reply in the citizen's view")
    assert matter.followed()["status"] == "handling", "an assist has not replied yet"
    matter.conclude("solved")
    matter.followed_until("concluded")
    week.hub.settle()
    assert measured(week.rates()[CITY]) == (1, 0, 1)


def test_an_objection_after_five_working_days_comes_too_late(week: Week) -> None:
    matter = Matter.called(week.hub, CITY, (POWER,))
    matter.check_in(CITY)
    week.at(8, "09:00")
    late = matter.ask(
        f"/api/routing/whistles/{matter.whistle_id}/objections",
        {"reason": "not_competent", "text": "太迟的异议。"},
        matter.hub.token("handler", department=POWER),
    )
    assert_problem(late, 409, "objection_too_late")
    matter.withdraw()
    matter.followed_until("withdrawn")


def test_a_matter_answered_on_the_spot_is_concluded_at_once(week: Week) -> None:
    matter = Matter.registered(week.hub, purpose="enquiry")
    matter.decide("on-the-spot", text="明年三月开始报名。")
    view = matter.followed_until("concluded")
    assert [row["type"] for row in view["timeline"]] == ["matter_registered", "matter_answered", "matter_concluded"]
    assert matter.replies() == ["明年三月开始报名。"]
    matter.rate("satisfied")
    matter.followed_until("closed")
    week.hub.settle()
    row = week.rates()["ns-t01-unit"]
    assert (row["solution"]["rate"], row["satisfaction"]["rate"]) == (1, 1), "an enquiry explained is settled"


def test_a_declined_and_a_referred_matter_tell_the_citizen_why_and_end_there(week: Week) -> None:
    declined, referred = Matter.registered(week.hub), Matter.registered(week.hub)
    declined.decide("decline", reason="in_litigation", text="此事已在法院审理,请待判决。")
    referred.decide("referral", reason="litigation", to="ns-court", text="已转送县人民法院。")
    for matter, status, reply in (
        (declined, "declined", "此事已在法院审理,请待判决。"),
        (referred, "referred", "已转送县人民法院。"),
    ):
        view = matter.followed_until(status)
        assert matter.replies() == [reply]
        assert view["timeline"][-1]["type"] == f"matter_{status}"
        matter.rate("dissatisfied")
        assert answered(matter) == [("rating", "refused", "already_over")]
        refused = matter.ask(f"{matter.path}/acceptance", {})
        assert_problem(refused, 409, "step_not_allowed")
    assert referred.followed()["timeline"][1]["to"] == "ns-court"
    week.hub.settle()
    rows = week.rates()
    assert sum(row["solution"]["concluded"] for row in rows.values()) == 0, "neither counts as handled"


def test_a_dissatisfied_citizen_is_heard_a_second_time_and_then_it_is_closed(week: Week) -> None:
    matter = Matter.concluded(week.hub, CITY, "explained")
    matter.rate("dissatisfied")
    view = matter.followed_until("accepted")
    assert (view["lead"], view["handling"]) == (None, [])
    case = matter.case()
    assert (case["round"], case["status"], case["outcome"]) == (2, "accepted", None)
    week.at(1, "09:00")
    second = matter.whistle(WATER)
    assert (second["id"], second["round"]) == (f"{matter.number}-w2", 2)
    old = matter.ask(
        f"/api/routing/whistles/{matter.number}-w1/check-ins", {}, matter.hub.token("handler", department=CITY)
    )
    assert_problem(old, 409, "whistle_ended")
    matter.check_in(WATER)
    matter.reply(WATER, "已更换整段水管。")
    matter.conclude("solved")
    matter.followed_until("concluded")
    matter.rate("dissatisfied")
    matter.followed_until("closed")
    matter.rate("satisfied")
    assert answered(matter) == [
        ("rating", "granted", None),
        ("rating", "granted", None),
        ("rating", "refused", "already_rated"),
    ]
    assert len(matter.replies()) == 2
    week.hub.settle()
    rows = week.rates()
    assert (rows[CITY]["solution"]["concluded"], rows[WATER]["solution"]["concluded"]) == (0, 1), (
        "undone does not count"
    )
    assert [rows[each]["satisfaction"]["rate"] for each in (CITY, WATER)] == [0, 0], "both were judged"


def test_a_withdrawal_is_granted_before_the_conclusion_and_refused_after_it(week: Week) -> None:
    taken_back, too_late = Matter.called(week.hub, CITY), Matter.concluded(week.hub, WATER)
    taken_back.withdraw(reason="邻居自己修好了。")
    view = taken_back.followed_until("withdrawn")
    assert (view["due"], answered(taken_back)) == (None, [("withdrawal", "granted", None)])
    too_late.withdraw()
    assert answered(too_late) == [("withdrawal", "refused", "already_concluded")]
    assert too_late.followed()["status"] == "concluded"
    early = Matter.registered(week.hub)
    early.known_to_routing()
    early.rate("satisfied")
    assert answered(early) == [("rating", "refused", "not_concluded")]
    early.withdraw()
    early.followed_until("withdrawn")
    week.at(4, "17:00")
    assert week.orders(taken_back.number) == [], "no clock runs on what was taken back"
    rows = week.rates()
    assert CITY not in rows or measured(rows[CITY]) == (0, 0, 0)
    assert measured(rows[WATER]) == (1, 0, 1)

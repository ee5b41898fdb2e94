"""A matter on ningshan's county file, in time and late: read from the citizen's view and from oversight's rates."""

from __future__ import annotations

from typing import Any

from tests.integration.a_matter import CITY, POWER, VILLAGE, WATER, Matter
from tests.integration.evidence import assert_problem, journal
from tests.integration.hub_under_test import until
from tests.journey.virtual_time import Week, after

TOWN_UNIT = "ns-t01-unit"


def types(view: dict[str, Any]) -> list[str]:
    return [row["type"] for row in view["timeline"]]


def pair(row: dict[str, Any], what: str) -> tuple[int, int]:
    """In time and late of one kind of clock."""
    told = row["response"][what]
    return told["in_time"], told["late"]


def test_a_lead_and_two_assists_in_time_a_reply_and_a_satisfied_citizen(week: Week) -> None:
    matter = Matter.registered(week.hub, text="三号楼停水两天了。")
    view = matter.followed()
    assert (view["status"], view["owner"], view["place"]) == ("registered", TOWN_UNIT, VILLAGE)
    assert view["due"] == week.local(15, "23:59:59"), "fifteen days to hear whether it is taken on"
    week.at(0, "09:30")
    matter.accept()
    whistle = matter.whistle(CITY, (WATER, POWER))
    assert whistle["check_in_by"] == week.local(0, "15:30"), "four working hours, the noon rest left out"
    assert whistle["finish_by"][:10] == week.local(3, "12:00")[:10], "three working days, the first not counted"
    view = matter.followed_until("whistled")
    assert (view["due"], view["lead"]) == (whistle["finish_by"], CITY)
    assert view["handling"] == [{"department": each, "state": "called"} for each in (CITY, WATER, POWER)]
    week.at(0, "10:00")
    for department in (CITY, WATER, POWER):
        matter.check_in(department)
    matter.followed_until("handling")
    week.at(1, "16:00")
    for department, text in ((WATER, "水管已通。"), (POWER, "电路无碍。"), (CITY, "已恢复供水。")):
        matter.reply(department, text)
    matter.followed_until("replied")
    assert matter.replies() == ["水管已通。", "电路无碍。", "已恢复供水。"]
    matter.conclude("solved")
    view = matter.followed_until("concluded")
    assert view["due"] is None
    matter.rate("satisfied", "basically_satisfied")
    view = matter.followed_until("closed")
    assert [(asked["kind"], asked["state"]) for asked in view["requests"]] == [("rating", "granted")]
    assert types(view) == [
        *("matter_registered", "matter_accepted", "whistle_blown"),
        *["department_checked_in"] * 3,
        *["department_replied"] * 3,
        *("matter_concluded", "matter_rated", "matter_closed"),
    ]
    week.hub.settle()
    rows = week.rates()
    assert [pair(rows[each], "check_in") for each in (CITY, WATER, POWER)] == [(1, 0)] * 3
    assert pair(rows[CITY], "handling") == (1, 0)
    assert (rows[CITY]["response"]["rate"], rows[CITY]["solution"]["rate"], rows[CITY]["satisfaction"]["rate"]) == (
        1,
        1,
        1,
    )
    assert rows[WATER]["solution"]["concluded"] == 0, "who assists does not answer for the outcome"
    dispatch = rows[TOWN_UNIT]["whistling"]
    assert (dispatch["dispatch"]["in_time"], dispatch["receiving"]["rate"]) == (1, 1)
    assert pair(week.rates("town")["ns-t01"], "check_in") == (3, 0)
    assert week.orders(matter.number) == []


def test_an_assist_that_comes_late_counts_marked_late_and_was_reminded(week: Week) -> None:
    matter = Matter.called(week.hub, CITY, (WATER,))
    matter.check_in(CITY)
    due = matter.case()["whistles"][0]["check_in_by"]
    assert due == week.local(0, "15:00")
    week.reach(due)
    assert week.orders(matter.number) == [], "the last second is still in time"
    week.at(0, "15:10")
    view = matter.followed()
    assert [(clock["clock"], clock["unit"], clock["light"]) for clock in view["clocks"]] == [("check_in", WATER, "red")]
    (reminder,) = week.orders(matter.number)
    assert (reminder["kind"], reminder["unit"], reminder["state"], reminder["ground"], reminder["issued_by"]) == (
        *("reminder", WATER, "issued", "delay"),
        "machine",
    )
    calls = matter.check_in(WATER)["whistles"][0]["calls"]
    assert [(call["department"], call["late"]) for call in calls] == [(CITY, False), (WATER, True)]
    week.hub.settle()
    rows = week.rates()
    assert (pair(rows[CITY], "check_in"), pair(rows[WATER], "check_in")) == ((1, 0), (0, 1))
    week.at(2, "10:00")
    matter.reply(WATER)
    matter.reply(CITY)
    matter.conclude("helped")
    matter.followed_until("concluded")
    week.hub.settle()
    assert len(week.orders(matter.number)) == 1, "who came late is not ordered any further"
    assert pair(week.rates()[CITY], "handling") == (1, 0)


def test_a_lead_that_does_not_come_is_reminded_then_supervised_by_a_person_and_answers(week: Week) -> None:
    matter = Matter.called(week.hub, CITY)
    week.at(1, "11:30")
    reminder, proposed = week.orders(matter.number)
    assert [(order["kind"], order["state"]) for order in (reminder, proposed)] == [
        ("reminder", "issued"),
        ("supervision", "proposed"),
    ]
    assert proposed["issued_at"] is None, "nothing heavier than a reminder goes out by itself"
    view = matter.followed()
    assert types(view).count("order_issued") == 1
    hub, path = week.hub, f"/api/oversight/orders/{proposed['id']}"
    handler = hub.token("handler", department=CITY)
    early = hub.call("oversight", "POST", f"{path}/answers", {"text": "马上到。"}, token=handler)
    assert_problem(early, 409, "not_issued")
    signed = hub.call("oversight", "POST", f"{path}/issue", {}, token=hub.token("supervisor"))
    assert (signed.status_code, signed.json()["state"]) == (200, "issued")
    again = hub.call("oversight", "POST", f"{path}/issue", {}, token=hub.token("supervisor"))
    assert_problem(again, 409, "not_proposed")
    week.at(1, "15:00")
    other = hub.call(
        "oversight", "POST", f"{path}/answers", {"text": "不归我们。"}, token=hub.token("handler", department=WATER)
    )
    assert_problem(other, 404, "not_found")
    answered = hub.call("oversight", "POST", f"{path}/answers", {"text": "已派员到岗。"}, token=handler)
    assert (answered.status_code, answered.json()["state"], answered.json()["late"]) == (200, "answered", False)
    matter.check_in(CITY)
    matter.reply(CITY)
    matter.conclude("explained")
    view = until(lambda: (told := matter.followed()) and "order_answered" in types(told) and told, what="the answer")
    assert view is not None
    assert types(view).count("order_issued") == 2
    facts = [fact["type"].split(".")[2] for fact in journal(hub, "oversight", matter.number)]
    assert facts == ["clock_warned", "clock_warned", "clock_breached", "order_issued", "order_issued", "order_answered"]
    week.hub.settle()
    row = week.rates()[CITY]
    assert (pair(row, "check_in"), pair(row, "handling")) == ((0, 1), (1, 0))
    assert (row["solution"]["settled"], row["solution"]["concluded"]) == (0, 1), (
        "an appeal merely explained is not settled"
    )


def test_handling_that_takes_too_long_turns_red_and_a_late_reply_counts_as_late(week: Week) -> None:
    matter = Matter.called(week.hub, CITY)
    matter.check_in(CITY)
    finish = matter.case()["whistles"][0]["finish_by"]
    week.reach(after(finish, minutes=1))
    view = matter.followed()
    assert [(clock["clock"], clock["light"]) for clock in view["clocks"]] == [("handling", "red")]
    assert [order["kind"] for order in week.orders(matter.number)] == ["reminder"]
    week.at(7, "09:00")
    states = [(order["kind"], order["state"]) for order in week.orders(matter.number)]
    assert states == [("reminder", "issued"), ("supervision", "proposed")], "one working day after the breach"
    call = matter.reply(CITY)["whistles"][0]["calls"][0]
    assert call["replied_late"] is True
    matter.conclude("solved")
    matter.rate("basically_satisfied", "dissatisfied")
    matter.followed_until("closed")
    week.hub.settle()
    row = week.rates()[CITY]
    assert (pair(row, "check_in"), pair(row, "handling")) == ((1, 0), (0, 1))
    assert (row["response"]["rate"], row["solution"]["rate"], row["satisfaction"]["rate"]) == (0.5, 1, 1)
    assert week.rates()[TOWN_UNIT]["whistling"]["receiving"]["rate"] == 0


def taken_out(channel: Any) -> str | None:
    """The next message of oversight's queue, held back for as long as the channel lives; its routing key."""
    message = channel.basic_get("countynet.oversight.inbox")
    return None if message is None else str(message.delivery_info["routing_key"])


def test_a_check_in_dated_in_time_but_heard_after_the_breach_takes_the_breach_back(week: Week) -> None:
    hub, matter = week.hub, Matter.called(week.hub, CITY)
    due = matter.case()["whistles"][0]["check_in_by"]
    hub.settle()
    with hub.channel() as channel:
        with hub.away("oversight"):
            matter.check_in(CITY)
            until(lambda: taken_out(channel) == "department_checked_in.v1", what="the check-in in the queue")
        week.set(after(due, minutes=5), ("oversight",))
        assert [order["state"] for order in week.orders(matter.number)] == ["issued"], "oversight saw nobody come"
        assert pair(week.rates()[CITY], "check_in") == (0, 1)
    until(lambda: [o["state"] for o in week.orders(matter.number)] == ["withdrawn"], what="the reminder taken back")
    week.set(after(due, minutes=5), ("intake", "routing"))
    hub.settle()
    assert pair(week.rates()[CITY], "check_in") == (1, 0), "its counters are taken back with it"
    facts = [fact["type"].split(".")[2] for fact in journal(hub, "oversight", matter.number)]
    assert facts[-3:] == ["clock_breached", "order_issued", "clock_breach_withdrawn"]
    view = matter.followed()
    assert [(clock["clock"], clock["light"]) for clock in view["clocks"]] == [("check_in", "green")]
    matter.reply(CITY)
    matter.conclude()
    matter.followed_until("concluded")

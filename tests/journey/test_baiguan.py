"""白关镇, 民事直说 "1234": told, discussed, done, supervised, judged; in the room, at the door, online."""

from __future__ import annotations

import pytest

from tests.integration.a_matter import Matter
from tests.journey.a_baiguan_set import SOLVED_BY, Told, told_set
from tests.journey.a_county import Place

PLACE = "baiguan"


def step_of(place: Place, number: str) -> str:
    """The place's own step that a matter has come to, as its ledger of all matters says."""
    return str(next(row["办理环节"] for row in place.sheet("matters") if row["编号"] == number))


def test_the_tree_goes_from_the_town_over_village_and_group_to_the_contact_household(place: Place) -> None:
    places = place.county.places
    kinds = [str(places.get(code).kind) for code in reversed(places.line(place.code("t01-v01-z1-h1")))]
    assert kinds == ["county", "town", "village", "group", "household"]
    matter = place.told("web", place.code("t01-v01-z1-h1"), category="civil.affairs")
    assert matter.followed()["owner"] == place.code("t01-v01-unit"), "the village's own committee receives it first"


def test_told_discussed_done_supervised_and_judged_sorted_by_whose_affair_it_is_into_five_ledgers(
    place: Place,
) -> None:
    room = place.told("visit", place.code("t01-v02"), category="civil.affairs", text="赡养老人,兄弟几个说不拢。")
    door = place.told("patrol", place.code("t01-v02-z1"), category="rural.land", text="两家的地界让水冲没了。")
    online = place.told("web", place.code("t01-v02"), category="construction.municipal", text="村口的路灯不亮。")
    place.hub.settle()
    assert step_of(place, online.number) == "说"
    room.decide("on-the-spot", text="已请兄弟几个到说事室当面说定。", outcome="solved")
    room.rate("satisfied")
    door.accept(tier="complex")
    online.accept(tier="complex")
    place.hub.settle()
    assert step_of(place, online.number) == "议"
    online.whistle(place.code("city"))
    place.hub.settle()
    assert step_of(place, online.number) == "办"
    place.week.at(1, "18:00")
    reminders = [order["kind"] for order in place.week.orders(online.number)]
    assert "reminder" in reminders, "who was called and did not come is reminded"
    assert step_of(place, online.number) == "督"
    online.check_in(place.code("city"))
    online.reply(place.code("city"))
    online.conclude("solved")
    online.rate("basically_satisfied")
    online.followed_until("closed")
    place.hub.settle()
    assert step_of(place, online.number) == "评"

    told = place.figure("affairs")
    assert [(row["name"], row["matters"], row["solved"]) for row in told["affairs"]] == [
        *[("村里事", 1, 1), ("邻里事", 1, 0), ("家里事", 1, 1)],
    ]
    ledgers = {
        name: {row["number"] for row in place.ledger(name)}
        for name in ("told_in_the_room", "told_at_the_door", "matters_handled", "results", "satisfaction")
    }
    assert ledgers == {
        "told_in_the_room": {room.number},
        "told_at_the_door": {door.number},
        "matters_handled": {room.number, door.number, online.number},
        "results": {room.number, online.number},
        "satisfaction": {room.number, online.number},
    }
    judged = {row["编号"]: (row["事项类别"], row["对办理单位评价"]) for row in place.sheet("satisfaction")}
    assert judged == {room.number: ("家里事", "满意"), online.number: ("村里事", "基本满意")}


def test_each_village_has_a_page_with_its_code_and_the_rooms_roster_names_who_listens_now(place: Place) -> None:
    village = place.county.places.get(place.code("t01-v05"))
    shown = place.page(f"/village/{village.code}")
    assert village.name in shown
    assert "<svg" in shown, "the code to scan"
    assert f"place={village.code}" in shown, "whoever scans it tells a matter of this village"
    rows = place.sees("intake", f"/api/intake/rosters/on-duty?place={village.code}")["on_duty"]
    room = next(row for row in rows if row["roster"] == "talking-room")
    assert [person["name"] for person in room["now"]["leads"]] == [village.posts["secretary"]], "it is Monday"
    place.week.at(1, "10:00")
    rows = place.sees("intake", f"/api/intake/rosters/on-duty?place={village.code}")["on_duty"]
    room = next(row for row in rows if row["roster"] == "talking-room")
    assert [person["name"] for person in room["now"]["leads"]] == [village.posts["director"]], "on Tuesday another"


def test_small_on_the_spot_complex_led_by_a_cadre_major_decided_by_the_town_committee(place: Place) -> None:
    small = place.told("visit", place.code("t01-v03"), category="party.service")
    assert small.decide("on-the-spot", text="当场办好了。", outcome="solved")["status"] == "concluded"
    led = place.told("visit", place.code("t01-v03"), category="rural.land")
    led.accept(tier="complex")
    led.whistle(place.code("agriculture"))
    led.check_in(place.code("agriculture"))
    led.reply(place.code("agriculture"))
    assert led.conclude("solved")["status"] == "concluded"
    major = place.told("visit", place.code("t01-v03"), category="rural.land", text="全村的土地流转款没有着落。")
    major.accept(tier="major")
    major.whistle(place.code("agriculture"), (place.code("judicial"),), kind="joint")
    for station in ("agriculture", "judicial"):
        major.check_in(place.code(station))
        major.reply(place.code(station))
    place.refused(major.ask(f"{major.path}/conclusion", {"outcome": "solved"}), 403, "not_yours_to_decide")
    place.does("routing", f"{major.path}/conferences", {"question": "hard_matter"}, by="leader")
    decided = {"minutes": "镇党委会议研究:由农业综合服务中心牵头清收。", "decision": "由农业综合服务中心牵头。"}
    held = place.does("routing", f"{major.path}/conferences/1/minutes", decided, by="leader")
    assert held["leading"]["conferences"][0]["held_at"] is not None
    assert major.conclude("solved")["status"] == "concluded", "what the committee has decided may be carried out"


def test_the_masses_tell_village_and_group_report_the_town_checks_the_stations_act(place: Place) -> None:
    matter = place.told("grid", place.code("t01-v04-z1"), category="construction.municipal")
    matter.accept(tier="complex")
    reason = {"reason": "村里办不了,上报镇里。"}
    up = place.does("routing", f"{matter.path}/escalations", reason, by="dispatcher", place=place.code("t01-v04"))
    assert (up["leading"]["level"], up["leading"]["escalations"][0]["to"]) == ("town", place.code("t01-unit"))
    matter.whistle(place.code("city"), (place.code("power"), place.code("water")), kind="joint")
    for station in ("city", "power", "water"):
        matter.check_in(place.code(station))
        matter.reply(place.code(station))
    matter.conclude("solved")
    types = [row["type"] for row in matter.followed_until("concluded")["timeline"]]
    assert types.index("whistle_escalated") < types.index("whistle_blown")
    assert types.count("department_replied") == 3
    assert place.figure("inside_grid")["handled"] == 0, "found in the group, but it took the stations to settle it"


def test_a_set_of_183_matters_of_26_villages_50_of_them_online_gives_exactly_the_towns_ledger(place: Place) -> None:
    told = told_set(place, seed=20230420)
    assert len({place.county.places.village_of(each.place) for each in told}) == 26
    for day, matters in enumerate(by_day(told)):
        place.week.at(day, "09:30")
        for each in matters:
            live(place, each)
    place.hub.settle(120)
    figure = place.figure("matters")
    assert (figure["matters"], figure["online"], figure["solved"]) == (183, 50, 178)
    assert len(place.sheet("matters")) == 183
    assert len(place.sheet("told_online")) == 50
    assert len([row for row in place.sheet("results") if row["办理结果"] != "已解释"]) == 178
    villages = place.ledger("secretaries")
    assert len(villages) == 26
    sums = {name: sum(row[name] for row in villages) for name in ("matters", "online", "solved")}
    assert sums == {"matters": 183, "online": 50, "solved": 178}


def by_day(told: list[Told]) -> list[list[Told]]:
    """The set, over the working days of one week."""
    return [told[day::5] for day in range(5)]


def live(place: Place, told: Told) -> None:
    """One matter of the set, over HTTP, as far as it went."""
    matter = place.told(told.channel, told.place, category=told.category, title=told.title)
    if told.way in SOLVED_BY:
        SOLVED_BY[told.way](place, matter)
    elif told.way == "explained":
        matter.decide("on-the-spot", text="政策如此,已当面解释。", outcome="explained")
    elif told.way == "under_way":
        matter.accept(tier="complex")
    elif told.way == "declined":
        matter.decide("decline", reason="not_ours", text="请向县法院提出。")
    elif told.way == "withdrawn":
        withdrawn(matter)
    else:
        pytest.fail(f"{told.way} is no way of a matter")


def withdrawn(matter: Matter) -> None:
    matter.known_to_routing()
    matter.withdraw()
    matter.followed_until("withdrawn")

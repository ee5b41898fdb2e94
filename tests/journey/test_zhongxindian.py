"""中心店镇: 31 villages in six district offices, rounds on the 5th, 15th and 25th; whoever receives first may call."""

from __future__ import annotations

import pytest

from services.contracts.vocabulary import PlaceKind
from tests.journey.a_county import Place
from tests.journey.a_mediated_case import Room

PLACE = "zhongxindian"


def test_six_offices_and_31_villages_are_listened_to_on_the_5th_15th_and_25th(place: Place) -> None:
    places = place.county.places
    assert (len(places.codes(PlaceKind.OFFICE)), len(places.codes(PlaceKind.VILLAGE))) == (6, 31)
    village = place.code("t01-v01")
    assert [str(places.get(code).kind) for code in places.line(village)] == ["village", "office", "town", "county"]
    held = {"roster": "come-and-hear", "place": village, "listened": 12}
    place.week.at(2, "10:00")
    early = place.ask("intake", "POST", "/api/intake/rounds", held, by="clerk")
    assert early.status_code in (409, 422), "the 4th of March is no day of the round"
    place.week.at(3, "10:00")
    found = {"title": "排水沟堵了", "text": "一下雨院子就进水。", "category": "construction.municipal"}
    round_ = place.does("intake", "/api/intake/rounds", held | {"found": [found]}, by="clerk")
    assert (round_["day"], len(round_["matters"])) == ("2026-03-05", 1), "what the round found is a matter at once"
    place.week.at(4, "10:00")
    missed = place.sees("intake", "/api/intake/rounds/missing?month=2026-03&roster=come-and-hear&limit=200")
    on_the_5th = {row["place"] for row in missed["missing"] if row["day"] == "2026-03-05"}
    assert len(on_the_5th) == 30
    assert village not in on_the_5th


def test_one_and_two_receive_each_day_the_first_of_them_calls_and_the_office_answers_with_departments(
    place: Place,
) -> None:
    town = place.code("t01")
    rows = place.sees("intake", f"/api/intake/rosters/on-duty?place={town}")["on_duty"]
    sitting = next(row for row in rows if row["roster"] == "daily")["now"]
    assert (len(sitting["leads"]), len(sitting["assists"])) == (1, 2)
    session = place.does("intake", "/api/intake/receptions", {"roster": "daily", "place": town}, by="clerk")
    matter = place.told("visit", place.code("t01-v02"), category="rural.land", reception=session["reception"])
    ended = place.does("intake", f"/api/intake/receptions/{session['reception']}/end", {}, by="clerk")
    assert ended["matters"] == [matter.number]
    matter.accept(tier="complex")
    called = place.does("routing", f"{matter.path}/calls", {"reason": "一时难以解决,请信访办协调。"}, by="clerk")
    assert called["leading"]["calls"][0]["answered_at"] is None
    place.week.at(0, "10:00")
    departments = [place.code(each) for each in ("agriculture", "water", "judicial")]
    answer = {"departments": departments, "text": "请三个部门到场。"}
    answered = place.does("routing", f"{matter.path}/calls/1/answer", answer, by="dispatcher")
    assert answered["leading"]["calls"][0]["departments"] == departments
    place.hub.settle()
    clocks = place.sees("oversight", f"/api/oversight/clocks?number={matter.number}")["clocks"]
    response = next(clock for clock in clocks if clock["clock"] == "response")
    assert (response["ended"], response["light"]) == ("stopped", "green"), "the office answered inside four hours"


def test_where_several_departments_are_needed_a_joint_conference_finds_the_solution(place: Place) -> None:
    matter = place.told("visit", place.code("t01-v03"), category="rural.water")
    matter.accept(tier="complex")
    place.does("routing", f"{matter.path}/calls", {"reason": "水渠归谁管说不清。"}, by="clerk")
    departments = [place.code(each) for each in ("water", "agriculture")]
    answer = {"departments": departments, "conference": True}
    place.does("routing", f"{matter.path}/calls/1/answer", answer, by="dispatcher")
    minutes = {"minutes": "议定由水利站修渠,农业中心出工。", "decision": "水利站牵头。", "attended": departments}
    held = place.does("routing", f"{matter.path}/conferences/1/minutes", minutes, by="dispatcher")
    assert held["leading"]["conferences"][0]["attended"] == departments
    matter.whistle(departments[0], (departments[1],), kind="joint")
    for department in departments:
        matter.check_in(department)
        matter.reply(department)
    matter.conclude("solved")
    types = [row["type"] for row in matter.followed_until("concluded")["timeline"]]
    order = ["call_opened", "call_answered", "conference_held", "whistle_blown", "matter_concluded"]
    assert [each for each in types if each in order] == order


@pytest.mark.parametrize("channel", ["letter", "visit", "web", "phone"])
def test_the_centre_whistles_departments_report_and_it_is_done_in_fifteen_days(place: Place, channel: str) -> None:
    matter = place.told(channel, place.code("t01-v04"), category="construction.municipal")
    matter.accept()
    whistle = matter.whistle(place.code("city"))
    assert place.week.local(15, "00:00") <= whistle["finish_by"], "the day of the whistle is not counted"
    assert whistle["finish_by"] < place.week.local(19, "00:00"), "rolled on from a weekend at the most"
    matter.check_in(place.code("city"))
    matter.reply(place.code("city"))
    matter.conclude("solved")
    place.hub.settle()
    assert place.figure("whistles")["handling"] == {"in_time": 1, "late": 0, "percent": 100.0}


def test_every_village_has_a_talking_room_of_elders_who_settle_on_site_or_hand_over(place: Place) -> None:
    mediation = place.county.mediation
    rooms = [body for body in mediation.bodies.values() if "说事拉呱" in body.name]
    assert len({body.place for body in rooms}) == 31
    elders = {m.background for m in mediation.mediators.values() if m.body == place.code("t01-v05-mediation")}
    assert elders == {"老党员", "老干部", "老教师", "老战士", "老模范"}
    village = place.code("t01-v05")
    room = Room(place, place.code("t01-v05-mediation"))
    room.settles(room.brought(village))
    assert place.figure("mediations", body=room.body.code)["settled"] == 1
    matter = place.told("visit", village, category="justice.security")
    matter.accept(tier="small")
    first = room.ordered(matter)
    room.fails(first)
    matter.followed_until("accepted")
    police = Room(place, place.code("police-mediation"))
    matter.decide("mediation", body=police.body.code, text="移交王伟调解室。")
    seconds = [case["body"] for case in matter.case()["mediations"]]
    assert seconds == [room.body.code, police.body.code]


def test_32_disputes_taken_29_settled_are_90_6_percent(place: Place) -> None:
    police = Room(place, place.code("police-mediation"))
    for n in range(32):
        where = place.code(f"t01-v{n % 31 + 1:02d}")
        if n % 4 == 0:
            matter = place.told("visit", where, category="justice.security")
            matter.accept(tier="small")
            path = police.ordered(matter)
        else:
            path = police.brought(where, category="justice.security")
        if n in (3, 12, 25):
            police.fails(path)
        else:
            police.settles(path)
    told = place.figure("mediations", body=police.body.code)
    assert (told["taken"], told["settled"], told["percent"]) == (32, 29, 90.6)
    bodies = place.sees("mediation", f"/api/mediation/bodies?body={police.body.code}")["bodies"]
    assert (bodies[0]["agreed"], bodies[0]["failed"]) == (29, 3), "the body counts the same"

"""宁陕县: early, fast, solid, strict, fine. The years that are compared come first: they lie before the others."""

from __future__ import annotations

from typing import Any

from services.contracts.vocabulary import PlaceKind
from tests.integration.a_matter import Matter
from tests.integration.hub_under_test import Hub
from tests.journey.a_county import NOBODY, Place
from tests.journey.virtual_time import Week

PLACE = "ningshan"
YEARS = {"2021-03-01": 9, "2023-03-06": 6}


def test_a_year_is_weighed_against_another_by_the_same_days(place_hub: Hub) -> None:
    for monday, many in YEARS.items():
        year = Place(PLACE, Week(place_hub, monday))
        year.week.at(0, "09:00")
        for n in range(many):
            told = year.told("letter", year.code(f"t{n % 11 + 1:02d}-v01"), category="rural.land")
            told.decide("on-the-spot", text="已办。", outcome="solved")
        place_hub.settle()
    asked = "name=volume&from=2023-01-01&to=2023-12-31&against=2021"
    told = year.sees("oversight", f"/api/oversight/figures?{asked}")["figures"]["volume"]
    assert (told["matters"], told["before"], told["change_percent"]) == (6, 9, -33.33)
    assert told["against"] == {"from": "2021-01-01", "to": "2021-12-31"}


def test_eleven_towns_57_villages_6_communities_and_grids_on_three_levels_each_with_its_head(place: Place) -> None:
    places = place.county.places
    kinds = (PlaceKind.TOWN, PlaceKind.VILLAGE, PlaceKind.COMMUNITY)
    assert [len(places.codes(kind)) for kind in kinds] == [11, 57, 6]
    levels = [places.grids(level) for level in (1, 2, 3)]
    assert [len(level) for level in levels] == [11, 80, 415]
    assert all(places.get(code).head for level in levels for code in level)
    grid = levels[2][0]
    matter = place.told("grid", grid, category="rural.land")
    line = {place.code("t01-unit"), matter.followed()["owner"]}
    assert len(line) == 1, "its town answers for it until another unit does"


def test_letter_visit_web_and_phone_come_into_one_pool_and_who_is_asked_first_answers(place: Place) -> None:
    village = place.code("t02-v01")
    told = {
        channel: place.told(channel, village, category="rural.land") for channel in ("letter", "visit", "web", "phone")
    }
    place.hub.settle()
    pool = place.sees("routing", f"/api/routing/cases?place={village}&status=registered", by="dispatcher")["cases"]
    assert {row["channel"]: row["number"] for row in pool} == {name: matter.number for name, matter in told.items()}
    assert {row["owner"] for row in pool} == {place.code("t02-unit")}
    matter = told["letter"]
    offer = {"to": place.code("agriculture"), "reason": "属农业农村部门职责。"}
    offered = place.does("routing", f"{matter.path}/handovers", offer, by="dispatcher")
    assert offered["owner"] == place.code("t02-unit"), "until another has taken it over"
    taken = place.does(
        "routing", f"{matter.path}/handovers/1/acceptance", {}, by="handler", department=place.code("agriculture")
    )
    assert taken["owner"] == place.code("agriculture")


def test_at_most_one_visit_a_second_one_with_the_same_facts_is_joined_to_the_first(place: Place) -> None:
    village = place.code("t03-v01")
    first = place.told("visit", village, category="rural.land", text="承包地面积量少了。")
    again = place.told("visit", village, category="rural.land", text="还是承包地面积的事。")
    first.accept(tier="small")
    place.hub.settle()
    path = f"/api/intake/matters/{again.number}"
    proposed = place.sees("intake", f"{path}/candidates", by="clerk")["candidates"]
    assert (proposed[0]["number"], proposed[0]["joinable"]) == (first.number, True)
    place.does("intake", f"{path}/joinings", {"into": first.number}, by="clerk")
    assert again.followed_until("joined")["status"] == "joined"
    first.decide("on-the-spot", text="已重新丈量。", outcome="solved")
    told = place.figure("inside_grid")
    assert told["troubles"] == 1, "one trouble, told twice"


def test_small_matters_are_settled_fast_where_they_arise(place: Place) -> None:
    matter = place.told("visit", place.code("t04-v01"), category="rural.land")
    matter.accept(tier="small")
    town = {"by": "dispatcher", "place": place.code("t04")}
    spot = place.ask(
        "routing", "POST", f"{matter.path}/on-the-spot", {"text": "当场说和。", "outcome": "solved"}, **town
    )
    assert spot.status_code == 200, spot.text
    assert matter.followed_until("concluded")["status"] == "concluded"


def test_hard_matters_by_conference_sponsor_task_force_and_bound_responsibility(place: Place) -> None:
    matter = place.told("visit", place.code("t05-v01"), category="construction.quality")
    matter.accept(tier="complex")
    housing, resources = place.code("housing"), place.code("resources")
    led(place, matter, "conferences", question="hard_matter")
    led(place, matter, "conferences/1/minutes", minutes="由住建局牵头,一包到底。", decision="住建局牵头。")
    led(place, matter, "sponsor", leader=place.code("l04"))
    led(place, matter, "task-force", name="某项目专班", lead=housing, members=[resources])
    done = led(place, matter, "bindings", units=[housing, resources])["leading"]
    assert done["sponsor"]["leader"] == place.code("l04")
    assert done["task_forces"][0]["lead"] == housing
    assert place.code("petition") in done["task_forces"][0]["members"], "the office that the file always draws in"
    assert done["bound"] == [housing, resources]
    matter.whistle(housing, (resources,), kind="joint")
    for department in (housing, resources):
        matter.check_in(department)
        matter.reply(department)
    assert matter.conclude("solved")["status"] == "concluded"


def led(place: Place, matter: Matter, step: str, **body: Any) -> dict[str, Any]:
    """One step of leading a hard matter, by the county's own dispatcher."""
    return place.does("routing", f"{matter.path}/{step}", body, by="dispatcher")


def test_special_matters_by_listed_supervision_with_a_county_leader(place: Place) -> None:
    matter = place.told("visit", place.code("t06-v01"), category="construction.quality")
    matter.accept(tier="major", urgency="urgent")
    led(place, matter, "sponsor", leader=place.code("l01"))
    matter.whistle(place.code("housing"))
    matter.check_in(place.code("housing"))
    place.week.at(9, "12:00")
    orders = {order["kind"]: order for order in place.week.orders(matter.number) if order["clock"] == "handling"}
    listed = orders["listed"]
    assert listed["state"] == "proposed"
    signed = place.does("oversight", f"/api/oversight/orders/{listed['id']}/issue", {}, by="supervisor")
    assert (signed["state"], signed["unit"]) == ("issued", place.code("housing"))


def test_a_special_matter_is_listed_by_a_leaders_decision_without_any_breach_and_in_public(place: Place) -> None:
    matter = place.told("visit", place.code("t07-v01"), category="construction.quality")
    matter.accept(tier="major", urgency="urgent")
    matter.whistle(place.code("water"))
    place.hub.settle()
    asked = {"number": matter.number, "kind": "listed", "reason": "重点事项,由县领导挂牌督办。"}
    place.refused(place.ask("oversight", "POST", "/api/oversight/orders", asked, by="dispatcher"), 403, "not_allowed")
    order = place.does("oversight", "/api/oversight/orders", asked, by="leader", status=201)
    assert (order["state"], order["unit"], order["clock"]) == ("issued", place.code("water"), None)
    public = place.hub.call("oversight", "GET", "/api/oversight/orders/listed?limit=200").json()["listed"]
    assert place.code("water") in [row["unit"] for row in public]
    assert matter.number not in str(public)
    path, unit = f"/api/oversight/orders/{order['id']}", place.code("water")
    place.does("oversight", f"{path}/answers", {"text": "已由专人负责。"}, by="handler", department=unit)
    words = place.sees("oversight", path)
    assert (words["reason"], words["answer"], words["state"]) == (asked["reason"], "已由专人负责。", "answered")


def test_leaders_units_and_cadres_visit_every_month_and_what_a_visit_finds_becomes_a_matter(place: Place) -> None:
    network = place.county.contact_network
    assert network is not None
    leaders = {pair.leader for pair in network.pairs if pair.leader}
    units = [pair for pair in network.pairs if pair.unit]
    assert (len(leaders), len(units), network.cadres, network.households) == (31, 73, 2540, 22013)
    assert {len(network.promises), len(network.doors)} == {3}
    village = place.code("t01-v01")
    found = {"title": "天麻烂种", "text": "请技术员来看看。", "category": "rural.farming"}
    visit = {"place": village, "contact": place.code("petition"), "households": 4, "found": [found]}
    kept = place.does("intake", "/api/intake/home-visits", visit, by="clerk")
    assert len(kept["matters"]) == 1
    missing = place.sees("intake", "/api/intake/home-visits/missing?limit=200")["missing"]
    still = {(row["contact"], row["place"]) for row in missing}
    assert (place.code("petition"), village) not in still
    assert (place.code("disease"), village) in still, "the other unit of this village has not been there yet"
    figure = place.figure("home_visits")
    assert (figure["visits"], figure["households"], figure["matters"]) == (1, 4, 1)


def test_a_hearing_is_held_where_reason_is_spoken(place: Place) -> None:
    matter = place.told("visit", place.code("t07-v01"), category="land.expropriation")
    matter.accept(tier="complex")
    topic = {"topic": "征地补偿听证说理", "at": place.week.local(2, "15:00"), "venue": "镇政府会议室"}
    held = place.does("routing", f"{matter.path}/hearings", topic, by="dispatcher")
    assert len(held["hearings"]) == 1
    place.week.at(2, "16:00")
    minutes = {"minutes": "双方陈述,评议团提问。", "findings": "评议团一致认为补偿合规。"}
    ended = place.does("routing", f"{matter.path}/hearings/1/end", minutes, by="dispatcher")
    assert ended["hearings"][0]["held_at"] == place.week.local(2, "16:00")
    place.hub.settle()
    types = [row["type"] for row in matter.followed()["timeline"]]
    assert types[-2:] == ["hearing_opened", "hearing_held"]


def test_county_towns_and_villages_are_assessed_in_one(place: Place) -> None:
    matter = place.told("phone", place.code("t08-v01"), category="construction.municipal")
    matter.accept()
    matter.whistle(place.code("city"))
    matter.check_in(place.code("city"))
    matter.reply(place.code("city"))
    matter.conclude("solved")
    matter.rate("satisfied")
    matter.followed_until("closed")
    place.hub.settle()
    rates = {by: place.week.rates(by) for by in ("village", "town", "department")}
    rows = [rates["village"][place.code("t08-v01")], rates["town"][place.code("t08")]]
    rows.append(rates["department"][place.code("city")])
    assert all(row["solution"]["settled"] == row["solution"]["concluded"] >= 1 for row in rows)
    assert all(row["satisfaction"]["rate"] == 1 for row in rows)


def test_satisfaction_of_first_matters_is_of_the_first_judgement_and_of_no_repeat(place: Place) -> None:
    village = place.code("t09-v01")
    matters = [place.told("visit", village, category="rural.land", petitioners=NOBODY) for _ in range(4)]
    for n, matter in enumerate(matters):
        matter.decide("on-the-spot", text="已办。", outcome="solved")
        matter.rate("dissatisfied" if n == 0 else "satisfied")
        matter.followed_until("accepted" if n == 0 else "closed")
    matters[0].decide("on-the-spot", text="重新办好。", outcome="solved")
    matters[0].rate("satisfied")
    matters[0].followed_until("closed")
    told = place.figure("first_satisfaction", place=village)
    assert (told["rated"], told["satisfied"], told["percent"]) == (4, 3, 75.0), "the second handling changes nothing"
    unrated = place.figure("first_satisfaction", place=place.code("t10"))
    assert unrated["percent"] is None

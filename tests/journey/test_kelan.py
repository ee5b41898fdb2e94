"""岢岚县, three-dimensional linkage: 329 all-element grids, one house that accepts, many that answer."""

from __future__ import annotations

from services.contracts.vocabulary import PlaceKind
from tests.integration.department_system import receiving
from tests.integration.hub_under_test import until
from tests.journey.a_county import NOBODY, Place
from tests.journey.a_mediated_case import Room

PLACE = "kelan"
HOME = "t01-v01"
"""广惠园社区, in the county's town."""


def test_three_levels_in_the_country_and_four_in_town_every_event_is_tied_to_its_grid(place: Place) -> None:
    places = place.county.places
    kinds = (PlaceKind.GRID, PlaceKind.TOWN, PlaceKind.VILLAGE, PlaceKind.COMMUNITY)
    grids, towns, villages, communities = (len(places.codes(kind)) for kind in kinds)
    assert (grids, towns, villages + communities) == (329, 10, 104)
    door = place.code(f"{HOME}-g1-b1-h1")
    above = [str(places.get(code).kind) for code in reversed(places.line(door))]
    assert above == ["county", "town", "community", "grid", "group", "household"], "grid, building, member's household"
    matter = place.told("web", door, category="construction.property")
    listed = place.sees("intake", f"/api/intake/matters?place={place.code(f'{HOME}-g1')}", by="dispatcher")
    assert [row["number"] for row in listed["matters"]] == [matter.number]
    place.hub.settle()
    shown = place.sees("intake", f"/api/intake/grids?place={place.code(HOME)}")["grids"]
    grid = next(row for row in shown if row["grid"] == place.code(f"{HOME}-g1"))
    assert (len(grid["buildings"]), grid["events"]) == (3, 1)
    assert {row["kind"] for row in grid["elements"]} == {"organisation", "thing"}
    assert all(0 <= axis <= 1000 for axis in grid["at"]), "and has its spot on the county's own map"
    assert "persons" not in grid, "the account files people too: we do not"


def test_six_centres_are_manned_and_trade_bodies_mediate_what_is_of_their_trade(place: Place) -> None:
    rows = place.sees("intake", f"/api/intake/rosters/on-duty?place={place.code('t01')}")["on_duty"]
    manned = {row["roster"] for row in rows if row["now"] is not None}
    centres = {"grid-dispatch", "legal-service", "petition-reception", "litigation-service", "line-12345"}
    assert centres | {"public-order"} <= manned
    trades = {body.code for body in place.county.mediation.bodies.values() if str(body.kind) == "trade"}
    wanted = {place.code(f"mediation-{trade}") for trade in ("land", "medical", "labour", "traffic")}
    assert wanted <= trades
    matter = place.told("visit", place.code("t03-v01"), category="rural.land")
    matter.accept(tier="complex")
    land = Room(place, place.code("mediation-land"))
    land.settles(land.ordered(matter))
    assert matter.followed_until("concluded")["status"] == "concluded"


def test_simple_matters_are_done_at_the_window_complex_ones_are_mediated_together(place: Place) -> None:
    simple = place.told("visit", place.code(HOME), category="party.service")
    simple.decide("on-the-spot", text="窗口当场办结。", outcome="solved")
    assert simple.followed_until("concluded")["status"] == "concluded"
    hard = place.told("visit", place.code(HOME), category="construction.property")
    hard.accept(tier="complex")
    hard.whistle(place.code("housing"), (place.code("judicial"), place.code("police")), kind="joint")
    for department in ("housing", "judicial", "police"):
        hard.check_in(place.code(department))
        hard.reply(place.code(department))
    assert hard.conclude("solved")["status"] == "concluded"


def test_one_house_accepts_twenty_departments_answer_each_with_a_named_responsible_person(place: Place) -> None:
    board = place.hub.call("intake", "GET", "/api/intake/units?kind=department")
    assert board.status_code == 200, "the board is public"
    rows = board.json()["units"]
    assert len(rows) == 20
    assert all(row["responsible"] for row in rows)
    shown = place.page("/units")
    assert all(row["name"] in shown and row["responsible"] in shown for row in rows), "and so it hangs on the wall"


def test_county_leaders_receive_monthly_towns_weekly_villages_daily(place: Place) -> None:
    village = place.code("t02-v01")
    place.week.at(2, "10:00")
    rosters = {row["roster"]: row for row in place.sees("intake", f"/api/intake/rosters?place={village}")["rosters"]}
    cycles = {code: rosters[code]["cycle"] for code in ("county-leaders", "town-leaders", "village-cadres")}
    assert cycles == {"county-leaders": "monthly", "town-leaders": "weekly", "village-cadres": "daily"}
    duty = place.sees("intake", f"/api/intake/rosters/on-duty?place={village}")["on_duty"]
    now = {row["roster"] for row in duty if row["now"] is not None}
    assert {"town-leaders", "village-cadres"} <= now, "it is Wednesday"


def test_citizens_order_the_community_dispatches_a_department_takes_a_party_member_claims(place: Place) -> None:
    matter = place.told("web", place.code(f"{HOME}-g2"), category="construction.property", text="楼顶漏水。")
    matter.accept(tier="complex")
    departments = [place.code("housing"), place.code("civil")]
    community = {"by": "clerk", "place": place.code(HOME)}
    sent = place.ask("routing", "POST", f"{matter.path}/orders", {"departments": departments}, **community)
    assert sent.status_code == 201, sent.text
    taker = {"by": "handler", "department": departments[0]}
    taken = place.ask("routing", "POST", f"{matter.path}/orders/1/taking", {}, **taker)
    assert taken.status_code == 200, taken.text
    claimed = place.ask("routing", "POST", f"{matter.path}/orders/1/claim", {"member": "party-member"}, **taker)
    assert claimed.status_code == 200, claimed.text
    place.hub.settle()
    chain = [row["type"] for row in matter.followed()["timeline"] if row["type"].startswith("order_")]
    assert chain == ["order_dispatched", "order_taken", "order_claimed"]
    tracked = next(row for row in place.ledger("daily_tracking") if row["number"] == matter.number)
    assert tracked["step"] == "claim"


def test_a_consenting_persons_bracelet_calls_and_grid_worker_and_guardian_hear_of_it_at_once(place: Place) -> None:
    grid = place.code(f"{HOME}-g3")
    enrol = {"device": "BRACELET-01", "place": grid, "consented_on": place.week.local(0, "09:00")[:10]}
    enrol |= {"person": {"name": "独居老人"}, "guardian": {"name": "监护人", "phone": "13812345678"}}
    given = place.does("intake", "/api/intake/sos/enrolments", enrol, by="grid_worker", place=grid)
    call = {"device": "BRACELET-01", "device_key": given["device_key"]}
    called = place.hub.call("intake", "POST", "/api/intake/sos", call)
    assert called.status_code == 201, called.text
    number = called.json()["number"]
    view = place.sees("intake", f"/api/intake/matters/{number}", by="grid_worker", place=grid)
    assert (view["channel"], view["urgency"], view["place"]) == ("sos", "urgent", grid)
    fact = next(row for row in view["timeline"] if row["type"] == "sos_called")
    assert fact["guardian"] is True
    assert not {"at", "latitude", "longitude", "location", "device"} & fact.keys(), "where it is worn is the grid alone"
    sent = until(lambda: messages(place, number), what="somebody is told")
    assert {"citizen", "staff", "guardian"} >= {row["audience"] for row in sent} >= {"staff"}
    place.hub.settle()
    clocks = place.sees("oversight", f"/api/oversight/clocks?number={number}")["clocks"]
    assert any(clock["clock"] == "sos_answer" for clock in clocks), "ten minutes to answer it"


def messages(place: Place, number: str) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = place.sees("notify", f"/api/notify/messages?number={number}", by="operator")[
        "messages"
    ]
    return rows


def test_the_share_of_troubles_found_and_handled_inside_the_grid(place: Place) -> None:
    grid = place.code(f"{HOME}-g1")
    inside = [place.told(channel, grid, category="construction.property") for channel in ("grid", "patrol", "grid")]
    for matter in inside:
        matter.decide("on-the-spot", text="网格内当场化解。", outcome="solved")
    beyond = place.told("grid", grid, category="construction.property")
    beyond.accept(tier="complex")
    beyond.whistle(place.code("housing"))
    beyond.check_in(place.code("housing"))
    beyond.reply(place.code("housing"))
    beyond.conclude("solved")
    place.told("web", grid, category="construction.property").decide("on-the-spot", text="已办。", outcome="solved")
    told = place.figure("inside_grid")
    assert (told["troubles"], told["found"], told["handled"], told["percent"]) == (5, 4, 3, 60.0)
    town = place.figure("inside_grid", place=place.code("t02"))
    assert (town["troubles"], town["percent"]) == (0, None)


def test_departments_are_one_net_they_subscribe_and_push(place: Place) -> None:
    department = place.code("transport")
    with receiving() as system:
        body = {"url": system.url, "types": ["countynet.routing.whistle_blown.v1"], "places": [place.code("t01")]}
        made = place.does("notify", "/api/notify/subscriptions", body, by="handler", department=department)
        assert made["department"] == department
        matter = place.told("phone", place.code(HOME), category="transport.roads")
        matter.accept()
        matter.whistle(department)
        until(lambda: system.got, what="the department's own system is told")
        assert system.got[0].headers["webhook-id"]
    matter.check_in(department)
    matter.reply(department, "系统推送:坑槽已补。")
    matter.conclude("solved")
    matter.followed_until("concluded")
    assert matter.replies() == ["系统推送:坑槽已补。"]


def test_mediators_are_rewarded_and_advisers_and_law_wise_people_are_a_pool(place: Place) -> None:
    kinds = [str(mediator.kind) for mediator in place.county.mediation.mediators.values()]
    assert (kinds.count("lawyer"), kinds.count("law_wise")) == (104, 312)
    room = Room(place, place.code("t03-v01-mediation"))
    room.settles(room.brought(place.code("t03-v01")))
    pool = place.sees("mediation", f"/api/mediation/mediators?body={room.body.code}")["mediators"]
    earned = {row["code"]: row["reward"] for row in pool}
    assert earned[room.mediator] == 10_000, "an oral agreement, in fen, by the county's own rule"
    assert sum(earned.values()) == earned[room.mediator]


def test_a_matter_taken_over_the_line_is_first_asked_and_stays_with_who_took_it(place: Place) -> None:
    matter = place.told("phone", place.code("t04-v01"), category="rural.water", petitioners=NOBODY)
    assert matter.followed()["owner"] == place.code("t04-unit")

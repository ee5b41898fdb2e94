"""沙圪堵镇: one net of 485 grids, two cards, three "-izations", four fixed duties."""

from __future__ import annotations

import pytest

from services.contracts.vocabulary import PlaceKind
from tests.journey.a_county import NOBODY, Place
from tests.journey.virtual_time import after

PLACE = "shagedu"
DUTIES = ["collect", "inspect", "order", "serve", "report"]


def test_one_net_of_485_grids_each_walked_four_times_a_week_and_what_is_missing_shows(place: Place) -> None:
    places = place.county.places
    counted = [len(places.codes(kind)) for kind in (PlaceKind.GRID, PlaceKind.VILLAGE, PlaceKind.COMMUNITY)]
    assert counted == [485, 26, 7]
    assert place.county.grid_duties is not None
    assert [duty.code for duty in place.county.grid_duties.duties] == DUTIES
    village, grid = place.code("t01-v01"), place.code("t01-v01-g01")
    for day in range(4):
        place.week.at(day, "10:00")
        walk = {"grid": grid, "done": DUTIES}
        if day == 3:
            walk |= {"found": [{"title": "护栏松了", "text": "桥头护栏松动。", "category": "transport.roads"}]}
        kept = place.does("intake", "/api/intake/patrols", walk, by="grid_worker", place=village)
    assert (kept["visits"], kept["missing"], len(kept["matters"])) == (4, 0, 1)
    second = place.code("t01-v01-g02")
    place.does("intake", "/api/intake/patrols", {"grid": second, "done": ["inspect"]}, by="grid_worker", place=village)
    lacking = place.sees("intake", f"/api/intake/patrols/missing?place={village}&limit=200")
    missing = {row["grid"]: row["missing"] for row in lacking["missing"]}
    assert grid not in missing, "the fourth visit was the last that is owed"
    assert missing[second] == 3
    place.hub.settle()
    figure = place.figure("patrols", place=village)
    assert (figure["visits"], figure["missing"]) == (5, figure["owed"] - 5)
    assert figure["grids"] == len([code for code in places.codes(PlaceKind.GRID) if places.within(code, village)])


def test_the_contact_card_of_a_village_names_leader_secretary_and_police_and_nine_services(place: Place) -> None:
    village = place.county.places.get(place.code("t01-v01"))
    posts = place.county.contact_cards
    assert posts is not None
    for shown in (place.page(f"/village/{village.code}"), place.page(f"/village/{village.code}/card")):
        assert all(village.posts[post] in shown for post in ("leader", "secretary", "police"))
        assert len([item for item in posts.items if item.name in shown]) == len(posts.items) == 9
        assert all(village.phones[post] in shown for post in ("leader", "secretary", "police")), "联系方式"
        assert "<svg" in shown, "with the code to scan"
    _, _, petition_card = place.page(f"/village/{village.code}/card").partition("信访代办明白卡")
    hotline = place.county.rosters.get("hotline").hotline
    assert hotline is not None
    assert hotline in petition_card, "24小时信访接待热线"
    assert [each.title in petition_card for each in posts.advice] == [True, True], "六要六不要、七字忠言"


def test_a_petition_card_becomes_a_matter_whose_receiver_is_the_agent_and_the_hotline_never_closes(
    place: Place,
) -> None:
    card = {"title": "灌溉井没电", "text": "浇不上地。", "place": place.code("t01-v02"), "petitioners": NOBODY}
    told = place.does("intake", "/api/intake/petition-cards", card, by="clerk", place=place.code("t01-v02"))
    view = place.sees("intake", f"/api/intake/matters/{told['number']}", by="clerk", place=place.code("t01-v02"))
    assert view["owner"] == place.code("t01-v02-unit"), "who receives first answers for it"
    types = [row["type"] for row in view["timeline"]]
    assert types[:2] == ["matter_registered", "agent_named"], "the receiver files and follows on the citizen's behalf"
    night = place.week.at(0, "23:30")
    rows = place.sees("intake", f"/api/intake/rosters/on-duty?place={place.code('t01')}&at={night}")["on_duty"]
    hotline = next(row for row in rows if row["roster"] == "hotline")
    assert hotline["now"] is not None
    assert hotline["hotline"]


def test_secretary_linked_leaders_and_village_secretaries_receive_on_three_levels(place: Place) -> None:
    village = place.code("t01-v03")
    rows = place.sees("intake", f"/api/intake/rosters/on-duty?place={village}")["on_duty"]
    now = {row["roster"] for row in rows if row["now"] is not None}
    assert {"village-secretaries", "linked-leaders", "secretary"} <= now, "it is Monday, all three receive"
    session = place.does(
        "intake", "/api/intake/receptions", {"roster": "village-secretaries", "place": village}, by="clerk"
    )
    matter = place.told("visit", village, reception=session["reception"], category="rural.land")
    ended = place.does("intake", f"/api/intake/receptions/{session['reception']}/end", {"visitors": 3}, by="clerk")
    assert (ended["visitors"], ended["matters"]) == (3, [matter.number])


def test_experts_of_many_walks_sit_in_the_mediation_centre(place: Place) -> None:
    body = place.code("mediation")
    pool = place.sees("mediation", f"/api/mediation/mediators?body={body}")["mediators"]
    known = {m.background for m in place.county.mediation.mediators.values() if m.body == body}
    assert {"党代表", "人大代表", "政协委员"} <= known, known
    kinds = {row["kind"] for row in pool}
    assert {"deputy", "first_secretary", "retired_cadre", "expert"} <= kinds, kinds


def test_what_is_told_often_is_solved_as_a_kind_and_tracked_as_one_improvement(place: Place) -> None:
    numbers = [
        place.told("visit", place.code(f"t01-v0{n}"), category="rural.water", title="渠道漏水").number
        for n in (4, 5, 6)
    ]
    place.hub.settle()
    candidates = place.sees("routing", "/api/routing/kinds", by="dispatcher")["candidates"]
    assert any(set(numbers) <= set(row["numbers"]) for row in candidates), "three of a kind, as the county file says"
    group = {"category": "rural.water", "place": place.code("t01"), "numbers": numbers, "title": "渠道统一防渗"}
    kind = place.does("routing", "/api/routing/kinds", group, by="dispatcher")
    place.does("routing", f"/api/routing/kinds/{kind['code']}/steps", {"text": "三条支渠已铺膜。"}, by="dispatcher")
    place.week.at(4, "10:00")
    result = place.does(
        "routing", f"/api/routing/kinds/{kind['code']}/result", {"text": "再无漏水来访。"}, by="dispatcher"
    )
    assert [measure["step"] for measure in result["measures"]] == ["measure", "result"]
    assert (result["before"], result["after"]) == (3, 0)


def test_hard_matters_are_conferred_on_with_minutes_and_sponsored_five_to_one(place: Place) -> None:
    matter = place.told("visit", place.code("t01-v07"), category="land.expropriation")
    matter.accept(tier="complex")
    place.does("routing", f"{matter.path}/conferences", {"question": "plan"}, by="dispatcher")
    place.does("routing", f"{matter.path}/conferences/1/minutes", {"minutes": "会诊:按一案一策办理。"}, by="dispatcher")
    place.does("routing", f"{matter.path}/plans", {"text": "先测量,再补差。"}, by="dispatcher")
    led = place.does(
        "routing", f"{matter.path}/sponsor", {"leader": place.code("l03"), "five_to_one": True}, by="dispatcher"
    )
    assert led["leading"]["sponsor"] == {
        "leader": place.code("l03"),
        "posts": 4,
        "named_at": place.week.local(0, "09:00"),
    }
    place.hub.settle()
    tracked = next(row for row in place.ledger("daily_tracking") if row["number"] == matter.number)
    assert (tracked["step"], tracked["plan"]) == ("sponsor", True)


@pytest.mark.parametrize(("urgency", "days"), [("urgent", 1), ("livelihood", 3), ("hard", 7)])
def test_one_three_or_seven_working_days_by_urgency(place: Place, urgency: str, days: int) -> None:
    matter = place.told("visit", place.code("t01-v08"), category="construction.municipal")
    matter.accept(urgency=urgency)
    whistle = matter.whistle(place.code("city"))
    working = [0, 1, 2, 3, 4, 7, 8, 9, 10, 11]
    assert whistle["finish_by"] == after(place.week.local(working[days] + 1, "00:00"), seconds=-1)


def test_litigation_is_referred_and_what_has_no_reason_is_explained(place: Place) -> None:
    court = place.told("visit", place.code("t01-v09"), category="justice.lawsuit")
    court.decide("referral", reason="litigation", to=place.code("court"), text="请向法庭提出。")
    assert court.followed_until("referred")["status"] == "referred"
    vain = place.told("visit", place.code("t01-v09"), category="civil.welfare")
    vain.decide("on-the-spot", text="条件不符,已解释清楚。", outcome="explained")
    assert vain.followed_until("concluded")["status"] == "concluded"


def test_33_secretaries_keep_ledgers_of_their_own_and_the_town_dispatches_every_week(place: Place) -> None:
    matter = place.told("visit", place.code("t01-v10"), category="construction.municipal")
    matter.accept()
    matter.whistle(place.code("city"))
    rows = place.ledger("secretaries")
    assert len(rows) == 33
    own = {row["place"]: row["matters"] for row in rows}
    assert own[place.code("t01-v10")] == 1
    listed = [row["number"] for row in place.ledger("matters", place=place.code("t01-v10"))]
    assert listed == [matter.number], "a secretary's own ledger"
    dispatched = {row["place"]: row for row in place.ledger("weekly_dispatch")}
    assert dispatched[place.code("t01-v10")]["due"] >= 1


def test_discipline_tracks_daily_and_what_stays_undone_is_investigated(place: Place) -> None:
    matter = place.told("visit", place.code("t01-v11"), category="construction.municipal")
    matter.accept(urgency="urgent")
    matter.whistle(place.code("city"))
    matter.check_in(place.code("city"))
    place.week.at(10, "10:00")
    discipline = {"by": "discipline", "department": place.code("discipline")}
    tracked = place.ask("oversight", "GET", "/api/oversight/ledgers/daily_tracking?limit=200", **discipline)
    red = {row["number"] for row in tracked.json()["rows"] if row["light"] == "red"}
    assert matter.number in red
    monthly = place.ask("oversight", "GET", f"/api/oversight/figures?{place.days()}", **discipline)
    assert monthly.json()["figures"]["whistles"]["handling"]["late"] == 1
    kinds = [(order["kind"], order["state"]) for order in place.week.orders(matter.number)]
    assert kinds == [("reminder", "issued"), ("supervision", "proposed"), ("listed", "proposed")]
    proposed = next(order for order in place.week.orders(matter.number) if order["kind"] == "supervision")
    path = f"/api/oversight/orders/{proposed['id']}"
    assert proposed["ground"] == "delay"
    assert place.does("oversight", f"{path}/issue", {}, by="supervisor")["state"] == "issued", "a person signs it"
    said = {"text": "未及时处置,已约谈责任人。"}
    answer = place.does("oversight", f"{path}/answers", said, by="handler", department=place.code("city"))
    assert answer["state"] == "answered"
    place.week.at(16, "10:00")
    clues = "/api/oversight/clues"
    (clue,) = [row for row in place.sees("oversight", clues)["clues"] if row["number"] == matter.number]
    assert (clue["state"], clue["unit"], clue["ground"]) == ("proposed", place.code("city"), "delay")
    assert own_clues(place) == []
    filed = place.does("oversight", f"{clues}/{clue['id']}/filing", {}, by="supervisor")
    assert filed["recipient"] == place.code("discipline")
    assert own_clues(place) == [clue["id"]]
    found = {"founded": True, "text": "经查属慢作为,已追责。"}
    done = place.does("oversight", f"{clues}/{clue['id']}/finding", found, **discipline)
    assert done["state"] == "founded"
    view = matter.followed()
    assert not [row for row in view["timeline"] if "clue" in row["type"]], "it is nobody else's to know"


def own_clues(place: Place) -> list[str]:
    """What discipline sees of clues."""
    told = place.ask("oversight", "GET", "/api/oversight/clues", by="discipline", department=place.code("discipline"))
    return [row["id"] for row in told.json()["clues"]]

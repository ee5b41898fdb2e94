"""Mediation on ningshan's county file: agreed, refused, with an interest, brought to the body itself; and more time."""

from __future__ import annotations

from typing import Any

from tests.integration.a_matter import CITY, VILLAGE, WATER, Matter
from tests.integration.a_mediation import BODY, FIRST, SECOND, TERMS, TWO, UNIT, Mediation
from tests.integration.evidence import assert_problem, journal
from tests.integration.hub_under_test import Hub, until
from tests.journey.virtual_time import Week, after


def types(view: dict[str, Any], service: str = "mediation") -> list[str]:
    return [row["type"] for row in view["timeline"] if row["service"] == service]


def told(hub: Hub, service: str, number: str) -> list[str]:
    return [fact["type"].split(".")[2] for fact in journal(hub, service, number)]


def accepted(hub: Hub) -> Matter:
    matter = Matter.registered(hub, text="邻居屋檐滴水,把我家院墙冲坏了。", category="construction.property")
    matter.accept()
    return matter


def test_a_dispute_is_agreed_on_and_routing_concludes_it_by_itself(week: Week) -> None:
    matter = accepted(week.hub)
    mediation = Mediation.ordered(matter)
    assert matter.followed_until("mediating")["timeline"][-1]["service"] in ("routing", "mediation")
    story = week.hub.call("intake", "GET", f"/api/intake/matters/{matter.number}", token=mediation.token)
    assert story.json()["story"]["text"].startswith("邻居屋檐"), "who mediates reads the story"
    mediation.consented()
    proposed = week.hub.ops("mediation", f"{mediation.path}/mediators", mediation.token)["mediators"]
    assert (proposed[0]["code"], proposed[0]["why"]) == (FIRST, ["body", "category"])
    mediation.does("mediators", mediator=FIRST, by="assigned")
    week.at(1, "15:00")
    mediation.does("sessions", minutes="双方到场,看了屋檐和院墙。", open=True)
    done = mediation.agreed(perform_by=week.local(9, "12:00"))
    assert done["agreement"]["effective_at"] == week.local(1, "15:00")
    view = matter.followed_until("concluded")
    concluded = next(row for row in view["timeline"] if row["type"] == "matter_concluded")
    assert (concluded["outcome"], concluded["lead"]) == ("solved", UNIT)
    assert types(view) == [
        *("mediation_opened", "parties_named", "consent_given", "consent_given", "mediator_assigned"),
        *("session_held", "agreement_reached"),
    ]
    matter.rate("satisfied")
    matter.followed_until("closed")
    week.at(3, "09:00")
    mediation.does("judicial-confirmation", parties=[1, 2])
    week.at(9, "13:00")
    due = week.hub.ops("mediation", "/api/mediation/follow-ups?limit=200", mediation.token)["cases"]
    assert mediation.id in [case["id"] for case in due]
    mediation.does("follow-ups", performance="performed", text="屋檐已修,钱已付。")
    whole = mediation.read("all").json()
    assert [person["name"] for person in whole["persons"]] == ["甲某", "乙某"]
    assert whole["agreed_on"]["terms"] == TERMS["terms"]
    assert [word["kind"] for word in whole["words"]] == ["minutes", "follow_up"]
    assert told(week.hub, "mediation", matter.number)[-3:] == [
        *("judicial_confirmation_applied", "performance_followed_up", "sealed_data_read"),
    ]
    week.hub.settle()
    assert week.rates()[UNIT]["solution"]["settled"] == 1


def test_a_refused_consent_gives_the_matter_back_and_a_second_mediation_ends_with_its_withdrawal(week: Week) -> None:
    matter = accepted(week.hub)
    mediation = Mediation.ordered(matter)
    mediation.does("parties", parties=TWO)
    mediation.does("consents", party=1, consents=True)
    done = mediation.does("consents", party=2, consents=False)
    assert (done["state"], done["reason"], "litigation" in done["routes"]) == ("failed", "consent_refused", True)
    view = matter.followed_until("accepted")
    assert types(view)[-2:] == ["consent_refused", "mediation_failed"]
    returned = next(row for row in view["timeline"] if row["type"] == "mediation_returned")
    assert (returned["order"], returned["reason"]) == (mediation.id, "consent_refused")
    again = Mediation.ordered(matter, 2)
    matter.withdraw()
    matter.followed_until("withdrawn")
    until(lambda: again.state() == "failed", what="the end of the second mediation")
    assert (again.read().json()["reason"], mediation.state()) == ("withdrawn", "failed")
    assert_problem(again.ask("parties", {"parties": TWO}), 409, "step_not_allowed")
    week.hub.settle()
    assert matter.case()["status"] == "withdrawn", "what a mediation tells later moves nothing"


def test_a_mediator_with_an_interest_is_refused_and_steps_back(week: Week) -> None:
    pool = week.hub.ops("mediation", f"/api/mediation/mediators?body={BODY}", week.hub.token("dispatcher"))
    name = next(row["name"] for row in pool["mediators"] if row["code"] == SECOND)
    mediation = Mediation.ordered(accepted(week.hub))
    mediation.does("parties", parties=[TWO[0], {"name": name}])
    mediation.consented(named=True)
    proposed = week.hub.ops("mediation", f"{mediation.path}/mediators", mediation.token)["mediators"]
    assert SECOND not in [row["code"] for row in proposed]
    assert_problem(mediation.ask("mediators", {"mediator": SECOND, "by": "chosen"}), 409, "mediator_has_interest")
    mediation.does("mediators", mediator=FIRST, by="chosen")
    left = mediation.does("interests", mediator=FIRST, text="与甲方是表亲。")
    assert (left["state"], left["sitting"]) == ("consented", [])
    assert_problem(mediation.ask("mediators", {"mediator": FIRST}), 409, "mediator_has_interest")
    mediation.does("mediators", mediator="ns-mediation-1")
    mediation.does("failure", reason="not_mediable", text="涉及刑事,应当报案。")


def test_a_dispute_brought_to_the_body_itself_is_no_matter_of_intakes(week: Week) -> None:
    mediation = Mediation.direct(week.hub, VILLAGE)
    mediation.consented(named=True)
    mediation.does("mediators", mediator=FIRST)
    mediation.does("sessions", minutes="当面说清。")
    mediation.does("agreement", form="oral", **TERMS)
    week.hub.settle()
    gone = week.hub.call("intake", "GET", f"/api/intake/matters/{mediation.number}", token=week.hub.token("clerk"))
    assert_problem(gone, 404, "not_found")
    docket = week.hub.ops("oversight", f"/api/oversight/dockets/{mediation.number}", week.hub.token("supervisor"))
    assert (docket["owner"], docket["facts"][-1]["type"]) == (UNIT, "agreement_reached")
    week.at(2, "10:00")
    alone = mediation.ask("judicial-confirmation", {"parties": [1]})
    assert_problem(alone, 422, "invalid_fields", "parties")
    assert mediation.does("judicial-confirmation")["confirmed_at"] == week.local(2, "10:00")


def test_more_time_is_granted_once_and_the_clock_of_handling_goes_on_without_starting_again(week: Week) -> None:
    matter = Matter.called(week.hub, CITY)
    matter.check_in(CITY)
    former = matter.case()["whistles"][0]["finish_by"]
    until_ = after(former, days=10)
    path = f"/api/routing/whistles/{matter.whistle_id}/extensions"
    body = {"until": until_, "reason": "appraisal", "text": "须等待鉴定结论,延期十日。"}
    too_long = matter.ask(path, body | {"until": after(former, days=30, seconds=1)})
    assert_problem(too_long, 422, "invalid_fields", "until")
    week.at(1, "10:00")
    granted = matter.ask(path, body)
    assert granted.status_code == 200, granted.text
    whistle = granted.json()["whistles"][0]
    assert (whistle["finish_by"], whistle["former_finish_by"]) == (until_, former)
    assert_problem(matter.ask(path, body | {"until": after(until_, days=1)}), 409, "already_extended")
    view = until(lambda: (told := matter.followed())["due"] == until_ and told, what="the new end")
    assert types(view or {}, "routing")[-1] == "extension_granted"
    assert matter.replies() == ["须等待鉴定结论,延期十日。"]
    week.reach(after(former, minutes=1))
    asked = f"/api/oversight/clocks?number={matter.number}&clock=handling"
    (clock,) = week.hub.ops("oversight", asked, week.hub.token("supervisor"))["clocks"]
    assert (clock["light"], clock["due"], clock["started_at"]) == ("green", until_, week.local(0, "09:00"))
    assert week.orders(matter.number) == []
    matter.reply(CITY)
    assert matter.conclude()["whistles"][0]["calls"][0]["replied_late"] is False
    other = Matter.called(week.hub, WATER)
    week.reach(after(other.case()["whistles"][0]["finish_by"], seconds=1))
    late = other.ask(
        f"/api/routing/whistles/{other.whistle_id}/extensions", body | {"until": after(week.monday, days=40)}
    )
    assert_problem(late, 409, "extension_too_late")


def test_a_matter_recognised_as_an_accusation_while_it_is_mediated_leaves_nothing_at_its_body(week: Week) -> None:
    matter = accepted(week.hub)
    mediation = Mediation.ordered(matter)
    mediation.does("parties", parties=TWO)
    matter.decide("referral", reason="accusation")
    until(lambda: mediation.read(status=None).status_code == 404, what="the case behind the wall")
    week.hub.settle()
    listed = week.hub.ops("mediation", "/api/mediation/cases?limit=200", mediation.token)["cases"]
    assert mediation.id not in [case["id"] for case in listed]
    assert told(week.hub, "mediation", matter.number)[-1] == "parties_named", "its end is told to nobody"
    assert mediation.ask("consents", {"party": 1, "consents": True}).status_code == 404
    assert matter.followed()["status"] == "registered"

"""Who may sit with the parties: who is proposed and why, who has an interest, who steps back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from services.county.county import County
from services.mediation.use_cases import show_pool
from tests.unit.mediation.conftest import BODY, CASE, TWO, UNIT

FIRST, SECOND = f"{BODY}-1", f"{BODY}-2"


def proposed(house: Any, case: str = CASE) -> dict[str, list[str]]:
    said = house.ask("mediator", "GET", f"/cases/{case}/mediators")
    return {row["code"]: row["why"] for row in said.body["mediators"]}


def name_of(county: County, code: str) -> str:
    return county.mediation.mediator(code).name


def consented_with(house: Any, *parties: dict[str, Any]) -> None:
    """An ordered case with these parties, all of whom want to mediate."""
    house.ordered()
    house.does("parties", {"parties": list(parties)})
    for n in range(1, len(parties) + 1):
        house.does("consents", {"party": n, "consents": True})


def test_the_bodys_own_people_come_first_then_those_at_home_in_the_category_or_the_place(house: Any) -> None:
    house.consented()
    found = proposed(house)
    assert next(iter(found)) == FIRST
    assert found[FIRST] == ["body", "category"]
    assert found[SECOND] == ["body"]
    assert found["ns-mediation-property-1"] == ["category"]
    assert found["ns-t01-v01-mediation-1"] == ["place"]
    assert "ns-t02-mediation-2" not in found, "nothing speaks for somebody of another town"
    assert len(found) <= 10


def test_a_party_of_the_same_name_is_an_interest_however_it_is_spaced(house: Any, county: County) -> None:
    name = name_of(county, FIRST)
    consented_with(house, {"name": f" {name[0]} {name[1:]}"}, TWO[1])
    assert FIRST not in proposed(house)
    said = house.refused("mediators", {"mediator": FIRST, "by": "chosen"})
    assert (said.code, "same_person" in said.body["detail"]) == ("mediator_has_interest", True)
    assert name not in said.body["detail"], "no name is told"


def test_one_of_the_same_household_has_an_interest(house: Any, county: County) -> None:
    pool = dict(county.mediation.mediators)
    pool[FIRST] = replace(pool[FIRST], household="王大户")
    house.service.county = replace(county, mediation=replace(county.mediation, mediators=pool))
    consented_with(house, TWO[0] | {"household": "王大户"}, TWO[1])
    said = house.refused("mediators", {"mediator": FIRST})
    assert "same_household" in said.body["detail"]
    assert house.does("mediators", {"mediator": SECOND})["sitting"] == [SECOND]


@pytest.mark.parametrize("party", [{"name": "镇政府", "unit": UNIT}, {"name": "城关镇人民政府"}])
def test_nobody_of_a_unit_that_is_a_party_mediates(house: Any, party: dict[str, Any]) -> None:
    consented_with(house, party, TWO[1])
    assert "unit_is_party" in house.refused("mediators", {"mediator": FIRST}).body["detail"]
    assert not [code for code in proposed(house) if code.startswith("ns-t01")]


def test_nobody_of_a_unit_that_has_led_the_matter_mediates(house: Any) -> None:
    house.consented(leads=("ns-housing",))
    assert "ns-mediation-property-1" not in proposed(house)
    said = house.refused("mediators", {"mediator": "ns-mediation-property-1"})
    assert "unit_has_led" in said.body["detail"]


def test_several_mediators_may_sit_and_each_but_once(house: Any) -> None:
    house.consented()
    house.does("mediators", {"mediator": FIRST, "by": "chosen"})
    done = house.does("mediators", {"mediator": SECOND})
    assert [(seat["mediator"], seat["by"]) for seat in done["seats"]] == [(FIRST, "chosen"), (SECOND, "assigned")]
    assert house.refused("mediators", {"mediator": FIRST}).code == "already_assigned"
    assert set(proposed(house)).isdisjoint({FIRST, SECOND})


def test_who_declares_an_interest_steps_back_and_does_not_come_again(house: Any) -> None:
    house.in_session()
    done = house.does("interests", {"mediator": FIRST, "text": "与一方沾亲"})
    assert (done["state"], done["sitting"], done["interested"]) == ("consented", [], [FIRST])
    assert (house.last().data["mediator"], house.last().data["sat"]) == (FIRST, True)
    assert house.refused("sessions", {"minutes": "无人主持"}).code == "step_not_allowed"
    assert house.refused("mediators", {"mediator": FIRST}).code == "mediator_has_interest"
    assert house.refused("interests", {"mediator": FIRST}).code == "already_declared"
    house.does("mediators", {"mediator": SECOND})
    assert house.does("sessions", {"minutes": "换人再谈"})["state"] == "in_session"


def test_an_interest_declared_beforehand_leaves_those_who_sit_where_they_are(house: Any) -> None:
    house.in_session()
    done = house.does("interests", {"mediator": SECOND})
    assert (done["state"], done["sitting"]) == ("in_session", [FIRST])
    assert house.last().data["sat"] is False


def test_an_unknown_mediator_is_refused_with_whom_there_is(house: Any) -> None:
    house.consented()
    said = house.refused("mediators", {"mediator": "nobody"})
    assert said.fault == ("mediator", "unknown_mediator")
    assert FIRST in said.body["errors"][0]["detail"]
    assert house.refused("interests", {"mediator": "nobody"}).fault == ("mediator", "unknown_mediator")


def test_the_pool_and_the_bodies_show_how_mediations_ended(house: Any) -> None:
    house.agreed()
    pool = house.ask("dispatcher", "GET", f"/mediators?body={BODY}").body["mediators"]
    first = next(row for row in pool if row["code"] == FIRST)
    assert (first["agreed"], first["failed"], first["rate"], first["reward"]) == (1, 0, 1.0, 20000)
    bodies = house.ask("dispatcher", "GET", "/bodies?place=ns-t01-v01-g1").body["bodies"]
    rates = {row["code"]: (row["agreed"], row["rate"]) for row in bodies}
    assert rates[BODY] == (1, 1.0)
    assert rates["ns-t01-v01-mediation"] == (0, None)
    assert "ns-t02-mediation" not in rates
    assert house.ask("dispatcher", "GET", "/bodies?place=nowhere").fault == ("place", "unknown_place")
    assert house.ask("dispatcher", "GET", "/mediators?body=nobody").fault == ("body", "unknown_body")


def test_where_an_elder_comes_from_is_shown_in_the_pool_and_among_the_proposed(house: Any, county: County) -> None:
    pool = dict(county.mediation.mediators)
    pool[FIRST] = replace(pool[FIRST], background="老党员")
    house.service.county = replace(county, mediation=replace(county.mediation, mediators=pool))
    house.consented()
    for path in ("/mediators", f"/cases/{CASE}/mediators"):
        rows = house.ask("mediator", "GET", path).body["mediators"]
        assert {row["background"] for row in rows if row["code"] in (FIRST, SECOND)} == {"老党员", None}


@pytest.mark.parametrize(("agreed", "ended", "rate"), [(29, 32, 0.9063), (1, 3, 0.3333), (0, 0, None)])
def test_half_of_the_last_digit_of_a_rate_is_rounded_up(agreed: int, ended: int, rate: float | None) -> None:
    assert show_pool.rate_of(agreed, ended) == rate

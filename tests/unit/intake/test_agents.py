from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from services.contracts.refusals import Refusal
from services.contracts.vocabulary import Role
from services.county.contact import ContactCards
from services.intake.forms import cards
from services.intake.pages import forms, taking_in
from services.intake.use_cases import petition_cards
from tests.unit.intake import facts
from tests.unit.intake.desk import CLERK, GRID, NAME, NOON, PHONE, VILLAGE, Intake, staff

WORKER = staff(Role.GRID_WORKER, place=VILLAGE, department="ns-t01-unit")
RELATIVE = {"name": "侄子某某", "phone": "13700137000", "relation": "侄子"}


def refused(intake: Intake, user: Any = None, **changes: Any) -> tuple[str, str]:
    with pytest.raises(Refusal) as refusal:
        intake.register(user, **changes)
    assert refusal.value.status == 422
    return refusal.value.errors[0].field, refusal.value.errors[0].code


def test_a_grid_worker_who_files_for_a_citizen_becomes_the_agent_and_everybody_hears_it(intake: Intake) -> None:
    told = intake.register(WORKER, channel="grid", agent="me")
    assert intake.names() == ["matter_registered", "agent_named"]
    assert intake.last().data["agent"] == WORKER.id
    assert intake.follow(told)["agent"] == {"unit": "ns-t01-unit"}
    assert all("agent" not in row for row in intake.follow(told)["timeline"])
    assert intake.read(told["number"], CLERK)["agent"] == {"account": WORKER.id, "unit": "ns-t01-unit", "person": None}


def test_an_agent_who_belongs_to_no_unit_is_shown_by_the_role(intake: Intake) -> None:
    told = intake.register(staff(Role.GRID_WORKER, place=VILLAGE), channel="grid", agent="me")
    assert intake.follow(told)["agent"] == {"unit": None, "role": "grid_worker"}
    assert intake.follow(intake.register(agent="村里的老李"))["agent"] == {"unit": None}


def test_the_agent_sees_and_lists_the_matter_wherever_it_lies(intake: Intake) -> None:
    number = intake.register(WORKER, channel="grid", agent="me", place="ns-t02-v01")["number"]
    other = intake.register(place="ns-t02-v01")["number"]
    shown = intake.read(number, WORKER)
    assert shown["petitioners"][0]["name"] == NAME
    assert intake.numbers(WORKER, agent="me") == [number]
    assert intake.numbers(WORKER, agent="me", status="closed") == []
    assert intake.numbers(CLERK, agent=WORKER.id) == [number]
    assert intake.numbers(WORKER) == []
    with pytest.raises(Refusal):
        intake.read(other, WORKER)


def test_an_agent_loses_sight_of_what_was_recognised_as_an_accusation(intake: Intake) -> None:
    number = intake.register(WORKER, channel="grid", agent="me")["number"]
    intake.tell(facts.walled(number))
    assert intake.numbers(WORKER, agent="me") == []
    assert intake.store.find("noted").documents == []
    with pytest.raises(Refusal):
        intake.read(number, WORKER)


def test_a_relative_who_files_is_sealed_like_the_petitioner_and_shown_to_who_needs_it(intake: Intake) -> None:
    told = intake.register(agent=RELATIVE)
    assert intake.names() == ["matter_registered"]
    assert intake.read(told["number"], CLERK)["agent"]["person"] == RELATIVE
    assert intake.read(told["number"], staff(Role.LEADER))["agent"]["person"] is None
    assert intake.last().data["fields"] == ["text", "title"]
    assert RELATIVE["name"].encode() not in intake.bytes_on_disk()


def test_a_name_alone_is_an_agent_too(intake: Intake) -> None:
    number = intake.register(agent="村里的老李")["number"]
    assert intake.read(number, CLERK)["agent"]["person"] == {"name": "村里的老李"}


def test_an_agent_is_somebody_and_not_just_any_account(intake: Intake) -> None:
    assert refused(intake, agent={"phone": PHONE}) == ("agent", "required")
    assert refused(intake, agent="me") == ("agent.account", "staff_only")
    assert refused(intake, CLERK, agent="u-ffffffffffffffff") == ("agent.account", "unknown_account")
    assert refused(intake, CLERK, agent="me", purpose="accusation") == ("agent.account", "not_for_accusations")


def test_secret_names_stay_with_those_who_take_in_and_dispatch(intake: Intake) -> None:
    number = intake.register(secret=True, agent=RELATIVE)["number"]
    intake.tell(facts.accepted(number))
    intake.tell(facts.whistled(number))
    handler = staff(Role.HANDLER, department=facts.LEAD)
    shown = intake.read(number, handler)
    assert (shown["petitioners"], shown["agent"]["person"], shown["secret"]) == (None, None, True)
    assert shown["story"] is not None
    assert intake.read(number, CLERK)["petitioners"][0]["name"] == NAME


@pytest.fixture
def carded(intake: Intake) -> Intake:
    intake.county = replace(intake.county, contact_cards=ContactCards((), petition_card=True))
    return intake


def card(**changes: Any) -> dict[str, Any]:
    said = {"title": "水管", "text": "水管漏水", "place": GRID, "petitioners": [{"name": NAME, "phone": PHONE}]}
    return said | changes


def test_a_card_from_a_citizens_hand_becomes_a_matter_and_its_receiver_the_agent(carded: Intake) -> None:
    intake = carded
    taken = intake.ask(petition_cards.take_card, cards.PetitionCardForm, card(), user=WORKER)
    picture = intake.picture(taken["number"])
    assert picture is not None
    assert (picture["channel"], picture["agent"]) == ("grid", WORKER.id)
    assert intake.follow(taken)["status"] == "registered"
    assert intake.names() == ["matter_registered", "agent_named"]


def test_cards_are_taken_in_ones_own_place_and_never_for_an_accusation(carded: Intake) -> None:
    intake = carded
    for changes, status in (({"place": "ns-t02-v01"}, 403), ({"purpose": "accusation"}, 422)):
        with pytest.raises(Refusal) as refusal:
            intake.ask(petition_cards.take_card, cards.PetitionCardForm, card(**changes), user=WORKER)
        assert refusal.value.status == status
    assert intake.names() == []


def test_a_county_without_petition_cards_takes_none(intake: Intake) -> None:
    with pytest.raises(Refusal) as refusal:
        intake.ask(petition_cards.take_card, cards.PetitionCardForm, card(), user=WORKER)
    assert (refusal.value.status, refusal.value.code) == (409, "not_in_this_county")


def test_a_page_says_who_files_for_the_citizen_in_the_same_words_as_a_program(intake: Intake) -> None:
    said = {"purpose": "appeal", "title": "水", "text": "漏水", "place": VILLAGE, "agent": RELATIVE}
    body = taking_in.petition_of(forms.SubmitForm().load(said), intake.county, NOON, channel="web")
    assert body["agent"] == {"account": None, **RELATIVE}
    taken = forms.TakeInForm().load({**said, "channel": "letter", "by_me": True})
    assert taking_in.petition_of(taken, intake.county, NOON)["agent"] == {**RELATIVE, "account": "me"}
    alone = forms.TakeInForm().load(
        {name: said[name] for name in said if name != "agent"} | {"channel": "letter", "by_me": True}
    )
    assert taking_in.petition_of(alone, intake.county, NOON)["agent"]["account"] == "me"

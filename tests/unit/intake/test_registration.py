from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from marshmallow import ValidationError

from services.contracts import numbers
from services.contracts.refusals import Refusal
from services.contracts.vocabulary import Role
from services.county.leading import Successor
from services.intake.forms import takes
from tests.unit.intake.desk import CLERK, GRID, NAME, NOON, PHONE, VILLAGE, Intake, petition, staff


def refused(intake: Intake, *args: Any, **changes: Any) -> Refusal:
    before = len(intake.facts())
    with pytest.raises(Refusal) as told:
        intake.register(*args, **changes)
    assert len(intake.facts()) == before
    return told.value


def field_error(refusal: Refusal) -> tuple[int, str, str]:
    [error] = refusal.errors
    return refusal.status, error.field, error.code


def test_a_citizen_registers_by_the_web_and_is_told_number_code_and_owner(intake: Intake) -> None:
    told = intake.register()
    assert set(told) == {
        "number", "query_code", "status", "place", "category", "category_by", "urgency", "owner", "received_at",
    }  # fmt: skip
    assert told["number"].isdigit()
    assert len(told["number"]) == 12
    assert told["number"][0] != "0"
    assert (told["status"], told["place"], told["owner"]) == ("registered", VILLAGE, "ns-t01-unit")
    assert told["received_at"] == NOON


def test_registering_records_one_fact_and_one_picture_and_one_story(intake: Intake) -> None:
    told = intake.register()
    fact = intake.last()
    assert intake.names() == ["matter_registered"]
    assert fact.stream == f"matter/{told['number']}"
    assert fact.data["owner"] == "ns-t01-unit"
    assert fact.data["petitioners"] == 1
    assert fact.data["contactable"] is True
    picture = intake.picture(told["number"])
    assert picture is not None
    assert [row["fact"] for row in picture["timeline"]] == [fact.id]
    assert (picture["town"], picture["village"]) == ("ns-t01", VILLAGE)
    assert len(str(picture)) < 1200


def test_a_category_is_taken_as_given_or_found_by_keywords_or_left_to_a_dispatcher(intake: Intake) -> None:
    given = intake.register(category="construction.property")
    found = intake.register(title="修路", text="村口修路修到一半停工了")
    none = intake.register(title="你好", text="有一件事想说")
    assert (given["category"], given["category_by"], given["urgency"]) == (
        "construction.property",
        "given",
        "livelihood",
    )
    assert (found["category"], found["category_by"]) == ("transport.roads", "keywords")
    assert (none["category"], none["category_by"], none["urgency"]) == (None, "none", None)


def test_a_given_urgency_stands(intake: Intake) -> None:
    assert intake.register(category="construction.property", urgency="urgent")["urgency"] == "urgent"


def test_the_receiving_unit_of_the_clerk_is_the_first_owner(intake: Intake) -> None:
    assert intake.register(CLERK, channel="letter")["owner"] == "ns-petition"


def test_a_unit_whose_duties_went_over_to_another_receives_nothing_any_more(intake: Intake) -> None:
    went = (Successor("ns-petition", "ns-civil", date(2000, 1, 1)),)
    intake.county = replace(intake.county, successors=went)
    assert intake.register(CLERK, channel="letter")["owner"] == "ns-civil"
    assert intake.register(place="ns")["owner"] == "ns-civil"


def test_a_matter_of_the_whole_county_is_owned_by_the_petition_office(intake: Intake) -> None:
    assert intake.register(place="ns")["owner"] == "ns-petition"


@pytest.mark.parametrize("channel", ["letter", "visit", "phone", "grid", "patrol", "sos", "import"])
def test_staff_channels_need_a_sign_in(intake: Intake, channel: str) -> None:
    refusal = refused(intake, channel=channel)
    assert (refusal.status, refusal.code) == (401, "not_signed_in")


@pytest.mark.parametrize("channel", ["letter", "visit", "phone", "import"])
def test_a_grid_worker_takes_in_only_what_is_found_outside(intake: Intake, channel: str) -> None:
    worker = staff(Role.GRID_WORKER, place=GRID)
    refusal = refused(intake, worker, channel=channel)
    assert (refusal.status, refusal.code) == (403, "not_allowed")
    for found in ("grid", "patrol", "sos"):
        assert intake.register(worker, channel=found, petitioners=..., place=GRID)["status"] == "registered"


def test_an_emergency_call_is_urgent_whatever_its_category(intake: Intake) -> None:
    told = intake.register(staff(Role.GRID_WORKER), channel="sos", category="construction.property")
    assert told["urgency"] == "urgent"
    assert intake.register(CLERK, channel="sos", category="construction.property", urgency="hard")["urgency"] == "hard"


def test_a_clerk_takes_in_what_an_upper_organ_hands_over(intake: Intake) -> None:
    assert intake.register(CLERK, channel="import")["owner"] == "ns-petition"


def test_a_dispatcher_does_not_take_in_letters(intake: Intake) -> None:
    assert refused(intake, staff(Role.DISPATCHER), channel="letter").code == "not_allowed"


def test_an_anonymous_petition_names_nobody(intake: Intake) -> None:
    told = intake.register(anonymous=True, petitioners=...)
    assert intake.last().data["anonymous"] is True
    assert intake.last().data["contactable"] is False
    assert told["status"] == "registered"
    assert field_error(refused(intake, anonymous=True)) == (422, "petitioners", "anonymous")


def test_an_open_petition_names_somebody_unless_the_grid_reports_it(intake: Intake) -> None:
    assert field_error(refused(intake, petitioners=[])) == (422, "petitioners", "required")
    assert intake.register(CLERK, channel="grid", petitioners=[])["status"] == "registered"


def test_a_visit_names_at_most_five_representatives(intake: Intake) -> None:
    people = [{"name": f"代表{n}"} for n in range(6)]
    assert field_error(refused(intake, CLERK, channel="visit", petitioners=people)) == (422, "petitioners", "too_many")
    assert intake.register(CLERK, channel="visit", petitioners=people[:5])["status"] == "registered"
    assert intake.register(CLERK, channel="letter", petitioners=people)["status"] == "registered"


def test_an_unknown_place_and_an_unknown_category_are_refused_by_name(intake: Intake) -> None:
    assert field_error(refused(intake, place="ns-nowhere")) == (422, "place", "unknown_place")
    assert field_error(refused(intake, category="no.such")) == (422, "category", "unknown_category")


def test_what_the_county_does_not_know_is_told_together_with_every_other_mistake(intake: Intake) -> None:
    wrong = refused(intake, place="mars", category="x.y", petitioners=[])
    assert [(each.field, each.code) for each in wrong.errors] == [
        ("place", "unknown_place"),
        ("category", "unknown_category"),
        ("petitioners", "required"),
    ]


def test_what_occurred_lies_not_in_the_future(intake: Intake) -> None:
    refusal = refused(intake, occurred_at="2026-11-22T04:00:01Z")
    assert field_error(refusal) == (422, "occurred_at", "in_the_future")
    assert intake.register(occurred_at=NOON)["status"] == "registered"


def test_only_an_accusation_names_an_accused(intake: Intake) -> None:
    assert field_error(refused(intake, accused={"name": "某人"})) == (422, "accused", "not_an_accusation")


def test_all_faults_of_a_petition_are_named_at_once(intake: Intake) -> None:
    refusal = refused(intake, petitioners=[], accused={}, occurred_at="2027-01-01T00:00:00Z")
    assert [error.field for error in refusal.errors] == ["petitioners", "accused", "occurred_at"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"channel": "pigeon"}, "channel"),
        ({"purpose": "gossip"}, "purpose"),
        ({"title": ...}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"text": "   "}, "text"),
        ({"text": 7}, "text"),
        ({"place": "Not A Code"}, "place"),
        ({"urgency": "now"}, "urgency"),
        ({"secret": "yes"}, "secret"),
        ({"occurred_at": "yesterday"}, "occurred_at"),
        ({"surprise": 1}, "surprise"),
        ({"q": "text"}, "q"),
    ],
)
def test_a_form_fault_names_its_field(change: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as told:
        takes.RegisterForm().load(petition(**change))
    assert list(told.value.messages_dict) == [field]


@pytest.mark.parametrize(
    ("petitioner", "field"),
    [
        ({"name": NAME, "phone": "12345"}, "phone"),
        ({"name": NAME, "id_number": "110105194912310021"}, "id_number"),
        ({"phone": PHONE}, "name"),
        ({"name": NAME, "nickname": "x"}, "nickname"),
    ],
)
def test_a_phone_or_an_id_number_that_cannot_be_is_refused_where_it_stands(
    petitioner: dict[str, Any], field: str
) -> None:
    with pytest.raises(ValidationError) as told:
        takes.RegisterForm().load(petition(petitioners=[petitioner]))
    assert list(told.value.messages_dict["petitioners"][0]) == [field]


def test_a_number_that_is_taken_is_drawn_again(intake: Intake, monkeypatch: pytest.MonkeyPatch) -> None:
    first = intake.register()
    drawn = iter([first["number"], "900000000001"])
    monkeypatch.setattr(numbers, "draw_number", lambda _draw: next(drawn))
    assert intake.register()["number"] == "900000000001"
    assert intake.names() == ["matter_registered"] * 2


def test_registering_counts_by_channel_and_town(intake: Intake) -> None:
    intake.register()
    intake.register(CLERK, channel="letter", place="ns")
    text = intake.metrics.text().decode()
    assert 'countynet_matters_registered_total{channel="web",town="ns-t01"} 1.0' in text
    assert 'countynet_matters_registered_total{channel="letter",town="ns"} 1.0' in text

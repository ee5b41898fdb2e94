from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from services.chassis.access import User
from services.contracts.refusals import Refusal
from services.contracts.vocabulary import Role
from services.county.leading import Successor
from tests.unit.intake import facts
from tests.unit.intake.desk import CLERK, GRID, ID_NUMBER, NAME, PHONE, TEXT, TITLE, Intake, staff

HANDLER = staff(Role.HANDLER, department=facts.LEAD)


def hidden(intake: Intake, number: str, user: User) -> bool:
    with pytest.raises(Refusal) as told:
        intake.read(number, user)
    return (told.value.status, told.value.code) == (404, "not_found")


def test_a_clerk_reads_story_and_petitioners(intake: Intake) -> None:
    told = intake.register()
    seen = intake.read(told["number"], CLERK)
    assert seen["story"] == {"title": TITLE, "text": TEXT}
    [person] = seen["petitioners"]
    assert person == {"name": NAME, "phone": PHONE, "email": None, "id_number": ID_NUMBER, "address": None}
    assert "token" not in seen


def test_opening_sealed_words_is_told_with_reader_and_fields_and_shows_in_the_timeline(intake: Intake) -> None:
    told = intake.register()
    intake.read(told["number"], CLERK)
    fact = intake.last()
    assert fact.type == "countynet.intake.sealed_data_read.v1"
    assert fact.data["reader"] == CLERK.id
    assert fact.data["fields"] == ["petitioners", "text", "title"]
    rows = intake.follow(told)["timeline"]
    assert [row["fact"] for row in rows][-1] == fact.id
    assert CLERK.id not in str(rows)


def test_codes_alone_unseal_nothing_and_tell_nothing(intake: Intake) -> None:
    number = intake.register()["number"]
    seen = intake.read(number, CLERK, "codes")
    assert (seen["story"], seen["petitioners"]) == (None, None)
    assert seen["status"] == "registered"
    assert intake.names() == ["matter_registered"]


def test_ratings_and_their_comments_are_shown(intake: Intake) -> None:
    told = intake.register()
    intake.rate(told, "dissatisfied", comment="没有人来")
    seen = intake.read(told["number"], CLERK)
    assert [rating["responsible"] for rating in seen["ratings"]] == ["dissatisfied"]
    assert [comment["text"] for comment in seen["comments"]] == ["没有人来"]


@pytest.mark.parametrize("place", ["ns", "ns-t01", "ns-t01-v04", None])
def test_staff_read_the_matters_of_their_subtree(intake: Intake, place: str | None) -> None:
    number = intake.register()["number"]
    assert intake.read(number, staff(Role.CLERK, place=place))["number"] == number


@pytest.mark.parametrize("place", ["ns-t02", "ns-t01-v05", GRID])
def test_what_lies_outside_their_subtree_is_not_there_for_them(intake: Intake, place: str) -> None:
    assert hidden(intake, intake.register()["number"], staff(Role.CLERK, Role.GRID_WORKER, place=place))


def test_an_unknown_number_is_not_there_either(intake: Intake) -> None:
    assert hidden(intake, "123456789012", CLERK)
    assert hidden(intake, "no-number", CLERK)


@pytest.mark.parametrize("role", [Role.LEADER, Role.SUPERVISOR])
def test_leaders_and_supervisors_read_the_story_but_not_who_brought_it(intake: Intake, role: Role) -> None:
    number = intake.register()["number"]
    seen = intake.read(number, staff(role))
    assert seen["story"]["text"] == TEXT
    assert seen["petitioners"] is None
    assert intake.last().data["fields"] == ["text", "title"]


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.MEDIATOR, Role.DISCIPLINE])
def test_other_roles_see_no_matter_at_all(intake: Intake, role: Role) -> None:
    assert hidden(intake, intake.register()["number"], staff(role, department="ns-discipline"))


def test_a_department_reads_a_matter_from_its_whistle_on(intake: Intake) -> None:
    number = intake.register()["number"]
    assert hidden(intake, number, HANDLER)
    intake.tell(facts.whistled(number))
    assert intake.read(number, HANDLER)["petitioners"][0]["name"] == NAME
    assert hidden(intake, number, staff(Role.HANDLER, department=facts.OTHER))


def test_a_released_department_reads_it_no_longer_and_its_replacement_does(intake: Intake) -> None:
    number = intake.register()["number"]
    intake.tell(facts.whistled(number))
    intake.tell(facts.objected(number))
    intake.tell(facts.decided(number, upheld=True, lead=facts.OTHER, replacement=facts.OTHER))
    assert hidden(intake, number, HANDLER)
    assert intake.read(number, staff(Role.HANDLER, department=facts.OTHER))["story"]["text"] == TEXT


def test_who_asked_for_secrecy_is_not_shown_to_the_departments(intake: Intake) -> None:
    number = intake.register(secret=True)["number"]
    intake.tell(facts.whistled(number))
    assert intake.read(number, HANDLER)["petitioners"] is None
    assert intake.read(number, CLERK)["petitioners"][0]["name"] == NAME


def test_a_matter_that_only_siblings_know_has_codes_and_no_words(intake: Intake) -> None:
    intake.tell(facts.accepted("123456789012"))
    seen = intake.read("123456789012", CLERK)
    assert (seen["status"], seen["story"], seen["petitioners"]) == ("accepted", None, None)
    assert intake.facts() == []


def test_the_successor_of_a_called_department_reads_what_it_has_to_handle(intake: Intake) -> None:
    number = intake.register()["number"]
    intake.tell(facts.whistled(number))
    heir = staff(Role.HANDLER, department="ns-civil")
    assert hidden(intake, number, heir)
    intake.county = replace(intake.county, successors=(Successor(facts.LEAD, "ns-civil", date(2000, 1, 1)),))
    assert intake.read(number, heir)["number"] == number

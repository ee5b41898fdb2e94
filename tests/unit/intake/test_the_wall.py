from __future__ import annotations

from typing import Any

import pytest

from services.contracts.events import oversight
from services.contracts.events.intake import ACCUSATIONS
from services.contracts.refusals import Refusal
from services.contracts.vocabulary import Role
from services.intake import store as documents
from tests.unit.intake import facts
from tests.unit.intake.desk import CLERK, DISCIPLINE, PLANTED, TEXT, TITLE, Intake, staff

OPEN = "countynet.intake"
UPPER = staff(Role.DISCIPLINE, department="ns-discipline-upper")
EVERYBODY_ELSE = [
    CLERK,
    UPPER,
    staff(*(role for role in Role if role is not Role.DISCIPLINE), department="ns-discipline"),
    staff(Role.DISCIPLINE),
    staff(Role.HANDLER, department=facts.LEAD),
]


def accuse(intake: Intake, **changes: Any) -> dict[str, Any]:
    return intake.register(purpose="accusation", **changes)


def unseen(intake: Intake, number: str) -> bool:
    refusals = []
    for user in EVERYBODY_ELSE:
        for fields in ("all", "codes"):
            with pytest.raises(Refusal) as told:
                intake.read(number, user, fields)
            refusals.append((told.value.status, told.value.code))
    return set(refusals) == {(404, "not_found")}


def received(number: str) -> oversight.AccusationReceived:
    return oversight.AccusationReceived(number=number, recipient="ns-discipline")


def answered(number: str) -> oversight.AccusationAnswered:
    return oversight.AccusationAnswered(number=number, recipient="ns-discipline")


def test_an_accusation_gets_the_answer_of_any_matter(intake: Intake) -> None:
    accusation, matter = accuse(intake), intake.register()
    assert set(accusation) == set(matter)
    assert accusation["status"] == matter["status"]
    assert len(accusation["number"]) == len(matter["number"])
    assert accusation["owner"] == "ns-discipline"


def test_an_accusation_travels_on_its_own_exchange_alone(intake: Intake) -> None:
    number = accuse(intake)["number"]
    assert intake.names(ACCUSATIONS) == ["accusation_registered"]
    assert intake.names(OPEN) == []
    assert intake.last().stream == f"accusation/{number}"
    assert set(intake.last().data) == {"number", "place", "channel", "received_at", "recipient"}


def test_an_accusation_is_in_no_list_and_no_metric(intake: Intake) -> None:
    before = intake.metrics.text()
    accuse(intake)
    matter = intake.register()
    assert intake.numbers() == [matter["number"]]
    assert intake.numbers(purpose="accusation") == []
    assert before.count(b"matters_registered_total{") == 0
    assert intake.metrics.text().count(b"matters_registered_total{") == 1
    assert intake.store.counters("") == {}


def test_nobody_but_discipline_of_the_recipient_reads_an_accusation(intake: Intake) -> None:
    number = accuse(intake, accused={"name": "某站长"})["number"]
    assert unseen(intake, number)
    seen = intake.read(number, DISCIPLINE)
    assert seen["story"] == {"title": TITLE, "text": TEXT}
    assert seen["accused"] == {"unit": None, "name": "某站长"}
    assert seen["petitioners"][0]["name"] in PLANTED


def test_reading_an_accusation_is_told_on_its_own_exchange(intake: Intake) -> None:
    number = accuse(intake)["number"]
    intake.read(number, DISCIPLINE)
    assert intake.names(ACCUSATIONS) == ["accusation_registered", "accusation_read"]
    assert intake.names(OPEN) == []
    assert intake.last().data["reader"] == DISCIPLINE.id


def test_discipline_itself_accused_goes_to_the_other_recipient(intake: Intake) -> None:
    number = accuse(intake, accused={"unit": "ns-discipline"})["number"]
    assert intake.last().data["recipient"] == "ns-discipline-upper"
    assert intake.read(number, UPPER)["story"]["text"] == TEXT
    with pytest.raises(Refusal):
        intake.read(number, DISCIPLINE)


@pytest.mark.parametrize("name", ["左顺和", "左 顺 和", "县纪委书记左顺和"])
def test_who_answers_for_discipline_accused_by_name_goes_to_the_other_recipient(intake: Intake, name: str) -> None:
    assert intake.county.units.get("ns-discipline").responsible == "左顺和"
    accuse(intake, accused={"name": name})
    assert intake.last().data["recipient"] == "ns-discipline-upper"
    accuse(intake, accused={"unit": "ns-petition", "name": name})
    assert intake.last().data["recipient"] == "ns-discipline-upper"


def test_a_person_of_the_other_recipient_is_dealt_with_by_discipline(intake: Intake) -> None:
    accuse(intake, accused={"unit": "ns-discipline-upper", "name": "张林香"})
    assert intake.last().data["recipient"] == "ns-discipline"


def test_an_accused_unit_is_one_of_the_county_file(intake: Intake) -> None:
    with pytest.raises(Refusal) as told:
        accuse(intake, accused={"unit": "ns-no-such"})
    (error,) = told.value.errors
    assert (told.value.status, error.field, error.code) == (422, "accused.unit", "unknown_department")
    assert "unit of the county file" in error.detail
    assert intake.names() == []


def test_the_citizen_is_told_where_the_answers_are(intake: Intake) -> None:
    accusation, matter = accuse(intake), intake.register()
    assert intake.follow(accusation)["answers_at"] == f"/api/oversight/accusations/{accusation['number']}/answer"
    assert intake.follow(matter)["answers_at"] == f"/api/routing/cases/{matter['number']}/replies"


def test_the_accuser_follows_and_adds_as_any_citizen_does(intake: Intake) -> None:
    told = accuse(intake)
    assert intake.supplement(told["number"], query_code=told["query_code"]) == {
        "number": told["number"],
        "supplement": 1,
    }
    seen, ordinary = intake.follow(told), intake.follow(intake.register())
    assert set(seen) == set(ordinary)
    assert seen["supplement_count"] == 1
    assert intake.names(ACCUSATIONS) == ["accusation_registered", "accusation_supplemented"]


def test_staff_adds_nothing_to_an_accusation_of_which_they_may_not_know(intake: Intake) -> None:
    number = accuse(intake)["number"]
    with pytest.raises(Refusal) as told:
        intake.supplement(number, user=CLERK)
    assert told.value.code == "not_found"


def test_an_accusation_is_neither_rated_nor_withdrawn(intake: Intake) -> None:
    told = accuse(intake)
    for request in (intake.rate, intake.withdraw):
        with pytest.raises(Refusal) as refusal:
            request(told)
        assert (refusal.value.status, refusal.value.code) == (409, "not_for_accusations")


def test_the_recipients_steps_show_to_the_accuser(intake: Intake) -> None:
    told = accuse(intake)
    intake.tell(received(told["number"]))
    assert intake.follow(told)["status"] == "accepted"
    intake.tell(answered(told["number"]))
    seen = intake.follow(told)
    assert seen["status"] == "replied"
    assert [row["type"] for row in seen["timeline"]] == [
        "accusation_registered", "accusation_received", "accusation_answered",
    ]  # fmt: skip


def test_a_matter_recognised_as_an_accusation_vanishes_for_all_but_its_recipient(intake: Intake) -> None:
    told = intake.register()
    number = told["number"]
    intake.tell(facts.accepted(number))
    intake.tell(facts.whistled(number))
    intake.tell(facts.walled(number))
    assert intake.numbers() == []
    assert intake.picture(number) is None
    assert unseen(intake, number)
    assert intake.read(number, DISCIPLINE)["story"]["text"] == TEXT
    assert intake.names(ACCUSATIONS)[0] == "accusation_registered"


def test_the_citizen_of_a_walled_matter_follows_with_the_same_number_and_code(intake: Intake) -> None:
    told = intake.register()
    intake.tell(facts.whistled(told["number"]))
    intake.tell(facts.walled(told["number"]))
    seen = intake.follow(told)
    assert (seen["status"], seen["owner"], seen["due"], seen["handling"]) == ("registered", "ns-discipline", None, [])
    intake.supplement(told["number"], query_code=told["query_code"])
    intake.tell(received(told["number"]))
    assert intake.follow(told)["status"] == "accepted"
    assert intake.names(OPEN) == ["matter_registered"]


def test_what_siblings_still_tell_of_a_walled_matter_changes_nothing(intake: Intake) -> None:
    number = intake.register()["number"]
    intake.tell(facts.walled(number))
    before = intake.picture(number, documents.ACCUSATION)
    intake.tell(facts.of_clock(number))
    intake.tell(facts.walled(number))
    assert intake.picture(number, documents.ACCUSATION) == before
    assert intake.picture(number) is None
    assert intake.names(ACCUSATIONS) == ["accusation_registered"]


def test_an_unknown_number_can_be_walled_too(intake: Intake) -> None:
    intake.tell(facts.walled("123456789012"))
    assert intake.picture("123456789012") is None
    picture = intake.picture("123456789012", documents.ACCUSATION)
    assert picture is not None
    assert picture["recipient"] == "ns-discipline"
    assert intake.names() == ["accusation_registered"]


def test_an_answer_about_a_number_that_intake_lost_opens_a_picture_behind_the_wall(intake: Intake) -> None:
    intake.tell(received("123456789012"))
    assert intake.picture("123456789012") is None
    assert unseen(intake, "123456789012")
    assert intake.read("123456789012", DISCIPLINE)["status"] == "accepted"


def test_an_answer_that_overtakes_the_walling_hides_the_matter_at_once(intake: Intake) -> None:
    told = intake.register()
    intake.tell(received(told["number"]))
    assert intake.numbers() == []
    intake.tell(facts.walled(told["number"]))
    assert intake.follow(told)["status"] == "accepted"
    assert intake.names(ACCUSATIONS) == []

"""What a mediation and more time do to the citizen's view, and who mediates reads the story."""

from __future__ import annotations

from typing import Any

import pytest

from services.contracts.events import mediation, routing
from services.contracts.refusals import Refusal
from services.contracts.vocabulary import Role
from tests.unit.intake import facts
from tests.unit.intake.desk import TEXT, Intake, staff
from tests.unit.intake.facts import DUE, codes

BODY, UNIT = "ns-t01-mediation", "ns-t01-unit"
MEDIATOR = staff(Role.MEDIATOR, department=UNIT)
LATER = "2026-12-05T10:00:00Z"


def ordered(number: str) -> routing.MediationOrdered:
    return routing.MediationOrdered(**codes(number), order=f"{number}-m1", body=BODY)


def of_case(number: str, kind: type[mediation.MediationFact], *, direct: bool = False, **told: Any) -> Any:
    return kind(**codes(number), case=f"{number}-m1", body=BODY, direct=direct, **told)


def test_a_matter_is_mediated_and_given_back_by_routings_word_alone(intake: Intake) -> None:
    told = intake.register()
    number = told["number"]
    intake.tell(facts.accepted(number))
    intake.tell(of_case(number, mediation.MediationOpened, parties=0))
    assert intake.follow(told)["status"] == "accepted", "the body was quicker than routing's order"
    intake.tell(ordered(number))
    assert intake.follow(told)["status"] == "mediating"
    intake.tell(of_case(number, mediation.MediationFailed, reason="no_agreement", routes=("litigation",)))
    assert intake.follow(told)["status"] == "mediating"
    intake.tell(routing.MediationReturned(**codes(number), order=f"{number}-m1", reason="no_agreement"))
    view = intake.follow(told)
    assert view["status"] == "accepted"
    failed = next(row for row in view["timeline"] if row["type"] == "mediation_failed")
    assert (failed["reason"], failed["routes"], "direct" in failed) == ("no_agreement", ["litigation"], False)


def test_a_dispute_brought_to_a_body_itself_makes_no_picture_here(intake: Intake) -> None:
    intake.tell(of_case("222222222222", mediation.MediationOpened, direct=True, parties=2))
    assert intake.picture("222222222222") is None


def test_after_the_wall_what_a_body_tells_changes_nothing(intake: Intake) -> None:
    number = intake.register()["number"]
    intake.tell(facts.walled(number))
    before = intake.picture(number, "accusation")
    intake.tell(of_case(number, mediation.MediationOpened, parties=0))
    assert (intake.picture(number, "accusation"), intake.picture(number)) == (before, None)


def test_more_time_moves_what_is_due(intake: Intake) -> None:
    told = intake.register()
    number = told["number"]
    intake.tell(facts.accepted(number))
    intake.tell(facts.whistled(number))
    assert intake.follow(told)["due"] == DUE
    extended = {"whistle": f"{number}-w1", "finish_by": LATER, "former": DUE, "reason": "appraisal"}
    intake.tell(routing.ExtensionGranted(**codes(number), **extended))
    view = intake.follow(told)
    assert (view["due"], view["status"], view["timeline"][-1]["reason"]) == (LATER, "whistled", "appraisal")
    intake.tell(facts.concluded(number))
    assert intake.follow(told)["due"] is None


def test_who_mediates_reads_the_story_once_the_matter_was_sent_there(intake: Intake) -> None:
    number = intake.register()["number"]
    with pytest.raises(Refusal, match="not_found"):
        intake.read(number, MEDIATOR)
    intake.tell(ordered(number))
    assert intake.read(number, MEDIATOR)["story"]["text"] == TEXT
    assert intake.last().data["reader"] == MEDIATOR.id
    for stranger in (staff(Role.MEDIATOR, department="ns-t02-unit"), staff(Role.MEDIATOR)):
        with pytest.raises(Refusal, match="not_found"):
            intake.read(number, stranger)


def test_who_asked_for_secrecy_is_not_named_to_who_mediates(intake: Intake) -> None:
    number = intake.register(secret=True)["number"]
    intake.tell(ordered(number))
    seen = intake.read(number, MEDIATOR)
    assert (seen["story"]["text"], seen["petitioners"]) == (TEXT, None)

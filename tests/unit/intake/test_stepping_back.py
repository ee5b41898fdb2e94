"""The citizen sees that a unit with an interest stepped back, and who handles the matter now."""

from __future__ import annotations

from services.contracts.events.opinion import InterestDeclared
from services.intake.domain import timeline
from tests.unit.intake import facts
from tests.unit.intake.desk import Intake
from tests.unit.intake.facts import ASSIST, LATER, LEAD, OTHER, codes


def test_a_released_lead_is_gone_and_its_replacement_is_called(intake: Intake) -> None:
    number = intake.register()["number"]
    intake.tell(facts.whistled(number, assists=(ASSIST,)))
    told = InterestDeclared(
        **codes(number), department=LEAD, whistle=f"{number}-w1", lead=OTHER, replacement=OTHER, check_in_by=LATER
    )
    intake.tell(told)
    picture = intake.picture(number)
    assert picture is not None
    rows = picture["timeline"]
    assert timeline.calls(rows) == {LEAD: "released", ASSIST: "called", OTHER: "called"}
    assert (timeline.lead(rows), timeline.departments(rows)) == (OTHER, {ASSIST, OTHER})


def test_the_matter_is_replied_when_the_last_that_had_not_replied_steps_back(intake: Intake) -> None:
    number = intake.register()["number"]
    for told in (facts.whistled(number, assists=(ASSIST,)), facts.checked_in(number), facts.replied(number)):
        intake.tell(told)
    intake.tell(InterestDeclared(**codes(number), department=ASSIST, whistle=f"{number}-w1", lead=LEAD))
    picture = intake.picture(number)
    assert picture is not None
    assert picture["status"] == "replied"

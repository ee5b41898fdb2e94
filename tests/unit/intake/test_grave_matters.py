from __future__ import annotations

from dataclasses import replace

import pytest

from services.contracts.refusals import Refusal
from services.contracts.vocabulary import Role
from services.county.units import UnitKind
from services.county.ways import Grave
from services.intake.forms import grave
from services.intake.use_cases import report_grave
from tests.unit.intake.desk import CLERK, VILLAGE, Intake, staff

WORKER = staff(Role.GRID_WORKER, place=VILLAGE)
TOLD = ("ns-office", "ns-petition")


@pytest.fixture(autouse=True)
def leadership(intake: Intake) -> None:
    intake.county = replace(intake.county, grave=Grave(TOLD))


def report(intake: Intake, number: str, text: str | None = None) -> dict[str, object]:
    return intake.ask(report_grave.report_grave, grave.GraveReportForm, {"text": text}, user=CLERK, number=number)


def test_a_grave_matter_is_reported_to_the_units_of_the_county_file_with_its_registration(intake: Intake) -> None:
    told = intake.register(WORKER, channel="grid", grave=True)
    assert intake.names() == ["matter_registered", "grave_matter_reported"]
    assert intake.last().data["units"] == list(TOLD)
    assert intake.follow(told)["grave"] == [{"report": 1, "at": intake.clock.now(), "units": list(TOLD)}]


def test_what_is_feared_is_sealed_and_a_second_report_follows_the_first(intake: Intake) -> None:
    number = intake.register()["number"]
    assert report(intake, number, "群众正在聚集") == {"number": number, "report": 1, "units": list(TOLD)}
    assert report(intake, number)["report"] == 2
    assert "群众正在聚集".encode() not in intake.bytes_on_disk()
    assert [each["text"] for each in intake.read(number, CLERK)["comments"]] == ["群众正在聚集"]


def test_a_county_that_names_nobody_reports_to_its_petition_office(intake: Intake) -> None:
    intake.county = replace(intake.county, grave=None)
    assert report(intake, intake.register()["number"])["units"] == list(
        intake.county.units.codes(UnitKind.PETITION_OFFICE)
    )


def test_citizens_and_accusations_raise_no_alarm(intake: Intake) -> None:
    for user, changes, code in ((None, {}, "staff_only"), (CLERK, {"purpose": "accusation"}, "not_for_accusations")):
        with pytest.raises(Refusal) as refusal:
            intake.register(user, grave=True, **changes)
        assert (refusal.value.errors[0].field, refusal.value.errors[0].code) == ("grave", code)
    accusation = intake.register(purpose="accusation")["number"]
    with pytest.raises(Refusal) as hidden:
        report(intake, accusation)
    assert hidden.value.status == 404


def test_grave_matters_are_listed_for_those_of_their_place(intake: Intake) -> None:
    intake.register()
    number = intake.register(WORKER, channel="grid", grave=True)["number"]
    later = intake.register(place="ns-t02-v01")["number"]
    report(intake, later)
    assert sorted(intake.numbers(grave="true")) == sorted([number, later])
    assert intake.numbers(staff(Role.DISPATCHER, place="ns-t01"), grave="true") == [number]

"""What the county file does not know is told together with what the form refuses: one answer, all mistakes."""

from __future__ import annotations

import pytest

from services.chassis.hub.hub import COLLECTIONS
from services.chassis.store import open_store
from services.intake import store as documents
from tests.unit.intake.desk import Intake, petition
from tests.unit.intake.test_routes import Wire, told


@pytest.fixture
def wire(intake: Intake) -> Wire:
    intake.store.close()
    intake.store = open_store(f"sqlite:///{intake.path}", (*documents.COLLECTIONS, *COLLECTIONS), "intake")
    return Wire(intake)


def test_an_unknown_place_and_category_are_told_in_one_answer_with_the_mistakes_of_the_form(wire: Wire) -> None:
    body = petition(purpose="wish", title="", place="mars", category="x.y")
    problem = told(wire.send("POST", "/api/intake/matters", body), 422)
    assert {each["field"]: each["code"] for each in problem["errors"]} == {
        "place": "unknown_place",
        "category": "unknown_category",
        "purpose": "invalid",
        "title": "invalid",
    }
    odd = told(wire.send("POST", "/api/intake/matters", petition(place=["mars"], category="X Y")), 422)
    assert [(each["field"], each["code"]) for each in odd["errors"]] == [("place", "invalid"), ("category", "invalid")]

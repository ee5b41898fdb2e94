"""Who guesses query codes is held up, nobody else; and what is done to an accusation is counted nowhere."""

from __future__ import annotations

import pytest

from services.chassis.hub.hub import COLLECTIONS
from services.chassis.store import open_store
from services.intake import store as documents
from tests.unit.intake.desk import CLERK, Intake
from tests.unit.intake.test_routes import Wire


@pytest.fixture
def wire(intake: Intake) -> Wire:
    intake.store.close()
    intake.store = open_store(f"sqlite:///{intake.path}", (*documents.COLLECTIONS, *COLLECTIONS), "intake")
    return Wire(intake)


def test_staff_calls_by_token_guess_no_code_and_are_not_held_up_by_those_who_do(wire: Wire) -> None:
    path, body = "/api/intake/matters/999999999999/supplements", {"text": "补充"}
    answers = [wire.send("POST", path, body, user=CLERK).status for _ in range(40)]
    assert set(answers) == {404}, "forty that are not there, and none of them a wrong code"
    wrong = {"query_code": "0000-0000-00000"}
    numbers = [f"{n:012d}" for n in range(300000000000, 300000000031)]
    guesses = [wire.send("POST", "/api/intake/follow", wrong | {"number": number}).status for number in numbers]
    assert guesses == [404] * 30 + [429]
    matter = wire.register()
    right = {"number": matter["number"], "query_code": matter["query_code"]}
    assert wire.send("POST", "/api/intake/follow", right).status == 429
    assert wire.send("POST", "/api/intake/follow", right, user=CLERK).status == 200


def test_no_metric_shows_that_an_accusation_was_followed_or_added_to(wire: Wire) -> None:
    accusation = wire.register(purpose="accusation")
    before = wire.intake.metrics.text().count(b"http_requests_total{")
    code = {"query_code": accusation["query_code"]}
    assert wire.send("POST", "/api/intake/follow", code | {"number": accusation["number"]}).status == 200
    path = f"/api/intake/matters/{accusation['number']}/supplements"
    assert wire.send("POST", path, code | {"text": "再补充"}).status == 201
    assert wire.intake.metrics.text().count(b"http_requests_total{") == before == 0

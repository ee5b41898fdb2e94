"""The emergency bracelet: enrolled with consent, calls by its own key, one matter for calls close together."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import orjson
import pytest

from services.chassis.boxes import read_opener
from services.contracts.envelope import decode
from services.contracts.vocabulary import Role
from services.county.places import Places
from services.intake import store as documents
from services.intake.forms import sos as forms
from tests.unit.intake import facts
from tests.unit.intake.conftest import CONTACT_PAIR
from tests.unit.intake.desk import GRID, Intake, staff
from tests.unit.intake.grid_work import WORKER, wire
from tests.unit.intake.test_routes import Wire, told

__all__ = ["wire"]

SOS, ENROLMENTS = "/api/intake/sos", "/api/intake/sos/enrolments"
PERSON = {"name": "测试独居人", "phone": "13800138111", "address": "测试路暗号1号"}
GUARDIAN = {"name": "测试监护人", "phone": "13800138222", "email": "guardian@example.cn"}


def enrol(wire: Wire, **said: Any) -> dict[str, Any]:
    body = {"device": "BR-0001", "place": GRID, "consented_on": "2026-11-01", "person": PERSON, "guardian": GUARDIAN}
    return told(wire.send("POST", ENROLMENTS, body | said, user=WORKER), 201, forms.EnrolledForm)


def press(wire: Wire, enrolled: dict[str, Any]) -> dict[str, Any]:
    body = {"device": enrolled["device"], "device_key": enrolled["device_key"]}
    return told(wire.send("POST", SOS, body), 201, forms.CalledForm)


def code_of(response: Any) -> str:
    body = orjson.loads(response.body)
    return str(body["errors"][0]["code"] if body.get("errors") else body["code"])


def test_a_call_becomes_an_urgent_matter_of_the_enrolled_grid_at_once(wire: Wire, intake: Intake) -> None:
    called = press(wire, enrol(wire))
    picture = intake.picture(called["number"])
    assert picture is not None
    assert (picture["channel"], picture["urgency"], picture["place"]) == ("sos", "urgent", GRID)
    assert [row["type"] for row in picture["timeline"]] == ["matter_registered", "sos_called"]
    fact = intake.last()
    assert (fact.type, fact.stream) == ("countynet.intake.sos_called.v1", f"matter/{called['number']}")
    assert (fact.data["call"], fact.data["guardian"], fact.data["place"]) == (1, True, GRID)
    assert intake.county.units.exists(fact.data["unit"])


def test_person_and_guardian_are_sealed_and_only_notify_opens_how_the_guardian_is_reached(
    wire: Wire, intake: Intake
) -> None:
    enrolled = enrol(wire)
    called = press(wire, enrolled)
    secret = (*PERSON.values(), *GUARDIAN.values(), enrolled["device_key"], enrolled["device"])
    kept = intake.bytes_on_disk()
    assert [word for word in secret if word.encode() in kept] == []
    contact = next(decode(row.body) for row in intake.store.journal() if row.stream.startswith("contact/"))
    opener = read_opener(json.dumps(CONTACT_PAIR), "CONTACT_KEYS")
    box = opener.open(contact.data["key"], contact.data["sealed"])
    assert box["guardians"] == [{"phone": GUARDIAN["phone"], "email": GUARDIAN["email"]}]
    assert box["petitioners"] == [{"phone": PERSON["phone"]}]
    story = intake.read(called["number"], WORKER)
    assert story["petitioners"][0]["address"] == PERSON["address"]


def test_calls_close_together_are_one_matter_and_later_ones_another(wire: Wire, intake: Intake) -> None:
    enrolled = enrol(wire)
    first = press(wire, enrolled)
    intake.clock.at = "2026-11-22T04:09:00Z"
    assert press(wire, enrolled) == {"number": first["number"], "call": 2}
    intake.clock.at = "2026-11-22T04:18:00Z"
    assert press(wire, enrolled)["call"] == 3
    assert intake.names().count("sos_called") == 3
    intake.clock.at = "2026-11-22T05:00:00Z"
    assert press(wire, enrolled)["number"] != first["number"]


def test_a_call_after_the_matter_is_over_opens_another(wire: Wire, intake: Intake) -> None:
    enrolled = enrol(wire)
    first = press(wire, enrolled)
    intake.tell(facts.accepted(first["number"], place=GRID, channel="sos"))
    assert press(wire, enrolled)["number"] == first["number"]
    intake.tell(facts.withdrawn(first["number"], "r-1"))
    assert press(wire, enrolled)["number"] != first["number"]


def test_only_the_last_call_is_kept_and_no_place_but_the_enrolled_one(wire: Wire, intake: Intake) -> None:
    enrolled = enrol(wire)
    called = press(wire, enrolled)
    kept = intake.store.get(documents.BRACELET, enrolled["enrolment"])
    assert kept is not None
    assert kept.body["last"] == {"number": called["number"], "at": intake.clock.at}
    assert kept.body["place"] == GRID


@pytest.mark.parametrize("body", [{"device": "BR-0001"}, {"device": "BR-9999"}], ids=["wrong key", "unknown device"])
def test_a_wrong_key_and_an_unknown_device_look_the_same_and_are_held_up(wire: Wire, body: dict[str, str]) -> None:
    enrol(wire)
    wrong = body | {"device_key": "guess"}
    answers = [wire.send("POST", SOS, wrong) for _ in range(6)]
    assert [each.status for each in answers] == [401] * 5 + [429]
    assert code_of(answers[0]) == "unknown_device"
    assert wire.intake.names() == []


def test_guesses_never_keep_the_bracelet_itself_from_calling(wire: Wire) -> None:
    enrolled = enrol(wire, device="BR-0007")
    wrong = {"device": "BR-0007", "device_key": "guess"}
    assert [wire.send("POST", SOS, wrong).status for _ in range(6)][-1] == 429
    assert press(wire, enrolled)["call"] == 1


def test_the_key_may_stand_in_a_header_and_without_any_nobody_is_let_in(wire: Wire) -> None:
    enrolled = enrol(wire, device="BR-0008")
    by_header = wire.send("POST", SOS, {"device": "BR-0008"}, x_device_key=enrolled["device_key"])
    assert told(by_header, 201, forms.CalledForm)["call"] == 1
    assert wire.send("POST", SOS, {"device": "BR-0008"}).status == 401


def test_a_call_is_taken_though_the_county_file_has_changed_since(wire: Wire, intake: Intake, county: Any) -> None:
    enrolled = enrol(wire, device="BR-0009")
    moved = [place for place in county.places.codes() if place != GRID]
    kept = Places([county.places.get(code) for code in moved])
    wire.service.county = replace(wire.service.county, sos=None, places=kept)
    picture = intake.picture(press(wire, enrolled)["number"])
    assert picture is not None
    assert (picture["urgency"], picture["place"]) == ("urgent", "ns")


def test_a_token_of_the_staff_is_no_key(wire: Wire) -> None:
    enrol(wire, device="BR-0002")
    assert wire.send("POST", SOS, {"device": "BR-0002", "device_key": "none"}, user=WORKER).status == 401


def test_withdrawn_consent_deletes_the_enrolment_and_its_key(wire: Wire, intake: Intake) -> None:
    enrolled = enrol(wire, device="BR-0003")
    gone = wire.send("DELETE", f"{ENROLMENTS}/{enrolled['enrolment']}", user=WORKER)
    assert told(gone, 200, forms.WithdrawnForm)["deleted"] is True
    assert intake.store.get(documents.BRACELET, enrolled["enrolment"]) is None
    body = {"device": "BR-0003", "device_key": enrolled["device_key"]}
    assert wire.send("POST", SOS, body).status == 401
    again = enrol(wire, device="BR-0003")
    by_code = wire.send("POST", f"{SOS}/withdrawals", {"device": "BR-0003"}, user=WORKER)
    assert told(by_code, 200, forms.WithdrawnForm)["enrolment"] == again["enrolment"]


@pytest.mark.parametrize(
    ("said", "status", "code"),
    [
        ({"consented_on": "2026-11-23"}, 422, "in_the_future"),
        ({"guardian": None}, 422, "required"),
        ({"guardian": {"name": "测试监护人"}}, 422, "required"),
        ({"place": "ns-t01"}, 422, "wrong_kind"),
        ({"place": "ns-t02-v01"}, 403, "not_allowed"),
    ],
)
def test_an_enrolment_without_consent_or_guardian_is_refused(
    wire: Wire, said: dict[str, Any], status: int, code: str
) -> None:
    body = {"device": "BR-0004", "place": GRID, "consented_on": "2026-11-01", "person": PERSON, "guardian": GUARDIAN}
    response = wire.send("POST", ENROLMENTS, body | said, user=WORKER)
    assert (response.status, code_of(response)) == (status, code)


def test_a_bracelet_is_enrolled_once_and_by_who_works_there(wire: Wire) -> None:
    enrol(wire, device="BR-0005")
    body = {"device": "br-0005", "place": GRID, "consented_on": "2026-11-01", "person": PERSON, "guardian": GUARDIAN}
    assert told(wire.send("POST", ENROLMENTS, body, user=WORKER), 409)["code"] == "device_taken"
    assert wire.send("POST", ENROLMENTS, body, user=staff(Role.LEADER)).status == 403
    assert wire.send("POST", ENROLMENTS, body).status == 401


def test_a_county_without_bracelets_says_so(wire: Wire, county: Any) -> None:
    wire.service.county = replace(county, sos=None)
    body = {"device": "BR-0006", "place": GRID, "consented_on": "2026-11-01", "person": PERSON, "guardian": GUARDIAN}
    assert told(wire.send("POST", ENROLMENTS, body, user=WORKER), 409)["code"] == "not_in_this_county"

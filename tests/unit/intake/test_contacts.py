"""How citizens are reached goes to notify alone, sealed; what is wanted no more is forgotten."""

from __future__ import annotations

import json
from typing import Any

import pytest

from services.chassis.boxes import read_opener
from services.contracts.envelope import decode
from services.contracts.events.routing import MatterWalled
from services.contracts.refusals import Refusal
from services.intake.forms import takes
from services.intake.use_cases import contact
from tests.unit.intake.conftest import CONTACT_PAIR
from tests.unit.intake.desk import PHONE, Intake
from tests.unit.intake.facts import codes

CONTACTS = "countynet.intake.contacts"
OPENER = read_opener(json.dumps(CONTACT_PAIR), "CONTACT_KEYS")
EMAIL = "li@citizens.example"


def given(intake: Intake) -> list[dict[str, Any]]:
    """What notify gets, opened as notify opens it."""
    found = [decode(row.body).data for row in intake.facts(CONTACTS)]
    return [{"wanted": each["wanted"], **OPENER.open(each["key"], each["sealed"])} for each in found]


def choose(intake: Intake, registered: dict[str, Any], wanted: bool) -> dict[str, Any]:
    body = {"query_code": registered["query_code"], "wanted": wanted}
    return intake.ask(contact.choose_notices, takes.NoticesForm, body, number=registered["number"])


def test_a_contact_travels_sealed_on_a_stream_of_its_own(intake: Intake) -> None:
    registered = intake.register(petitioners=[{"name": "甲", "phone": PHONE, "email": EMAIL}, {"name": "乙"}])
    [row] = intake.facts(CONTACTS)
    assert row.stream == f"contact/{registered['number']}"
    assert given(intake) == [{"wanted": True, "petitioners": [{"phone": PHONE, "email": EMAIL}], "language": "zh"}]
    assert PHONE.encode() not in intake.bytes_on_disk()
    assert EMAIL.encode() not in intake.bytes_on_disk()
    picture = intake.picture(registered["number"])
    assert picture is not None
    assert [each["type"] for each in picture["timeline"]] == ["matter_registered"]


def test_an_address_alone_gives_an_empty_box_and_nothing_at_all_none(intake: Intake) -> None:
    intake.register(petitioners=[{"name": "甲", "address": "一村一组"}])
    intake.register(petitioners=[{"name": "甲"}])
    intake.register(petitioners=[], anonymous=True)
    assert [each["petitioners"] for each in given(intake)] == [[]]


def test_of_many_petitioners_the_first_five_who_left_a_way_are_told(intake: Intake) -> None:
    many = [{"name": f"第{n}人", "phone": f"1380013800{n}"} for n in range(9)]
    intake.register(channel="web", petitioners=[{"name": "无"}, *many])
    assert [each["phone"] for each in given(intake)[0]["petitioners"]] == [f"1380013800{n}" for n in range(5)]


def test_an_accusers_contact_never_leaves(intake: Intake) -> None:
    accusation = intake.register(purpose="accusation")
    assert choose(intake, accusation, True) == {"number": accusation["number"], "wanted": False}
    assert given(intake) == []


def test_who_wants_no_notices_is_forgotten_and_may_want_them_again(intake: Intake) -> None:
    registered = intake.register()
    for wanted in (False, False, True):
        assert choose(intake, registered, wanted) == {"number": registered["number"], "wanted": wanted}
    assert [(each["wanted"], len(each["petitioners"])) for each in given(intake)] == [(True, 1), (False, 0), (True, 1)]


def test_who_left_no_way_is_told_that_none_are_sent(intake: Intake) -> None:
    registered = intake.register(petitioners=[{"name": "甲"}])
    assert choose(intake, registered, True)["wanted"] is False
    assert given(intake) == []


def test_a_wrong_code_chooses_nothing(intake: Intake) -> None:
    registered = intake.register()
    with pytest.raises(Refusal, match="not_found"):
        choose(intake, registered | {"query_code": "AAAA-AAAA-AAAAA"}, False)
    assert len(given(intake)) == 1


def test_a_matter_that_was_walled_sends_its_contact_no_more(intake: Intake) -> None:
    registered = intake.register()
    intake.tell(MatterWalled(**codes(registered["number"])))
    assert choose(intake, registered, False)["wanted"] is False
    assert len(given(intake)) == 1

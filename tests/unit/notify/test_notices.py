"""Who is told of what and when: the digest, quiet hours, waiting contacts, opting out, the wall."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from services.chassis.hub.due import LeftUndone
from services.chassis.store import Work
from services.contracts.envelope import Context
from services.contracts.events import routing
from services.contracts.vocabulary import MessageChannel
from services.notify import store as documents
from services.notify.use_cases.carry_by_http import sms_carrier
from tests.unit.notify.a_notifier import EMAIL, LEAD, NOON, NUMBER, PHONE, Notifier, fact, open_notifier

NOWHERE = sms_carrier("http://127.0.0.1:9/", None)
CARRIERS: dict[MessageChannel, Any] = dict.fromkeys((MessageChannel.SMS, MessageChannel.EMAIL), NOWHERE)
CITIZEN = {"phone": PHONE, "email": EMAIL}


@pytest.fixture
def notifier(tmp_path: Path) -> Iterator[Notifier]:
    made = open_notifier(tmp_path, CARRIERS)
    yield made
    made.store.close()


def notice(notifier: Notifier, number: str = NUMBER) -> dict[str, Any] | None:
    found = notifier.store.get(documents.NOTICE, number)
    return None if found is None else found.body


def test_a_registration_with_a_phone_becomes_one_sms_waiting_to_be_sent(notifier: Notifier) -> None:
    notifier.registered()
    notifier.given(CITIZEN)
    notifier.sweep()
    [message] = notifier.messages()
    assert (message["channel"], message["state"], message["templates"]) == ("sms", "queued", ["registered"])
    assert message["id"] == f"{NUMBER}-n1"
    assert PHONE.encode() not in notifier.bytes_on_disk()


def test_streams_come_in_any_order_and_the_first_message_waits_for_its_contact(notifier: Notifier) -> None:
    notifier.registered()
    notifier.accepted()
    notifier.sweep()
    assert notifier.messages() == []
    notifier.given(CITIZEN)
    notifier.sweep()
    assert [message["templates"] for message in notifier.messages()] == [["registered", "accepted"]]


def test_a_contact_that_comes_first_is_kept(notifier: Notifier) -> None:
    notifier.given(CITIZEN)
    notifier.registered()
    notifier.sweep()
    assert len(notifier.messages()) == 1


def test_a_contact_that_never_comes_is_waited_for_a_day_and_then_told_as_failed(notifier: Notifier) -> None:
    notifier.registered()
    assert notifier.next_due() == "2026-11-25T04:00:00Z"
    notifier.sweep("2026-11-25T04:00:00Z")
    assert [(m["state"], m["reason"]) for m in notifier.messages()] == [("failed", "no_contact")]
    assert [(name, data["reason"]) for name, data in notifier.told()] == [("message_failed", "no_contact")]


def test_who_cannot_be_told_costs_nothing_and_makes_no_noise(notifier: Notifier) -> None:
    notifier.registered(contactable=False)
    notifier.hear(fact(routing.MatterAccepted, owner="ns-t01-unit", contactable=False))
    assert notice(notifier) is None
    notifier.registered("300000000002")
    notifier.given(number="300000000002")
    notifier.sweep()
    assert notifier.messages() == []
    assert notifier.told() == []


def test_a_fact_that_no_template_is_on_costs_no_document(notifier: Notifier) -> None:
    notifier.hear(
        fact(routing.DepartmentCheckedIn, whistle="w", kind="ordinary", department=LEAD, check_in_by=NOON, late=False)
    )
    assert notice(notifier) is None


def test_the_first_goes_at_once_and_what_follows_is_gathered(notifier: Notifier) -> None:
    notifier.given(CITIZEN)
    notifier.registered()
    notifier.sweep()
    notifier.accepted(at="2026-11-24T04:01:00Z")
    notifier.whistled(at="2026-11-24T04:02:00Z")
    notifier.sweep("2026-11-24T04:09:59Z")
    citizens = notifier.messages(audience="citizen")
    assert [message["templates"] for message in citizens] == [["registered"]]
    assert notifier.next_due() == "2026-11-24T04:10:00Z"
    notifier.sweep("2026-11-24T04:10:00Z")
    citizens = notifier.messages(audience="citizen")
    assert [message["templates"] for message in citizens] == [["registered"], ["accepted", "handed"]]
    assert notifier.next_due() is None


def test_one_matter_never_floods_however_much_happens(notifier: Notifier) -> None:
    notifier.given(CITIZEN)
    for minute in range(60):
        at = f"2026-11-24T04:{minute:02d}:30Z"
        notifier.accepted(at=at)
        notifier.sweep(at)
    assert len(notifier.messages(audience="citizen")) <= 7


def test_in_quiet_hours_nobody_is_woken_but_for_what_is_urgent(notifier: Notifier) -> None:
    night = "2026-11-24T14:00:00Z"
    notifier.clock.at = night
    notifier.given(CITIZEN)
    notifier.registered(at=night)
    notifier.sweep()
    assert notifier.messages() == []
    assert notifier.next_due() == "2026-11-24T23:30:00Z"
    notifier.registered("300000000002", at=night, channel="sos", urgency="urgent")
    notifier.given(CITIZEN, number="300000000002")
    notifier.sweep()
    assert [message["number"] for message in notifier.messages()] == ["300000000002"]
    notifier.sweep("2026-11-24T23:30:00Z")
    assert {message["number"] for message in notifier.messages()} == {NUMBER, "300000000002"}


def test_what_came_just_before_the_quiet_waits_too_when_it_is_looked_at_inside(notifier: Notifier) -> None:
    notifier.given(CITIZEN)
    notifier.registered(at="2026-11-24T13:29:59Z")
    notifier.sweep("2026-11-24T13:31:00Z")
    assert notifier.messages() == []
    assert notifier.next_due() == "2026-11-24T23:30:00Z"


def test_who_wants_no_notices_gets_none_of_what_waited_or_comes(notifier: Notifier) -> None:
    notifier.given(CITIZEN)
    notifier.registered()
    notifier.sweep()
    notifier.accepted(at="2026-11-24T04:01:00Z")
    notifier.given(wanted=False)
    notifier.whistled(at="2026-11-24T04:02:00Z")
    notifier.sweep("2026-11-24T08:00:00Z")
    assert [message["templates"] for message in notifier.messages(audience="citizen")] == [["registered"]]
    notifier.given(CITIZEN)
    notifier.accepted(at="2026-11-24T08:01:00Z")
    notifier.sweep("2026-11-24T08:01:00Z")
    assert len(notifier.messages(audience="citizen")) == 2


def test_each_of_several_representatives_is_told_by_what_reaches_them(notifier: Notifier) -> None:
    notifier.given({"phone": PHONE}, {"email": EMAIL}, CITIZEN)
    notifier.registered()
    notifier.sweep()
    assert [(m["channel"], m["person"]) for m in notifier.messages()] == [("sms", 0), ("email", 1), ("sms", 2)]


def test_behind_the_wall_everything_is_forgotten_and_late_facts_meet_silence(notifier: Notifier) -> None:
    notifier.given(CITIZEN)
    notifier.registered()
    notifier.whistled()
    notifier.sweep()
    told = len(notifier.told())
    notifier.accepted(at="2026-11-24T04:01:00Z")
    notifier.hear(fact(routing.MatterWalled))
    notifier.given(CITIZEN)
    notifier.warned()
    notifier.sweep("2026-11-25T04:00:00Z")
    assert notice(notifier) is None
    assert notifier.messages() == []
    assert len(notifier.told()) == told, "no fact tells of it"
    assert notifier.next_due() is None


def test_an_accusation_is_never_told_of(notifier: Notifier) -> None:
    notifier.whistled(purpose="accusation")
    assert notice(notifier) is None
    assert notifier.told() == []


def test_a_window_of_a_clock_that_was_put_back_holds_nothing_up(notifier: Notifier) -> None:
    notifier.given(CITIZEN)
    notifier.clock.at = "2030-01-07T04:00:00Z"
    notifier.registered(at="2030-01-07T04:00:00Z")
    notifier.sweep()
    notifier.accepted(at=NOON)
    notifier.sweep(NOON)
    assert len(notifier.messages()) == 2


def test_after_a_restore_no_message_id_is_used_twice(notifier: Notifier, tmp_path: Path) -> None:
    notifier.given(CITIZEN)
    kept = tmp_path / "kept.db"
    notifier.store.backup(str(kept))
    notifier.registered()
    notifier.sweep()
    first = {message["id"] for message in notifier.messages()}
    notifier.store.restore_from(str(kept))
    notifier.seqs.pop(f"matter/{NUMBER}")
    notifier.registered()
    notifier.sweep()
    assert first.isdisjoint(message["id"] for message in notifier.messages())


def test_a_matter_that_cannot_be_looked_at_holds_up_no_other(notifier: Notifier) -> None:
    def spoil(work: Work) -> None:
        work.put(documents.NOTICE, "300000000009", {"due_at": NOON, "to": None, "number": "300000000009"})

    notifier.store.run(Context("machine", NOON, "r"), spoil)
    notifier.given(CITIZEN)
    notifier.registered()
    with pytest.raises(LeftUndone, match="1 due documents"):
        notifier.sweep()
    assert len(notifier.messages()) == 1

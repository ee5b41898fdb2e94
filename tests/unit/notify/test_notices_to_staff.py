"""Units and roles are told of whistles, warnings, objections and mediations."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from services.contracts.events import leading, routing
from services.contracts.vocabulary import MessageChannel
from services.county.notify import Address
from services.notify.use_cases import notice_sweep
from services.notify.use_cases.carry_by_http import sms_carrier
from tests.unit.notify.a_notifier import ASSIST, LEAD, NUMBER, Notifier, fact, open_notifier

NOWHERE = sms_carrier("http://127.0.0.1:9/", None)
CARRIERS: dict[MessageChannel, Any] = dict.fromkeys((MessageChannel.SMS, MessageChannel.EMAIL), NOWHERE)


@pytest.fixture
def notifier(tmp_path: Path) -> Iterator[Notifier]:
    made = open_notifier(tmp_path, CARRIERS)
    yield made
    made.store.close()


def test_called_departments_read_of_the_whistle_at_once_with_the_time_to_check_in(notifier: Notifier) -> None:
    notifier.whistled(assists=(ASSIST,))
    found = notifier.messages(audience="staff")
    assert {(m["unit"], m["channel"], m["state"]) for m in found} == {
        (LEAD, "in_app", "sent"),
        (ASSIST, "in_app", "sent"),
    }
    assert [name for name, _ in notifier.told()] == ["message_sent", "message_sent"]
    text = notifier.wording.text(notifier.book.templates, NUMBER, found[0]["lines"], "in_app")
    assert text is not None
    assert "11月24日16:00前报到" in text
    assert NUMBER in text


def test_staff_are_reached_where_the_county_file_has_an_address_and_the_channel_is_open(tmp_path: Path) -> None:
    units = {LEAD: Address(email="city@county.example", wecom="@all"), ASSIST: Address(wecom="@all")}
    made = open_notifier(tmp_path, CARRIERS, units=units)
    made.whistled(assists=(ASSIST,))
    made.sweep()
    assert {(m["unit"], m["channel"]) for m in made.messages(audience="staff")} == {(LEAD, "email"), (ASSIST, "in_app")}
    made.store.close()


def test_a_warning_for_the_same_unit_is_gathered_and_an_urgent_one_takes_it_along(notifier: Notifier) -> None:
    notifier.warned(at="2026-11-24T04:00:00Z")
    notifier.warned(at="2026-11-24T04:01:00Z")
    assert [m["templates"] for m in notifier.messages(audience="staff")] == [["reply_expected"]]
    notifier.warned("check_in", at="2026-11-24T04:02:00Z")
    assert [m["templates"] for m in notifier.messages(audience="staff")] == [
        ["reply_expected"],
        ["reply_expected", "check_in_soon"],
    ]


def test_a_clock_that_leaps_makes_up_for_what_it_leapt_over(notifier: Notifier) -> None:
    for minute in (0, 1):
        notifier.warned(at=f"2026-11-24T04:0{minute}:00Z")
    assert notifier.next_due() is None, "what is read in the hub holds up no clock"
    desk: Any = notifier
    notice_sweep.sweep(desk, "2026-12-24T04:00:00Z", leapt=True)
    assert [m["made_at"] for m in notifier.messages()] == ["2026-11-24T04:00:00Z", "2026-11-24T04:10:00Z"]


def test_a_new_mediation_goes_to_the_unit_of_its_body(notifier: Notifier) -> None:
    notifier.hear(fact(routing.MediationOrdered, order=f"{NUMBER}-m1", body="ns-mediation-medical"))
    assert [m["unit"] for m in notifier.messages(audience="staff")] == ["ns-health"]


def test_dispatchers_hear_of_an_objection_by_their_role(notifier: Notifier) -> None:
    notifier.hear(
        fact(routing.ObjectionRaised, whistle=f"{NUMBER}-w1", department=LEAD, objection=1, reason="not_competent")
    )
    assert [m["recipient"] for m in notifier.messages()] == ["role/dispatcher"]


def test_units_bound_together_a_task_force_and_the_sponsors_unit_hear_of_their_new_task(notifier: Notifier) -> None:
    notifier.hear(fact(leading.ResponsibilityBound, units=(LEAD, ASSIST)))
    notifier.hear(fact(leading.TaskForceFormed, task_force=1, lead=LEAD, members=(LEAD, ASSIST, "ns-petition")))
    notifier.hear(fact(leading.SponsorNamed, sponsor="ns-l01", unit="ns-office"))
    desk: Any = notifier
    notice_sweep.sweep(desk, "2026-12-24T04:00:00Z", leapt=True)
    told = {(m["unit"], code) for m in notifier.messages(audience="staff") for code in m["templates"]}
    assert told >= {(LEAD, "bound"), (ASSIST, "bound"), ("ns-office", "sponsored")}
    assert told >= {(LEAD, "task_force"), (ASSIST, "task_force"), ("ns-petition", "task_force")}

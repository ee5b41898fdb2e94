"""Who sees which messages, what they read in them, and the marks of having read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from services.contracts.events import routing
from services.contracts.refusals import Refusal
from services.contracts.vocabulary import MessageChannel, Role
from services.notify.use_cases import message_desk
from services.notify.use_cases.carry_by_http import sms_carrier
from tests.unit.notify.a_notifier import ASSIST, LEAD, NUMBER, PHONE, Notifier, fact, open_notifier, staff

HANDLER = staff(Role.HANDLER, department=LEAD)
DISPATCHER = staff(Role.DISPATCHER)


@pytest.fixture
def notifier(tmp_path: Path) -> Iterator[Notifier]:
    made = open_notifier(tmp_path, {MessageChannel.SMS: sms_carrier("http://127.0.0.1:9/", None)})
    made.given({"phone": PHONE})
    made.registered()
    made.whistled(at="2026-11-24T04:01:00Z", assists=(ASSIST,))
    made.hear(
        fact(routing.ObjectionRaised, whistle=f"{NUMBER}-w1", department=ASSIST, objection=1, reason="wrong_place"),
        "2026-11-24T04:02:00Z",
    )
    made.sweep("2026-11-24T04:03:00Z")
    yield made
    made.store.close()


def test_a_handler_reads_what_is_meant_for_the_department_and_nothing_else(notifier: Notifier) -> None:
    [row] = notifier.listed(HANDLER)
    assert (row["unit"], row["templates"], row["read_at"]) == (LEAD, ["whistle"], None)
    assert row["text"].startswith("常哨：事项300000000001")
    assert notifier.listed(HANDLER, unit=ASSIST) == []
    assert [each["unit"] for each in notifier.listed(HANDLER, number=NUMBER)] == [LEAD]


def test_a_dispatcher_reads_by_role_and_by_place(notifier: Notifier) -> None:
    assert [row["recipient"] for row in notifier.listed(DISPATCHER)] == ["role/dispatcher"]
    assert notifier.listed(staff(Role.DISPATCHER, place="ns-t02")) == []
    assert len(notifier.listed(staff(Role.DISPATCHER, place="ns-t01"), number=NUMBER)) == 4
    assert [row["unit"] for row in notifier.listed(DISPATCHER, unit=ASSIST)] == [ASSIST]


def test_a_role_that_is_not_meant_does_not_see_the_roles_messages(notifier: Notifier) -> None:
    kinds = {row["recipient"] for row in notifier.listed(staff(Role.CLERK), number=NUMBER)}
    assert "role/dispatcher" not in kinds


def test_a_citizens_message_is_shown_in_codes_alone(notifier: Notifier) -> None:
    [row] = [each for each in notifier.listed(DISPATCHER, number=NUMBER) if each["audience"] == "citizen"]
    assert row["text"] is None
    assert PHONE not in str(row)


def test_a_message_is_marked_as_read_by_each_reader_once(notifier: Notifier) -> None:
    [row] = notifier.listed(HANDLER)
    first = notifier.ask(message_desk.read, row["id"], HANDLER)
    notifier.clock.at = "2026-11-24T05:00:00Z"
    assert notifier.ask(message_desk.read, row["id"], HANDLER)["read_at"] == first["read_at"] == "2026-11-24T04:03:00Z"


def test_what_is_not_yours_to_see_is_not_there(notifier: Notifier) -> None:
    [row] = notifier.listed(HANDLER)
    with pytest.raises(Refusal, match="not_found"):
        notifier.ask(message_desk.read, row["id"], staff(Role.HANDLER, department="ns-power"))
    with pytest.raises(Refusal, match="not_found"):
        notifier.ask(message_desk.read, f"{NUMBER}-n99", DISPATCHER)


def test_pages_follow_one_another_over_unit_and_role_together(notifier: Notifier) -> None:
    both = staff(Role.DISPATCHER, department=LEAD)
    everything = notifier.listed(both)
    assert [row["made_at"] for row in everything] == ["2026-11-24T04:02:00Z", "2026-11-24T04:01:00Z"]
    assert notifier.listed(both, limit=1) == everything[:1]


def test_a_message_that_stands_where_it_cannot_be_accepted_says_so(notifier: Notifier) -> None:
    [row] = notifier.listed(HANDLER)
    with pytest.raises(Refusal, match="not_uncertain"):
        notifier.ask(message_desk.accept, row["id"], DISPATCHER)

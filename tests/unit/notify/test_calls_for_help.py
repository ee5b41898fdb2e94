"""A bracelet calls: grid worker, unit and guardian are told at once, whatever hour it is and whatever waits."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from services.contracts.events import grid_work, intake, routing
from services.contracts.vocabulary import Audience, Role, Urgency
from services.county.contact import Sos
from services.county.notify import Address, Notify
from services.notify.domain.book import Book
from services.notify.domain.sos import CALLED, TO_STAFF, with_calls
from services.notify.domain.wearer import CALLS, OTHERS, with_wearers
from services.notify.domain.wording import Wording
from tests.unit.notify.a_notifier import NINGSHAN, NUMBER, SEALER, Notifier, fact, staff
from tests.unit.notify.due_messages import MAIL, SMS
from tests.unit.notify.next_hops import Gateway, Mailbox

MIDNIGHT = "2026-11-24T16:30:00Z"
"""Half past twelve at night in the county: quiet hours."""
GUARDIAN, UNIT_PHONE, UNIT, GRID = "13900139000", "13700137000", "ns-t01-unit", "ns-t01-v04-g1"


@pytest.fixture
def helped(sending: Notifier) -> Notifier:
    """A county with bracelets, at night."""
    units = {UNIT: Address(phone=UNIT_PHONE)}
    county = replace(
        sending.county, sos=Sos(Urgency.URGENT, guardian=True), notify=replace(sending.county.notify, units=units)
    )
    sending.county, sending.clock.at = county, MIDNIGHT
    sending.book, sending.wording = Book(county, frozenset(sending.carriers)), Wording(county)
    return sending


def call(notifier: Notifier, n: int = 1, **said: Any) -> None:
    told = {"channel": "sos", "urgency": "urgent", "contactable": False, "call": n, "unit": UNIT, "guardian": True}
    notifier.hear(fact(grid_work.SosCalled, **(told | said)))


def box(notifier: Notifier, **ways: str) -> None:
    sealed = SEALER.seal({"petitioners": [], "guardians": [ways], "language": "zh"})
    notifier.hear(intake.ContactGiven(number=NUMBER, key=SEALER.kid, sealed=sealed, wanted=True))


def test_unit_and_guardian_get_an_sms_and_grid_workers_read_it_in_the_hub_in_quiet_hours(
    helped: Notifier, gateway: Gateway
) -> None:
    box(helped, phone=GUARDIAN)
    call(helped)
    helped.sweep()
    helped.send(SMS)
    sent = {taken["to"]: taken["text"] for taken in gateway.taken}
    assert set(sent) == {UNIT_PHONE, GUARDIAN}
    assert all(NUMBER in text for text in sent.values())
    assert "一键呼叫" in sent[UNIT_PHONE]
    [row] = helped.listed(staff(Role.GRID_WORKER, place=GRID))
    assert (row["templates"], row["channel"], row["state"], row["urgent"]) == (["sos_call"], "in_app", "sent", True)
    assert helped.listed(staff(Role.GRID_WORKER, place="ns-t02")) == []


def test_the_guardian_is_told_however_the_streams_arrive_and_by_mail_where_there_is_no_telephone(
    helped: Notifier, mailbox: tuple[Mailbox, int]
) -> None:
    call(helped)
    helped.sweep()
    assert helped.messages(audience="guardian") == []
    box(helped, email="guardian@citizens.example")
    helped.sweep()
    helped.send(MAIL)
    assert mailbox[0].recipients == ["guardian@citizens.example"]
    assert ("message_sent", "guardian") in [(name, data["audience"]) for name, data in helped.told()]


def test_further_calls_are_told_at_once_past_any_digest_yet_once_a_minute(helped: Notifier, gateway: Gateway) -> None:
    box(helped, phone=GUARDIAN)
    for n, at in enumerate(("16:30:00", "16:30:01", "16:30:59", "16:31:00", "16:31:30", "16:32:05"), 1):
        helped.clock.at = f"2026-11-24T{at}Z"
        call(helped, n)
        helped.sweep()
        helped.send(SMS)
    assert [taken["to"] for taken in gateway.taken].count(GUARDIAN) == 3
    assert len(helped.listed(staff(Role.GRID_WORKER, place=GRID))) == 3


def test_where_no_way_out_is_set_up_the_guardians_notice_has_failed_and_staff_are_told_to_call(
    helped: Notifier,
) -> None:
    helped.carriers = {}
    helped.book = Book(helped.county, frozenset())
    box(helped, phone=GUARDIAN)
    call(helped)
    [failed] = helped.messages(audience="guardian")
    assert (failed["state"], failed["reason"]) == ("failed", "no_contact")
    assert "guardian" in {data["audience"] for name, data in helped.told() if name == "message_failed"}
    rows = helped.listed(staff(Role.GRID_WORKER, place=GRID))
    assert {row["templates"][0] for row in rows} == {"sos_call", "sos_guardian_unreached"}
    [said] = [row["text"] for row in rows if row["templates"] == ["sos_guardian_unreached"]]
    assert NUMBER in said
    assert "监护人未能通知到" in said
    assert {m["unit"] for m in helped.messages() if m["templates"] == ["sos_guardian_unreached"]} == {None, UNIT}


def test_a_guardian_without_a_usable_address_has_a_failed_notice_too_and_staff_hear_of_it(helped: Notifier) -> None:
    box(helped)
    call(helped)
    helped.sweep()
    [failed] = helped.messages(audience="guardian")
    assert (failed["state"], failed["reason"]) == ("failed", "no_contact")
    rows = helped.listed(staff(Role.GRID_WORKER, place=GRID))
    assert [row["templates"] for row in rows].count(["sos_guardian_unreached"]) == 1


def test_without_a_guardian_nobody_else_is_told(helped: Notifier) -> None:
    box(helped, phone=GUARDIAN)
    call(helped, guardian=False)
    helped.sweep()
    assert {m["audience"] for m in helped.messages()} == {"staff"}


def test_how_the_guardian_is_reached_is_readable_nowhere(helped: Notifier) -> None:
    box(helped, phone=GUARDIAN)
    call(helped)
    helped.sweep()
    helped.send(SMS)
    assert GUARDIAN.encode() not in helped.bytes_on_disk()


def test_a_county_with_bracelets_always_tells_and_its_own_words_come_first() -> None:
    sos = Sos(Urgency.URGENT, guardian=True)
    bare = replace(NINGSHAN, sos=sos, notify=Notify())
    assert {one.audience for one in with_calls(bare)} == {Audience.STAFF, Audience.GUARDIAN}
    own = replace(TO_STAFF, code="own", text="{place}呼叫")
    spoken = with_calls(replace(bare, notify=Notify(templates=(own,))))
    assert [(one.code, one.audience) for one in spoken if one.on == CALLED] == [
        ("own", Audience.STAFF),
        ("sos_guardian", Audience.GUARDIAN),
    ]
    alone = replace(bare, sos=Sos(Urgency.URGENT, guardian=False))
    assert [one.audience for one in with_calls(alone)] == [Audience.STAFF]
    assert with_calls(NINGSHAN) == NINGSHAN.notify.templates


def test_who_wears_the_bracelet_is_never_pointed_to_a_query_code_that_no_call_is_given(
    helped: Notifier, gateway: Gateway
) -> None:
    sealed = SEALER.seal({"petitioners": [{"phone": GUARDIAN}], "guardians": [], "language": "zh"})
    helped.hear(intake.ContactGiven(number=NUMBER, key=SEALER.kid, sealed=sealed, wanted=True))
    codes: dict[str, Any] = {"channel": "sos", "urgency": "urgent", "contactable": True}
    registered = {"received_at": MIDNIGHT, "owner": UNIT, "petitioners": 1, "anonymous": False, "secret": False}
    helped.hear(fact(intake.MatterRegistered, **codes, **registered))
    helped.hear(fact(routing.MatterAccepted, **codes, owner=UNIT))
    helped.sweep()
    helped.send(SMS)
    said = [taken["text"] for taken in gateway.taken if taken["to"] == GUARDIAN]
    assert said
    assert all(NUMBER in text for text in said)
    assert not any("查询码" in text for text in said)
    assert "一键呼叫已收到" in said[0]


def test_no_notice_of_a_call_names_a_code_and_every_other_keeps_the_countys_words(helped: Notifier) -> None:
    templates = helped.book.templates
    for code, one in templates.items():
        if one.audience is Audience.CITIZEN and one.when.get("channel") == CALLS:
            assert "查询码" not in one.text
            assert one.text.count("{") == len(one.variables)
            assert one.text.strip("。")
            assert templates[code.removesuffix("_sos")].when["channel"] == OTHERS
    kept = {one.code: one.text for one in NINGSHAN.notify.templates}
    assert {code: templates[code].text for code in kept} == kept


def test_a_countys_own_words_for_a_call_take_the_place_of_the_hubs() -> None:
    first = next(one for one in NINGSHAN.notify.templates if one.on == "matter_registered")
    own = replace(first, code="called", text="家里人,我们来了:{number}", when={"channel": CALLS})
    made = {one.code: one for one in with_wearers((first, own))}
    assert set(made) == {"registered", "called"}
    assert made["called"] == own

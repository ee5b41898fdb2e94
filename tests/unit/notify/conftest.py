"""A notifier whose ways out lead to real local servers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from services.county.notify import Address
from services.notify.use_cases.carry_by_http import sms_carrier, wecom_carrier
from services.notify.use_cases.carry_by_smtp import SmtpCarrier
from tests.unit.notify.a_notifier import LEAD, Notifier, open_notifier
from tests.unit.notify.due_messages import MAIL, ROBOT, SENDER, SMS
from tests.unit.notify.next_hops import Gateway, Mailbox, http_gateway, mail_server


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    with http_gateway() as made:
        yield made


@pytest.fixture
def mailbox() -> Iterator[tuple[Mailbox, int]]:
    with mail_server() as made:
        yield made


@pytest.fixture
def sending(tmp_path: Path, gateway: Gateway, mailbox: tuple[Mailbox, int]) -> Iterator[Notifier]:
    url = f"http://user:pass@127.0.0.1:{gateway.port}/send"
    carriers = {
        SMS: sms_carrier(url, None, time_out=0.4),
        MAIL: SmtpCarrier(f"smtp://127.0.0.1:{mailbox[1]}?from={SENDER}", time_out=2.0),
        ROBOT: wecom_carrier(url, time_out=0.4),
    }
    made = open_notifier(tmp_path, carriers, units={LEAD: Address(wecom="@all")})
    yield made
    made.store.close()

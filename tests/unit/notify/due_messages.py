"""Messages to citizens that are due, and looks at what became of them."""

from __future__ import annotations

from typing import Any

from services.chassis.store import Work
from services.contracts.envelope import Context
from services.contracts.vocabulary import MessageChannel, Role
from services.notify import store as documents
from tests.unit.notify.a_notifier import Notifier, staff

SMS, MAIL, ROBOT = MessageChannel.SMS, MessageChannel.EMAIL, MessageChannel.WECOM
SENDER = "notices@county.example"
DISPATCHER = staff(Role.DISPATCHER)


def ready(notifier: Notifier, **address: str) -> None:
    """One message to a citizen is due."""
    notifier.given(address)
    notifier.registered()
    notifier.sweep()


def due_now(notifier: Notifier, **changes: Any) -> None:
    """Time has gone by for every message, and what was at rest is not any more."""

    def change(work: Work) -> None:
        for found in work.find(documents.MESSAGE).documents:
            if found.body["turn"] is not None:
                work.put(documents.MESSAGE, found.id, found.body | {"turn": 1, **changes}, found.version)

    notifier.store.run(Context("machine", notifier.clock.at, "r"), change)
    for carrier in notifier.carriers.values():
        carrier.rest.end()


def only(notifier: Notifier) -> dict[str, Any]:
    [message] = notifier.messages()
    return message


def names(notifier: Notifier) -> list[str]:
    return [name for name, _ in notifier.told()]

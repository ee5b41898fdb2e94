"""An agent of the staff hears in the hub that a matter was given to them, and how it goes on; nobody else does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from services.chassis.access import User
from services.contracts.events.intake import AgentNamed
from services.contracts.events.routing import MatterConcluded, MatterWalled
from services.contracts.refusals import Refusal
from services.contracts.vocabulary import Role
from services.notify import store as documents
from services.notify.use_cases import message_desk
from tests.unit.notify.a_notifier import CODES, LEAD, NUMBER, Notifier, fact, open_notifier

CLERK = "u-00000000000000c1"
AGENT = User(id="u-00000000000000a9", roles=frozenset({Role.GRID_WORKER}), place="ns-t02", department=None)
OTHER = User(id="u-00000000000000b7", roles=frozenset({Role.DISPATCHER}), place=None, department=None)


@pytest.fixture
def notifier(tmp_path: Path) -> Iterator[Notifier]:
    """No way out is set up: all of this stays in the hub."""
    made = open_notifier(tmp_path, {})
    yield made
    made.store.close()


def named(notifier: Notifier, by: str = CLERK) -> None:
    notifier.registered()
    notifier.hear(fact(AgentNamed, agent=AGENT.id, unit=None), actor=by)


def heard(notifier: Notifier) -> list[str]:
    return [code for message in notifier.messages(recipient=f"account/{AGENT.id}") for code in message["templates"]]


def test_an_agent_named_by_somebody_else_reads_of_it_at_once_wherever_the_matter_lies(notifier: Notifier) -> None:
    named(notifier)
    [message] = notifier.listed(AGENT)
    assert (message["templates"], message["channel"], message["state"]) == (["followed.agent_named"], "in_app", "sent")
    assert NUMBER in message["text"]
    assert notifier.listed(OTHER, number=NUMBER) == []
    with pytest.raises(Refusal):
        notifier.ask(message_desk.read, message["id"], OTHER)
    assert notifier.ask(message_desk.read, message["id"], AGENT)["read_at"] is not None


def test_who_named_themselves_is_not_told_so_and_both_hear_how_the_matter_goes_on(notifier: Notifier) -> None:
    named(notifier, by=AGENT.id)
    assert heard(notifier) == []
    notifier.accepted(at="2026-11-24T05:00:00Z")
    notifier.whistled(at="2026-11-24T06:00:00Z")
    notifier.hear(fact(MatterConcluded, outcome="solved", lead=LEAD, round=1), "2026-11-24T07:00:00Z")
    assert heard(notifier) == ["followed.matter_accepted", "followed.whistle_blown", "followed.matter_concluded"]


def test_a_matter_that_nobody_follows_costs_nothing_for_it(notifier: Notifier) -> None:
    notifier.registered()
    notifier.accepted()
    assert notifier.store.find(documents.NOTICE).documents == []


def test_behind_the_wall_its_agent_hears_nothing_any_more(notifier: Notifier) -> None:
    named(notifier)
    notifier.hear(MatterWalled(number=NUMBER, **CODES))
    notifier.accepted()
    assert heard(notifier) == []
    assert notifier.listed(AGENT) == []

"""Find the agent whom a petition names, and tell of one who is of the staff."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.chassis.store import Work
from services.contracts.events.intake import AgentNamed
from services.contracts.events.matter import codes_of
from services.contracts.refusals import Refusal
from services.contracts.vocabulary import Role
from services.intake import store
from services.intake.domain import agents
from services.intake.domain.agents import MYSELF, Agent
from services.intake.domain.timeline import Row
from services.intake.store import Reads
from services.intake.use_cases import noted
from services.intake.use_cases.deps import Asked
from services.intake.use_cases.tell import tell

NEVER = frozenset({Role.DISCIPLINE, Role.OPERATOR})
"""Roles that follow nobody's matter: discipline stands behind its wall, operators read nothing."""


def named_by(reads: Reads, call: Asked) -> Agent:
    """The agent of a petition; nobody where it names none. Raises Refusal (422) naming `agent` or `agent.account`."""
    said = call.body["agent"]
    if said is None:
        return Agent()
    agents.check(said, call.body["purpose"], by_staff=call.user is not None)
    person = agents.person_of(said)
    if said["account"] is None or call.user is None:
        return Agent(person=person)
    if said["account"] in (MYSELF, call.user.id):
        return Agent(call.user.id, call.user.department, person, min(call.user.roles, default=None))
    document = reads.get(store.ACCOUNT, said["account"])
    body: Mapping[str, Any] = {"disabled": True} if document is None else document.body
    if body["disabled"] or not NEVER.isdisjoint(body["roles"]):
        detail = "Allowed: the id of an account in use that follows matters, or `me`."
        raise Refusal.of_field("agent.account", "unknown_account", detail)
    return Agent(said["account"], body["department"], person, min(body["roles"], default=None))


def tell_of(work: Work, agent: Agent, picture: Mapping[str, Any]) -> list[Row]:
    """Tell of an agent of the staff; the row of the timeline, none for a person of the citizen's own."""
    if agent.account is None:
        return []
    noted.note(work, picture["number"], noted.AGENT, agent.account)
    return [tell(work, AgentNamed(**codes_of(picture), agent=agent.account, unit=agent.unit))]

"""The clients' logs against the journals: every acknowledged command stands there once, with the same codes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from services.console.reconcile.model import Command, Difference, Told

FACT_OF: Mapping[str, tuple[str, str]] = {
    "register": ("intake", "matter_registered"),
    "accept": ("routing", "matter_accepted"),
    "whistle": ("routing", "whistle_blown"),
    "check_in": ("routing", "department_checked_in"),
    "reply": ("routing", "department_replied"),
    "conclude": ("routing", "matter_concluded"),
    "rate": ("intake", "matter_rated"),
    "decline": ("routing", "matter_declined"),
    "refer": ("routing", "matter_referred"),
    "on_the_spot": ("routing", "matter_answered"),
    "object": ("routing", "objection_raised"),
    "decide": ("routing", "objection_decided"),
    "extend": ("routing", "extension_granted"),
    "mediate": ("routing", "mediation_ordered"),
    "name_parties": ("mediation", "parties_named"),
    "consent": ("mediation", "consent_given"),
    "refuse_consent": ("mediation", "consent_refused"),
    "assign": ("mediation", "mediator_assigned"),
    "session": ("mediation", "session_held"),
    "agree": ("mediation", "agreement_reached"),
    "follow_up": ("mediation", "performance_followed_up"),
    "issue_order": ("oversight", "order_issued"),
    "answer_order": ("oversight", "order_answered"),
    "supplement": ("intake", "matter_supplemented"),
    "withdraw": ("intake", "withdrawal_requested"),
}
"""Which fact of which service a command of the log leads to."""

KEYS: Mapping[str, tuple[str, ...]] = {
    "check_in": ("whistle", "department"),
    "reply": ("whistle", "department"),
    "whistle": ("whistle",),
    "object": ("whistle", "department"),
    "decide": ("whistle", "department"),
    "extend": ("whistle",),
    "mediate": ("order",),
    "consent": ("case", "party"),
    "refuse_consent": ("case", "party"),
    "assign": ("case", "mediator"),
    "agree": ("case",),
    "issue_order": ("order",),
    "answer_order": ("order",),
    "rate": ("request",),
    "withdraw": ("request",),
    "supplement": ("supplement",),
}
"""What tells two commands of one kind on one matter apart."""


def compare_commands(commands: Iterable[Command], facts: Iterable[Told]) -> Iterator[Difference]:
    """Each command that was acknowledged (however often it was repeated) has exactly one fact, code for code."""
    found: dict[tuple[str, str, str], list[Told]] = defaultdict(list)
    for fact in facts:
        found[(fact.service, fact.name, fact.number)].append(fact)
    seen: set[tuple[str, ...]] = set()
    for command in commands:
        keys = KEYS.get(command.step, ())
        identity = (command.step, command.number, *(str(command.codes.get(k)) for k in keys))
        if command.step not in FACT_OF or identity in seen:
            continue
        seen.add(identity)
        service, name = FACT_OF[command.step]
        matching = [
            fact
            for fact in found.get((service, name, command.number), ())
            if all(fact.codes.get(k) == command.codes[k] for k in keys if k in command.codes)
        ]
        yield from _one(command, f"{service} {name}", matching)


def _one(command: Command, what: str, matching: list[Told]) -> Iterator[Difference]:
    if not matching:
        yield Difference("command", command.number, f"{command.step} of {command.log}", what, "not in the journal")
        return
    if len(matching) > 1 and (KEYS.get(command.step) or command.step in ("register", "accept")):
        ids = [fact.id for fact in matching]
        yield Difference("twice", command.number, f"{command.step} of {command.log}", f"one {what}", ids)
    best = min(matching, key=lambda fact: sum(fact.codes.get(k) != v for k, v in command.codes.items()))
    for name, wanted in command.codes.items():
        told = best.codes.get(name)
        if (list(told) if isinstance(told, tuple) else told) != wanted:
            yield Difference("command", command.number, f"{command.step} {name}", wanted, told)

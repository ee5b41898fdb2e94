"""Messages against what their facts imply: each stands where its last fact says, and none is settled without one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from services.console.reconcile.model import Difference, Picture, Told
from services.console.reconcile.wall import WALLING

SETTLED: Mapping[str, str] = {"message_sent": "sent", "message_failed": "failed", "message_uncertain": "uncertain"}
"""The state that each fact of a message tells of."""
AGAIN = frozenset({"queued", "sending", "retry"})
"""On its way, the first time or, after `failed` and `uncertain`, because a person wanted it so."""
CODES = ("channel", "audience", "unit")


def compare_messages(picture: Picture) -> Iterator[Difference]:
    """Every message of notify; those of a walled matter are gone without a fact."""
    last: dict[str, Told] = {}
    walled = {fact.number for fact in picture.facts if fact.name == WALLING}
    for fact in sorted(picture.facts, key=lambda f: (f.epoch, f.seq)):
        if fact.service == "notify" and fact.name in SETTLED and fact.number not in walled:
            last[fact.codes["message"]] = fact
    for id, fact in last.items():
        found = picture.messages.get(id)
        if found is None:
            yield Difference("document", fact.number, f"notify message {id}", "there", "missing")
            continue
        expected, state = SETTLED[fact.name], found.get("state")
        if state != expected and not (state in AGAIN and expected != "sent"):
            yield Difference("status", fact.number, f"notify message {id}", expected, state)
        for name in CODES:
            if found.get(name) != fact.codes.get(name):
                yield Difference(
                    "field", fact.number, f"notify message {id} {name}", fact.codes.get(name), found.get(name)
                )
        if list(found.get("templates", ())) != list(fact.codes["templates"]):
            yield Difference(
                "field", fact.number, f"notify message {id} templates", fact.codes["templates"], found.get("templates")
            )
    for id, found in picture.messages.items():
        number = str(found.get("number"))
        if number in walled:
            yield Difference("wall", number, f"notify message {id}", "forgotten", "there")
        elif id not in last and found.get("state") not in AGAIN:
            yield Difference("lost", number, f"notify message {id}", "told by a fact", f"{found.get('state')} by none")

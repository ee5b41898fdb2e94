"""Send what is queued, channel by channel: claim, give to the next hop, settle; each step a commit of its own.

`sending` is committed before the outside hears of a message and settled after it has answered; whoever finds a message
`sending` whose sender is gone sends it again under the same id. A channel whose next hop is away rests, and holds up
neither the inbox nor the other channels.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Sequence

import eventlet

from services.chassis.store import Document, Work
from services.contracts.envelope import Context, new_id
from services.contracts.vocabulary import FailedBecause, MessageChannel
from services.county.instants import moment
from services.notify.domain.message import LEASE_SECONDS, After, Outcome, State, after_attempt
from services.notify.store import MESSAGE
from services.notify.use_cases.carrier import Carrier, Letter, Line, Unreached, batches
from services.notify.use_cases.message_address import letter_of
from services.notify.use_cases.message_make import tell
from services.notify.use_cases.notice_desk import Desk

log = logging.getLogger(__name__)

AT_ONCE, SENDERS = 64, 8
"""Messages claimed together, and lines open to one next hop."""
ATTEMPT_SECONDS = 60.0
"""The most that one letter may take, all steps together."""
LOOK_AGAIN_MS = 60_000
"""A message that is not urgent waits so long before it is asked again whether it is still quiet."""


def send_round(desk: Desk, channel: MessageChannel) -> int:
    """Send what is due on one channel, `AT_ONCE` messages at most; how many were tried."""
    carrier = desk.carriers.get(channel)
    if carrier is None or carrier.rest.rests:
        return 0
    now = _now_ms()
    page = desk.store.find(
        MESSAGE, equals={"channel": str(channel)}, between=("turn", 0, now), order="turn", limit=AT_ONCE
    )
    if not page.documents:
        return 0
    claimed = desk.store.run(_context(desk), claim, desk, [document.id for document in page.documents])
    pool = eventlet.GreenPool(SENDERS)
    for batch in batches(claimed, SENDERS):
        pool.spawn_n(_carry, desk, carrier, batch)
    pool.waitall()
    return len(claimed)


def claim(work: Work, desk: Desk, ids: Sequence[str]) -> list[Document]:
    """Mark messages as being sent by this process; those that another took meanwhile, or that it is quiet for, not."""
    now, claimed = _now_ms(), []
    quiet = desk.book.pace["quiet"]
    still = quiet is not None and quiet.until(moment(work.context.now)) is not None
    for id in ids:
        found = work.get(MESSAGE, id)
        if found is None or found.body["turn"] is None or found.body["turn"] > now:
            continue
        body = found.body
        if still and not body["urgent"]:
            work.put(MESSAGE, id, body | {"turn": now + LOOK_AGAIN_MS}, found.version)
            continue
        body |= {
            "state": str(State.SENDING),
            "attempt": body["attempt"] + 1,
            "by": desk.process,
            "turn": now + LEASE_SECONDS * 1000,
        }
        work.put(MESSAGE, id, body, found.version)
        claimed.append(Document(id, found.version + 1, body))
    return claimed


def settle(work: Work, desk: Desk, id: str, attempt: int, after: After) -> None:
    """Commit what an attempt came to, with its fact; nothing where the message is gone or another attempt's by now."""
    found = work.get(MESSAGE, id)
    if found is None or found.body["state"] != State.SENDING or found.body["attempt"] != attempt:
        return
    body = found.body
    body["state"], body["reason"] = str(after.state), None if after.reason is None else str(after.reason)
    body["turn"] = None if after.wait is None else _now_ms() + after.wait * 1000
    if after.wait is None:
        body["settled_at"] = work.context.now
        tell(work, desk, id, body)
    else:
        work.after_commit(desk.metrics.child(desk.metrics.messages_total, body["channel"], body["state"]).inc)
    work.put(MESSAGE, id, body, found.version)


def recover(desk: Desk) -> int:
    """What a dead process of this machine was sending is due at once, under the same ids; how many there were."""
    gone, after = 0, None
    while True:
        page = desk.store.find(MESSAGE, equals={"state": str(State.SENDING)}, limit=200, after=after)
        for document in page.documents:
            if _is_gone(str(document.body["by"]), desk.process):
                desk.store.run(_context(desk), _due_now, document.id, document.version)
                gone += 1
        after = page.cursor
        if after is None:
            return gone


def _carry(desk: Desk, carrier: Carrier, messages: list[Document]) -> None:
    """Carry some messages over one line; when it is lost, those not given wait for the channel's rest."""
    letters: list[tuple[Document, Letter]] = []
    for message in messages:
        letter = letter_of(desk, message)
        if isinstance(letter, FailedBecause):
            _settled(desk, message, After(State.FAILED, letter))
        else:
            letters.append((message, letter))
    if not letters:
        return
    given = 0
    try:
        with carrier.open() as line:
            for message, letter in letters:
                outcome = _deliver(line, letter)
                given += 1
                _settled(desk, message, _after(message, outcome))
                carrier.rest.end()
    except Unreached as reason:
        log.warning("the way out is closed: %s", reason)
        wait = carrier.rest.begin()
        for message, _ in letters[given:]:
            after = _after(message, Outcome.UNREACHED)
            _settled(desk, message, after if after.wait is None else after._replace(wait=wait))


def _deliver(line: Line, letter: Letter) -> Outcome:
    """One letter; an exchange that drags on past every time-out of its steps may have been taken."""
    try:
        with eventlet.Timeout(ATTEMPT_SECONDS):
            return line.deliver(letter)
    except eventlet.Timeout:
        return Outcome.UNCERTAIN


def _after(message: Document, outcome: Outcome) -> After:
    return after_attempt(outcome, message.body["attempt"], time.time() - message.body["born"] / 1000)


def _settled(desk: Desk, message: Document, after: After) -> None:
    desk.store.run(_context(desk), settle, desk, message.id, message.body["attempt"], after)


def _due_now(work: Work, id: str, version: int) -> None:
    found = work.get(MESSAGE, id)
    if found is not None and found.version == version:
        work.put(MESSAGE, id, found.body | {"turn": _now_ms()}, version)


def _is_gone(by: str, process: str) -> bool:
    host, _, pid = by.rpartition(":")
    own_host, _, own_pid = process.rpartition(":")
    if host != own_host:
        return False
    return pid == own_pid or not _lives(int(pid))


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _context(desk: Desk) -> Context:
    return Context("machine", desk.clock.now(), new_id())


def _now_ms() -> int:
    return round(time.time() * 1000)

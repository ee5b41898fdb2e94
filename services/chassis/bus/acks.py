"""Acknowledging in runs: one `multiple` ack for all that is done in a row, singles for what overtook a slow one."""

from __future__ import annotations

import logging

import eventlet

from services.chassis.bus.frames import ack
from services.chassis.bus.link import Link
from services.contracts.refusals import Transient

log = logging.getLogger(__name__)

LINGER_S = 0.002
OVERTAKEN = 24
"""So many done tags behind a slow one are acknowledged singly, lest the prefetch fills up."""


class Acks:
    """The acknowledgements of one link; tags of an older link are not ours to acknowledge (the broker redelivers)."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._next = 1
        self._done: set[int] = set()
        self._single: set[int] = set()
        self._flushing = False

    def done(self, tag: int) -> None:
        """Note that the message of this tag needs no more delivery."""
        self._done.add(tag)
        if not self._flushing:
            self._flushing = True
            eventlet.spawn_after(LINGER_S, self._flush_later)

    def _flush_later(self) -> None:
        self._flushing = False
        try:
            self.flush()
        except Transient as error:
            log.debug("acks went with their link: %s", error)

    def flush(self) -> None:
        """Send what can be acknowledged now; raises Transient when the link is broken."""
        run_to = 0
        while True:
            if self._next in self._done:
                self._done.remove(self._next)
                run_to = self._next
            elif self._next in self._single:
                self._single.remove(self._next)
            else:
                break
            self._next += 1
        singles = sorted(self._done) if len(self._done) > OVERTAKEN else []
        if not run_to and not singles:
            return
        self._done.difference_update(singles)
        self._single.update(singles)
        with self._link.writing() as channel:
            if run_to:
                self._link.write(ack(channel.channel_id, run_to, multiple=True))
            for tag in singles:
                self._link.write(ack(channel.channel_id, tag, multiple=False))

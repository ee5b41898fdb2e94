"""The working half of the store: units of work, done again on conflict, numbered in turn, let in at the turnstile."""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from random import random
from time import monotonic
from typing import Concatenate, ParamSpec, TypeVar

from services.chassis.store.answers import Answers, Reader
from services.chassis.store.entry import Entry, Ticket
from services.chassis.store.handled import Handled
from services.chassis.store.port import Collection, Conflict, Observe
from services.chassis.store.work import NOTHING, Work
from services.contracts.envelope import Context
from services.contracts.refusals import Transient

log = logging.getLogger(__name__)
P = ParamSpec("P")
R = TypeVar("R")

TRIES = 20
IMPATIENT_TRIES = 3
PATIENCE_SECONDS = 1.0
NUMBERING_SECONDS = 30.0


class Works(Answers):
    """What every adapter does alike with a unit of work."""

    def __init__(
        self, reader: Reader, collections: Mapping[str, Collection], observe: Observe | None, entry: Entry
    ) -> None:
        super().__init__(reader, collections, observe)
        self._entry = entry
        self._observe = observe
        self._issued: dict[str, int] = {}

    @contextmanager
    def work(self, context: Context) -> Generator[Work]:
        """A unit of work; commits at the end of the block."""
        work = Work(self, context)
        try:
            yield work
        except BaseException:
            self._give_up(work)
            raise
        self._commit(work)

    def run(self, context: Context, fn: Callable[Concatenate[Work, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Do `fn(work, …)` and commit; do it again when what it read has changed.

        A work that keeps losing becomes patient: one at a time, such works go to the head of the queue.
        """
        patience = self._entry.patience
        patient = False
        try:
            for tries in range(1, TRIES + 1):
                patient = patient or (tries > IMPATIENT_TRIES and patience.acquire(timeout=PATIENCE_SECONDS))
                work = Work(self, context, self._entry.memory if tries == 1 else NOTHING)
                try:
                    try:
                        result = fn(work, *args, **kwargs)
                    except Exception:
                        self._give_up(work)
                        self._check_memory(work)
                        raise
                    except BaseException:
                        self._give_up(work)
                        raise
                    if not work.changes:
                        self._check_memory(work)
                    self._commit(work, ahead=patient)
                    return result
                except Conflict:
                    if tries == TRIES:
                        raise
                if not patient:
                    self._entry.sleep(0.001 * tries * random())
        finally:
            if patient:
                patience.release()
        raise AssertionError("the last try returns or raises")

    def attempt(self, works: Sequence[tuple[Context, Callable[[Work], object]]]) -> list[Exception | None]:
        """Do each work once and commit all together; what went wrong with each, None for those that are done."""
        began = monotonic()
        errors: list[Exception | None] = []
        tickets: list[Ticket] = []
        for context, fn in works:
            work = Work(self, context, self._entry.memory)
            ticket = Ticket(work)
            try:
                fn(work)
            except Exception as error:  # noqa: BLE001 - given to the work that it belongs to
                self._give_up(work)
                ticket.error, ticket.done = error, True
            except BaseException:
                self._give_up(work)
                raise
            else:
                self._submit(ticket, work, ahead=False)
            tickets.append(ticket)
        for ticket in tickets:
            self._entry.turnstile.wait(ticket)
            errors.append(ticket.error)
            assert ticket.work is not None
            if ticket.error is None:
                self._call_back(ticket.work)
            else:
                self._forget_numbers(ticket.work)
        if self._observe:
            self._observe("work", monotonic() - began)
        return errors

    def remembered(self, inbox: str, stream: str) -> Handled | None:
        """How far an inbox has come with a stream, as this process last saw it; None when it does not remember."""
        return self._entry.handled.get((inbox, stream))

    def _check_memory(self, work: Work) -> None:
        """A work that will not be checked at commit must not have been misled by what this process remembers."""
        if work.remembered:
            for key, version in work.reads.items():
                row = self._reader.raw(*key)
                if (row[0] if row else 0) != version:
                    raise Conflict(*key)

    def _give_up(self, work: Work) -> None:
        if work.numbers:
            self._entry.numbering.release()
            self._forget_numbers(work)

    def _forget_numbers(self, work: Work) -> None:
        for series in work.numbers:
            self._issued.pop(series, None)

    def _commit(self, work: Work, *, ahead: bool = False) -> None:
        began = monotonic()
        if work.changes:
            ticket = Ticket(work)
            self._submit(ticket, work, ahead=ahead)
            self._entry.turnstile.wait(ticket)
            if ticket.error is not None:
                self._forget_numbers(work)
                raise ticket.error
            if self._observe:
                self._observe("work", monotonic() - began)
        self._call_back(work)

    def _submit(self, ticket: Ticket, work: Work, *, ahead: bool) -> None:
        self._entry.turnstile.submit(ticket, ahead=ahead)
        if work.numbers:
            for series, (_, last) in work.numbers.items():
                self._issued[series] = last
            self._entry.numbering.release()

    def _call_back(self, work: Work) -> None:
        for callback in work.callbacks:
            try:
                callback()
            except Exception:
                log.exception("something to be done after a commit failed")

    def take_number(self, work: Work, series: str) -> int:
        """The next number of a series; works that number go in one after the other until they are handed in."""
        if not work.numbers and not self._entry.numbering.acquire(timeout=NUMBERING_SECONDS):
            raise Transient(f"the turn to take numbers did not come in {NUMBERING_SECONDS:.0f} s")
        try:
            return max(self._issued.get(series, 0), self._reader.number(series)) + 1
        except BaseException:
            if not work.numbers:
                self._entry.numbering.release()
            raise

"""What runs again and again: each in its own green thread, never overlapping itself, loud when it fails."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import eventlet

from services.chassis import logs
from services.chassis.metrics import Metrics
from services.contracts.envelope import new_id

log = logging.getLogger(__name__)


class Sweeps:
    """The sweeps of one process; `running` says how many are at work just now."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics
        self._threads: list[Any] = []
        self._stopping = False
        self.running = 0

    def add(self, name: str, seconds: float, sweep: Callable[[], object]) -> None:
        """Call `sweep` `seconds` of real time after now, and again `seconds` after it ended."""
        self._threads.append(eventlet.spawn(self._repeat, name, seconds, sweep))

    def stop(self, seconds: float = 5.0) -> None:
        """Start none anew, and wait for those at work, `seconds` at the most."""
        self._stopping = True
        with eventlet.Timeout(seconds, False):
            while self.running:
                eventlet.sleep(0.02)
        for thread in self._threads:
            thread.kill()

    def _repeat(self, name: str, seconds: float, sweep: Callable[[], object]) -> None:
        errors = self._metrics.sweep_errors_total.labels(self._metrics.service, name)
        eventlet.sleep(seconds)
        while not self._stopping:
            logs.correlation.set(new_id())
            self.running += 1
            try:
                sweep()
            except Exception:
                errors.inc()
                log.exception("a sweep ended in an error", extra={"sweep": name})
            finally:
                self.running -= 1
            eventlet.sleep(seconds)

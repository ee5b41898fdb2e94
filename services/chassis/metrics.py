"""One process' metrics, in a registry of their own; no label ever carries a person, a matter number or free text."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from itertools import product
from typing import Any

from prometheus_client import CollectorRegistry, Gauge, generate_latest

from services.chassis.tallies import Counters, Histograms
from services.contracts.refusals import Transient

TO_SUBSCRIBER = (0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.5, 1.0, 2.5, 5.0, 10.0, 60.0)
TO_DISK = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0)
MINUTES = (60.0, 300.0, 900.0, 1800.0, 3600.0, 7200.0, 14400.0, 28800.0, 86400.0)


class Metrics:
    """One attribute per family of docs/api.md, named without its `countynet_`; use `child` for a cached label set."""

    def __init__(self, service: str, version: str = "0.1.0") -> None:
        self.service = service
        self.registry = CollectorRegistry(auto_describe=True)
        self._children: dict[tuple[Any, ...], Any] = {}
        self.matters_registered_total = self._counter("matters_registered", "Matters taken in.", "channel", "town")
        self.facts_published_total = self._counter(
            "facts_published", "Facts confirmed by the broker.", "service", "fact"
        )
        self.facts_handled_total = self._counter(
            "facts_handled", "Facts that an inbox has dealt with.", "service", "fact", "outcome"
        )
        self.outbox_pending = self._gauge("outbox_pending", "Facts of the journal not yet confirmed.", "service")
        self.parked_total = self._counter("parked", "Messages put aside.", "service", "reason")
        self.handling_seconds = self._histogram(
            "handling_seconds", "From commit at the source to applied here.", TO_SUBSCRIBER, "service", "fact"
        )
        self.http_requests_total = self._counter("http_requests", "HTTP calls.", "service", "route", "status")
        self.http_seconds = self._histogram("http_seconds", "Time to answer.", TO_SUBSCRIBER, "service", "route")
        self.check_in_seconds = self._histogram("check_in_seconds", "From whistle to check-in.", MINUTES, "kind")
        self.clocks = self._gauge("clocks", "Running clocks.", "clock", "light")
        self.clock_breaches_total = self._counter("clock_breaches", "Clocks that ran over.", "clock")
        self.messages_total = self._counter("messages", "Messages to citizens.", "channel", "outcome")
        self.messages_waiting = self._gauge("messages_waiting", "Messages that a person looks at.", "channel", "state")
        self.deliveries_total = self._counter("deliveries", "Deliveries to department systems.", "outcome")
        self.store_seconds = self._histogram("store_seconds", "Time in the store.", TO_DISK, "op")
        self.sweep_errors_total = self._counter("sweep_errors", "Sweeps that ended in an error.", "service", "sweep")
        self.sweep_finished_timestamp_seconds = self._gauge(
            "sweep_finished_timestamp_seconds", "When a sweep last ended without an error.", "service", "sweep"
        )
        self.parked_waiting = self._gauge("parked_waiting", "Messages put aside that nobody has settled.", "service")
        self.clocks_late_seconds = self._gauge("clocks_late_seconds", "How long a clock waits for us.", "service")
        self.chain_late_seconds = self._gauge("chain_late_seconds", "Since when the record is not anchored.", "service")
        self.subscriptions = self._gauge("subscriptions", "Subscriptions of department systems.", "state")
        self.build_info = self._gauge("build_info", "What runs here.", "service", "version")
        self.build_info.labels(service, version).set(1)

    def child(self, family: Any, *labels: str) -> Any:
        """`family.labels(*labels)`, remembered: for what is counted on every call."""
        key = (family, *labels)
        found = self._children.get(key)
        if found is None:
            found = self._children[key] = family.labels(*labels)
        return found

    def from_zero(self, family: Any, *values: Iterable[str]) -> None:
        """Show a family for every combination of these label values before anything is counted.

        Prometheus does not see a rise in what begins with its first count, so the first of each would be missed.
        """
        for labels in product(*values):
            self.child(family, *(str(label) for label in labels))

    def watch_outbox(self, pending: Callable[[], int]) -> None:
        """Let `countynet_outbox_pending` ask the store whenever it is read."""
        self.watch(self.outbox_pending.labels(self.service), pending)

    def watch_parked(self, waiting: Callable[[], int]) -> None:
        """Let `countynet_parked_waiting` ask the store whenever it is read."""
        self.watch(self.parked_waiting.labels(self.service), waiting)

    def watch(self, child: Any, ask: Callable[[], float]) -> None:
        """Let a gauge ask whenever it is read; while the store is away it says NaN, and the other metrics go on."""

        def asked() -> float:
            try:
                return float(ask())
            except Transient:
                return math.nan

        child.set_function(asked)

    def fact_published(self, fact: str) -> None:
        """The broker has confirmed a fact of this service."""
        self.child(self.facts_published_total, self.service, fact).inc()

    def fact_handled(self, fact: str, outcome: str, seconds: float | None) -> None:
        """An inbox has dealt with a fact; `seconds` from commit at its source to applied here, where known."""
        self.child(self.facts_handled_total, self.service, fact, outcome).inc()
        if seconds is not None:
            self.child(self.handling_seconds, self.service, fact).observe(seconds)

    def parked(self, reason: str) -> None:
        """A message was put aside."""
        self.child(self.parked_total, self.service, reason).inc()

    def store_operation(self, operation: str, seconds: float) -> None:
        """The store has done something."""
        self.child(self.store_seconds, operation).observe(seconds)

    def text(self) -> bytes:
        """Everything in Prometheus' text format."""
        return generate_latest(self.registry)

    def _counter(self, name: str, told: str, *labels: str) -> Counters:
        return Counters(name, told, labels, self.registry)

    def _gauge(self, name: str, told: str, *labels: str) -> Gauge:
        return Gauge(f"countynet_{name}", told, labels, registry=self.registry)

    def _histogram(self, name: str, told: str, buckets: tuple[float, ...], *labels: str) -> Histograms:
        return Histograms(name, told, buckets, labels, self.registry)

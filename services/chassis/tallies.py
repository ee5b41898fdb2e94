"""Counters and histograms without locks, shown through prometheus-client's registry.

The library's own take a lock and walk all buckets on each observation; under eventlet the lock is a green semaphore,
and counting was an eighth of a service's CPU. A process counts on one thread here, so no lock is needed.
"""

from __future__ import annotations

from abc import abstractmethod
from bisect import bisect_left
from collections.abc import Iterable
from typing import Generic, TypeVar

from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector


class Tally:
    """One counter."""

    __slots__ = ("value",)

    def __init__(self) -> None:
        self.value = 0.0

    def inc(self, amount: float = 1.0) -> None:
        """Count on."""
        self.value += amount


class Spread:
    """One histogram: how many observations fell into each bucket, and their sum."""

    __slots__ = ("bounds", "counts", "total")

    def __init__(self, bounds: tuple[float, ...]) -> None:
        self.bounds = bounds
        self.counts = [0] * (len(bounds) + 1)
        self.total = 0.0

    def observe(self, value: float) -> None:
        """Note one value; a bucket's bound belongs to it."""
        self.counts[bisect_left(self.bounds, value)] += 1
        self.total += value


T = TypeVar("T", Tally, Spread)


class Family(Collector, Generic[T]):
    """All children of one metric, by their label values."""

    def __init__(self, name: str, told: str, labels: tuple[str, ...], registry: CollectorRegistry) -> None:
        self._name, self._told, self._labels = f"countynet_{name}", told, labels
        self._children: dict[tuple[str, ...], T] = {}
        registry.register(self)

    def labels(self, *values: str) -> T:
        """The child of these label values, made on first use; raises ValueError for too few or too many."""
        found = self._children.get(values)
        if found is None:
            if len(values) != len(self._labels):
                raise ValueError(f"{self._name} has the labels {self._labels}")
            found = self._children[values] = self._fresh()
        return found

    @abstractmethod
    def _fresh(self) -> T:
        """A child that has counted nothing."""

    def describe(self) -> Iterable[Metric]:
        """Nothing is known before it is counted, but the name is."""
        return self.collect()


class Counters(Family[Tally]):
    """A family of counters; shown with the suffix `_total`."""

    def _fresh(self) -> Tally:
        return Tally()

    def collect(self) -> Iterable[Metric]:
        """One family with all its samples."""
        family = CounterMetricFamily(self._name, self._told, labels=self._labels)
        for values, child in self._children.items():
            family.add_metric(values, child.value)
        yield family


class Histograms(Family[Spread]):
    """A family of histograms with the same buckets."""

    def __init__(
        self, name: str, told: str, bounds: tuple[float, ...], labels: tuple[str, ...], registry: CollectorRegistry
    ) -> None:
        self._bounds = bounds
        super().__init__(name, told, labels, registry)

    def _fresh(self) -> Spread:
        return Spread(self._bounds)

    def collect(self) -> Iterable[Metric]:
        """One family with all its samples, buckets adding up."""
        family = HistogramMetricFamily(self._name, self._told, labels=self._labels)
        for values, child in self._children.items():
            running, buckets = 0, []
            for bound, count in zip((*map(str, child.bounds), "+Inf"), child.counts, strict=True):
                running += count
                buckets.append((bound, float(running)))
            family.add_metric(values, buckets, child.total)
        yield family

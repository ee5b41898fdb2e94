"""One reading of everything that is measured from outside, and what lies between two of them."""

from __future__ import annotations

import os
from typing import Any

from services.console.hub import SERVICES, Hub
from services.console.measure.histogram import buckets, quantile, since
from services.console.measure.processes import Usage, usage
from services.console.ops import Ops

HOW = "each subscriber's countynet_handling_seconds histogram, all facts together; then the slowest subscriber"


class HubMeter:
    """Reads at its making; `told` gives what was spent and how long facts took since then."""

    def __init__(self, hub: Hub, ops: Ops, own_name: str) -> None:
        self._hub, self._ops, self._own = hub, ops, own_name
        self._kept: dict[str, float] = {}
        self.restart()

    def restart(self) -> None:
        """Forget what was; measure from now on."""
        self._kept.clear()
        self._usage = self._read()
        self._handling = {service: buckets(self._ops.metrics(service)) for service in SERVICES}

    def before_stop(self, service: str) -> None:
        """Keep what a process has spent that is about to be stopped."""
        spent = self._read().spent_since(self._usage)
        self._kept[service] = self._kept.get(service, 0.0) + spent.get(service, 0.0)

    def told(self, lives: int) -> dict[str, Any]:
        """`handling` (seconds, commit → applied, by subscriber and the slowest), `cpu_ms_per_life`, `rss_mib`."""
        now = self._read()
        spent = now.spent_since(self._usage)
        for name, seconds in self._kept.items():
            spent[name] = spent.get(name, 0.0) + seconds
        handled = {s: since(self._handling[s], buckets(self._ops.metrics(s))) for s in SERVICES}
        by_subscriber = {s: {"p50": quantile(b, 0.5), "p99": quantile(b, 0.99)} for s, b in handled.items()}
        return {
            "commit_to_last_subscriber_seconds": {
                "p50": max((t["p50"] for t in by_subscriber.values() if t["p50"] is not None), default=None),
                "p99": max((t["p99"] for t in by_subscriber.values() if t["p99"] is not None), default=None),
                "how": HOW,
                "by_subscriber": by_subscriber,
            },
            "cpu_seconds": {name: round(seconds, 2) for name, seconds in spent.items()},
            "cpu_ms_per_life": {name: round(1000 * s / lives, 3) if lives else None for name, s in spent.items()},
            "rss_mib": {name: round(size / 2**20, 1) for name, size in now.rss.items()},
        }

    def _read(self) -> Usage:
        """The hub's processes with all that they have started, the own one without."""
        pids = {row["name"]: row["pid"] for row in self._hub.processes() if row["pid"] and row["name"] != "supervisor"}
        return usage(pids | {self._own: os.getpid()}, frozenset({self._own}))

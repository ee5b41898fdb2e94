"""Prometheus text of a service's `/metrics`: counters and histograms, differences over a time, quantiles."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from math import ceil

LINE = re.compile(r"^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})?\s+(\S+)")
LABEL = re.compile(r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\.)*)"')
HANDLING = "countynet_handling_seconds_bucket"

Buckets = Mapping[float, float]
"""Upper bound in seconds → how many observations were at most so long (cumulative)."""


def buckets(text: str, name: str = HANDLING) -> dict[float, float]:
    """One histogram, added up over all its labels."""
    found: dict[float, float] = defaultdict(float)
    for line in text.splitlines():
        if not line.startswith(name):
            continue
        match = LINE.match(line)
        if match is None or match[1] != name:
            continue
        labels = dict(LABEL.findall(match[2] or ""))
        found[float(labels["le"])] += float(match[3])
    return dict(found)


def since(before: Buckets, after: Buckets) -> dict[float, float]:
    """What was observed between two readings; a service that was restarted in between counts from its start."""
    told = {bound: after[bound] - before.get(bound, 0.0) for bound in after}
    return dict(after) if any(count < 0 for count in told.values()) else told


def quantile(cumulative: Buckets, share: float) -> float | None:
    """The `share` quantile in seconds, straight between the bounds of its bucket; None without observations."""
    bounds = sorted(cumulative)
    total = cumulative[bounds[-1]] if bounds else 0.0
    if total <= 0:
        return None
    rank, lower, below = share * total, 0.0, 0.0
    for bound in bounds:
        count = cumulative[bound]
        if count >= rank and count > below:
            return lower if bound == float("inf") else lower + (bound - lower) * (rank - below) / (count - below)
        lower, below = bound, count
    return lower


def exact_quantile(values: list[float], share: float) -> float | None:
    """The `share` quantile of measured values (nearest rank); None without values."""
    if not values:
        return None
    ordered = sorted(values)
    return ordered[max(0, ceil(share * len(ordered)) - 1)]

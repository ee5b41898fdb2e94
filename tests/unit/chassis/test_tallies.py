"""Counting without locks shows what the library's own counting shows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.parser import text_string_to_metric_families

from services.chassis.tallies import Counters, Histograms

BOUNDS = (0.1, 0.5, 2.0)


def samples(registry: CollectorRegistry) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    text = generate_latest(registry).decode()
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if not sample.name.endswith("_created")
    }


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from([0.0, 0.05, 0.1, 0.3, 0.5, 1.0, 2.0, 9.0]))))
def test_the_page_is_the_same_as_with_the_librarys_own(seen: list[tuple[str, float]]) -> None:
    ours, theirs = CollectorRegistry(), CollectorRegistry()
    counters, spreads = Counters("x", "X.", ("k",), ours), Histograms("y", "Y.", BOUNDS, ("k",), ours)
    counter = Counter("countynet_x", "X.", ("k",), registry=theirs)
    histogram = Histogram("countynet_y", "Y.", ("k",), buckets=BOUNDS, registry=theirs)
    for label, value in seen:
        counters.labels(label).inc()
        spreads.labels(label).observe(value)
        counter.labels(label).inc()
        histogram.labels(label).observe(value)
    assert samples(ours) == pytest.approx(samples(theirs))


def test_a_child_needs_all_labels() -> None:
    with pytest.raises(ValueError, match="labels"):
        Counters("z", "Z.", ("a", "b"), CollectorRegistry()).labels("only one")

"""Histograms, exact quantiles and /proc."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from services.console.measure.histogram import buckets, exact_quantile, quantile, since
from services.console.measure.processes import usage

TEXT = """\
# TYPE countynet_handling_seconds histogram
countynet_handling_seconds_bucket{fact="a",le="0.01",service="intake"} 10.0
countynet_handling_seconds_bucket{fact="a",le="0.1",service="intake"} 90.0
countynet_handling_seconds_bucket{fact="a",le="+Inf",service="intake"} 100.0
countynet_handling_seconds_bucket{fact="b",le="0.01",service="intake"} 0.0
countynet_handling_seconds_bucket{fact="b",le="0.1",service="intake"} 100.0
countynet_handling_seconds_bucket{fact="b",le="+Inf",service="intake"} 100.0
countynet_handling_seconds_sum{fact="a",service="intake"} 5.0
"""


def test_a_histogram_is_added_up_over_its_labels() -> None:
    assert buckets(TEXT) == {0.01: 10.0, 0.1: 190.0, float("inf"): 200.0}


def test_a_quantile_lies_inside_its_bucket() -> None:
    assert quantile(buckets(TEXT), 0.5) == pytest.approx(0.01 + 0.09 * 90 / 180)


def test_what_lies_beyond_the_last_bound_is_told_as_that_bound() -> None:
    assert quantile(buckets(TEXT), 0.99) == 0.1


def test_without_observations_there_is_no_quantile() -> None:
    assert quantile({}, 0.5) is None
    assert quantile({0.1: 0.0, float("inf"): 0.0}, 0.5) is None


def test_only_what_was_observed_in_between_counts() -> None:
    assert since({0.1: 4.0}, {0.1: 6.0, 0.2: 7.0}) == {0.1: 2.0, 0.2: 7.0}


def test_a_restarted_service_counts_from_its_start() -> None:
    assert since({0.1: 40.0}, {0.1: 6.0}) == {0.1: 6.0}


@pytest.mark.parametrize(("share", "value"), [(0.5, 50), (0.99, 99), (1.0, 100)])
def test_an_exact_quantile_is_a_measured_value(share: float, value: int) -> None:
    assert exact_quantile([float(n) for n in range(100, 0, -1)], share) == value


def test_a_process_is_read_with_its_memory_and_cpu() -> None:
    told = usage({"me": os.getpid()})
    assert told.cpu["me"] > 0.0
    assert told.rss["me"] > 2**20


def test_a_process_read_alone_is_spared_what_its_children_spent() -> None:
    subprocess.run([sys.executable, "-c", "sum(range(3_000_000))"], check=True)
    together, alone = usage({"me": os.getpid()}), usage({"me": os.getpid()}, frozenset({"me"}))
    assert together.cpu["me"] > alone.cpu["me"] > 0.0


def test_a_process_that_has_ended_reads_as_nothing() -> None:
    assert usage({"gone": 2**22 + 1}).cpu == {"gone": 0.0}

"""The schedule of a fault run: seeded, within its time, and leaving nothing out."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest

from services.console.chaos.poison import KINDS
from services.console.chaos.schedule import TARGETS, Kind, schedule


def test_the_same_seed_gives_the_same_schedule_and_another_another() -> None:
    assert schedule(7, 300) == schedule(7, 300)
    assert schedule(7, 300) != schedule(8, 300)


@pytest.mark.parametrize("seed", range(20))
def test_faults_come_one_after_another_and_all_within_the_duration(seed: int) -> None:
    plan = schedule(seed, 60)
    assert [fault.at for fault in plan] == sorted(fault.at for fault in plan)
    faults = [fault for fault in plan if fault.kind is not Kind.POISON]
    assert all(3 <= fault.at < 58 for fault in plan)
    assert all(now.at + now.seconds < after.at for now, after in pairwise(faults))
    assert len({fault.kind for fault in faults}) >= 4


def test_a_long_run_leaves_out_no_kind_no_target_and_no_poison() -> None:
    plan = schedule(3, 1_800)
    struck = {(fault.kind, fault.target) for fault in plan if fault.kind is not Kind.POISON}
    assert struck == {(kind, target) for kind, targets in TARGETS.items() for target in targets}
    fed = Counter(kind for fault in plan for kind in fault.feed)
    assert fed.keys() == set(KINDS)


def test_only_faults_that_last_have_a_length() -> None:
    for fault in schedule(4, 600):
        assert (fault.seconds > 0) == (fault.kind in (Kind.STOP, Kind.SILENCE))
        assert bool(fault.feed) == (fault.kind is Kind.POISON)

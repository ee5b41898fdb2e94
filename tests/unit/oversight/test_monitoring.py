"""What monitoring is told of oversight: lights, breaches from zero on, and how late the machine itself is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from services.contracts.events import intake
from services.contracts.refusals import Transient
from services.oversight.use_cases import seal_blocks, tell_monitoring
from services.oversight.use_cases.anchor_heads import anchor_heads
from tests.unit.oversight.conftest import Oversight, fact

TEN, NOON = "2026-11-23T02:00:00Z", "2026-11-23T04:00:00Z"


def shown(oversight: Oversight, name: str, **labels: str) -> float | None:
    return oversight.metrics.registry.get_sample_value(f"countynet_{name}", labels)


@pytest.fixture
def watched(oversight: Oversight) -> Any:
    tell_monitoring.watch(oversight)  # type: ignore[arg-type]
    return oversight


def test_every_clock_has_its_lights_and_its_breaches_before_anything_happens(watched: Oversight) -> None:
    for clock in watched.rules.rules:
        assert shown(watched, "clock_breaches_total", clock=clock) == 0
        assert [shown(watched, "clocks", clock=clock, light=light) for light in ("green", "yellow", "red")] == [0] * 3


def test_a_clock_that_nobody_has_looked_at_is_told_by_its_seconds(watched: Oversight) -> None:
    assert shown(watched, "clocks_late_seconds", service="oversight") == 0
    watched.registered()
    watched.whistled(TEN, NOON)
    due = tell_monitoring.next_due(watched)  # type: ignore[arg-type]
    watched.clock.at = "2026-11-23T09:00:00Z"
    late = shown(watched, "clocks_late_seconds", service="oversight")
    assert due is not None
    assert late is not None
    assert late > 5 * 3600
    watched.sweep_until(watched.clock.at)
    assert shown(watched, "clocks_late_seconds", service="oversight") == 0


def test_a_record_is_late_until_it_is_sealed_and_anchored(watched: Oversight, monkeypatch: pytest.MonkeyPatch) -> None:
    def late() -> float:
        return shown(watched, "chain_late_seconds", service="oversight") or 0.0

    assert late() == 0
    now = tell_monitoring.time.time()
    monkeypatch.setattr(tell_monitoring.time, "time", lambda: now + 600)
    watched.hear(fact(intake.SealedDataRead, reader="u-1", fields=("title",)), TEN)
    assert late() == pytest.approx(600, abs=5)
    monkeypatch.setattr(seal_blocks, "anchor_heads", lambda _: None)
    assert seal_blocks.seal_all(watched) == 1  # type: ignore[arg-type]
    assert late() == pytest.approx(600, abs=5)
    anchor_heads(watched)  # type: ignore[arg-type]
    assert late() == 0


def test_an_anchor_that_cannot_be_read_counts_as_none(tmp_path: Path) -> None:
    assert tell_monitoring.last_anchored(tmp_path / "none") is None
    torn = tmp_path / "torn.jsonl"
    torn.write_bytes(b'{"epoch": 1, "number": 7, "sealed_at": "2026-11-23T02:00:00Z"}\n[1]\n{"epoch": 1, "num')
    assert (tell_monitoring.last_anchored(torn) or {})["number"] == 7


def test_while_the_store_is_away_the_other_metrics_go_on(watched: Oversight) -> None:
    def away() -> float:
        raise Transient("the database is away")

    watched.metrics.watch(watched.metrics.outbox_pending.labels("oversight"), away)
    text = watched.metrics.text().decode()
    assert 'countynet_outbox_pending{service="oversight"} NaN' in text
    assert "countynet_build_info" in text

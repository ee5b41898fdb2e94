"""What monitoring asks: the lights, and how late the machine itself is with the clocks and with the record."""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path
from typing import Any

import orjson

from services.chassis.clock import parse
from services.contracts import chain
from services.oversight import store
from services.oversight.domain.clocks import Light
from services.oversight.use_cases.anchor_heads import TAIL
from services.oversight.use_cases.desk import Desk
from services.oversight.use_cases.sweep import next_due


def watch(desk: Desk) -> None:
    """Let monitoring ask for all of it; nothing behind the wall is looked at (Art. 30)."""
    record, metrics = Record(desk), desk.metrics
    watch_clocks(desk)
    metrics.watch(metrics.clocks_late_seconds.labels(metrics.service), lambda: clocks_late(desk))
    metrics.watch(metrics.chain_late_seconds.labels(metrics.service), record.late)


def watch_clocks(desk: Desk) -> None:
    """Show every clock of the county by its lights, from zero; asked again for the clocks of a new county file."""
    metrics = desk.metrics
    metrics.from_zero(metrics.clock_breaches_total, desk.rules.rules)
    for clock in desk.rules.rules:
        for light in Light:
            lit = partial(desk.store.counter, f"lights/{clock}/{light}")
            metrics.watch(metrics.clocks.labels(clock, str(light)), lit)


def clocks_late(desk: Desk) -> float:
    """Seconds of the domain's time since the first docket that has not been looked at was due; 0 when none is."""
    due = next_due(desk)
    return 0.0 if due is None else max(0.0, (parse(desk.clock.now()) - parse(due)).total_seconds())


class Record:
    """The county's chain, as this process has seen it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._whole_at = time.time()

    def late(self) -> float:
        """Seconds since everything was last seen sealed and anchored; 0 when it is so now.

        Under load something always waits for its block: what counts then is the age of the last block in the anchor.
        """
        desk, now = self._desk, time.time()
        head = desk.store.get(store.CHAIN.name, chain.COUNTY_CHAIN)
        last = last_anchored(desk.anchor)
        anchored = (0, 0) if last is None else (int(last["epoch"]), int(last["number"]))
        reached = (0, 0) if head is None else (int(head.body["epoch"]), int(head.body["number"]))
        if anchored >= reached and not desk.store.find(store.ENTRY.name, limit=1).documents:
            self._whole_at = now
        elif last is not None:
            self._whole_at = max(self._whole_at, parse(str(last["sealed_at"])).timestamp())
        return max(0.0, now - self._whole_at)


def last_anchored(path: Path) -> dict[str, Any] | None:
    """The last whole head in an anchor; None where there is none, or where it cannot be read."""
    try:
        with path.open("rb") as file:
            size = path.stat().st_size
            file.seek(max(0, size - TAIL))
            raw = file.read()
    except OSError:
        return None
    for line in reversed(raw.splitlines()):
        try:
            head = orjson.loads(line)
        except ValueError:
            continue
        if isinstance(head, dict) and {"epoch", "number", "sealed_at"} <= head.keys():
            return head
    return None

"""What a sweep costs: `python -m services.oversight.use_cases.measure_sweep --county FILE [--open N] [--var DIR]`.

A store of its own is filled with open clocks that are not due, four a matter (opinion, objection, check-in, handling),
and as many due ones as asked for; the sweep is the service's own. Told for each size: microseconds for each due clock,
and of a sweep that finds nothing. The store lies under DIR (about 400 MiB for a million clocks) and is removed again.
"""

from __future__ import annotations

import eventlet

eventlet.monkey_patch()

import argparse  # noqa: E402 - eventlet patches first, as in every service
import json  # noqa: E402
import os  # noqa: E402
import statistics  # noqa: E402
import sys  # noqa: E402
import tempfile  # noqa: E402
from dataclasses import dataclass  # noqa: E402
from datetime import timedelta  # noqa: E402
from pathlib import Path  # noqa: E402
from time import perf_counter, process_time  # noqa: E402
from typing import Any, cast  # noqa: E402

import orjson  # noqa: E402

from services.chassis.metrics import Metrics  # noqa: E402
from services.chassis.store import Store, Work, open_store  # noqa: E402
from services.contracts.envelope import Context, Envelope  # noqa: E402
from services.contracts.events.intake import MatterRegistered  # noqa: E402
from services.contracts.events.matter import MatterFact  # noqa: E402
from services.contracts.events.opinion import BranchDecided  # noqa: E402
from services.contracts.events.routing import MatterAccepted, WhistleBlown  # noqa: E402
from services.county.county import County  # noqa: E402
from services.county.instants import instant, moment  # noqa: E402
from services.county.reader import load  # noqa: E402
from services.oversight import store  # noqa: E402
from services.oversight.domain import tally  # noqa: E402
from services.oversight.domain.clocks import sum_up  # noqa: E402
from services.oversight.domain.docket import Docket, open_docket  # noqa: E402
from services.oversight.domain.ending import settle  # noqa: E402
from services.oversight.domain.rules import RuleBook  # noqa: E402
from services.oversight.use_cases import sweep  # noqa: E402
from services.oversight.use_cases.desk import Desk  # noqa: E402
from services.oversight.use_cases.kept_rules import RuleShelf, keep_rules  # noqa: E402
from services.oversight.use_cases.read_fact import read_fact  # noqa: E402

NOW = "2026-11-23T02:00:00Z"
CLOCKS = 4
"""Open clocks of a matter."""
AT_ONCE = 1_000
ROUNDS = 5
PLACEHOLDER = "999999999999"
CHECK_IN = timedelta(hours=4)
KINDS = 200
"""So many different matters are laid out by the rules; the others are like one of them."""


@dataclass
class BenchDesk:
    """What a sweep finds on its desk."""

    store: Store
    county: County
    rules: RuleBook
    shelf: RuleShelf
    metrics: Metrics


def main() -> None:
    """Measure each size and tell; exit code 1 where a due clock costs more than twice as much at the largest size."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--county", type=Path, required=True, help="the county file whose rules are run")
    parser.add_argument("--open", type=int, action="append", help="open clocks (default: 10000 and 1000000)")
    parser.add_argument("--due", type=int, default=500, help="due clocks a sweep")
    parser.add_argument("--var", type=Path, default=None, help="folder of the store (default: the system's)")
    parser.add_argument("--json", action="store_true", help="one JSON document")
    asked = parser.parse_args()
    county = load(asked.county)
    rows = [_measured(county, n, asked.due, asked.var) for n in asked.open or (10_000, 1_000_000)]
    ratio = rows[-1]["us_per_due_clock"] / rows[0]["us_per_due_clock"]
    told = {"sizes": rows, "ratio": round(ratio, 2)}
    if asked.json:
        print(json.dumps(told, indent=2))
    else:
        for row in rows:
            print("  ".join(f"{name} {value}" for name, value in row.items()))
        print(f"a due clock costs {told['ratio']} times as much at the largest size")
    sys.exit(0 if ratio <= 2 else 1)


def _measured(county: County, clocks: int, due: int, var: Path | None) -> dict[str, float]:
    if var is not None:
        var.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="sweep-", dir=var) as folder:
        kept = open_store(f"sqlite:///{folder}/oversight.db", store.COLLECTIONS, "oversight")
        try:
            shelf = RuleShelf(kept)
            desk = BenchDesk(kept, county, RuleBook(county, shelf), shelf, Metrics("oversight"))
            begun = perf_counter()
            _fill(desk, clocks // CLOCKS, due)
            filled = perf_counter() - begun
            os.sync()  # the sweeps' own writes are measured, not what the machine still writes of the filling
            return {"open": clocks, "fill_s": round(filled, 1), **_swept(desk, due)}
        finally:
            kept.close()


def _swept(desk: BenchDesk, due: int) -> dict[str, float]:
    """The middle one of several sweeps, each with as many due clocks, and one with none."""
    walls, cpus, idles = [], [], []
    for n in range(ROUNDS):
        at = instant(moment(NOW) + timedelta(minutes=n))
        wall, cpu = perf_counter(), process_time()
        done = sweep.sweep(cast("Desk", desk), at)
        walls.append((perf_counter() - wall) / due * 1e6)
        cpus.append((process_time() - cpu) / due * 1e6)
        assert done == due, f"{done} dockets were looked at, {due} were due"
        wall = perf_counter()
        assert sweep.sweep(cast("Desk", desk), at) == 0
        idles.append((perf_counter() - wall) * 1e6)
    return {
        "us_per_due_clock": round(statistics.median(walls), 1),
        "cpu_us_per_due_clock": round(statistics.median(cpus), 1),
        "us_with_nothing_due": round(statistics.median(idles), 1),
    }


def _fill(desk: BenchDesk, matters: int, due: int) -> None:
    """Matters whose first look lies ahead, and for each round some whose check-in warns just then."""
    begun = moment(NOW)
    ahead = [_matter(desk, instant(begun - timedelta(seconds=15 * n))) for n in range(KINDS)]
    warning = [_matter(desk, instant(begun - CHECK_IN / 2 + timedelta(minutes=n))) for n in range(ROUNDS)]
    context = Context("machine", NOW, "bench")
    desk.store.run(context, keep_rules, cast("Desk", desk), cast("Docket", orjson.loads(ahead[0])), (), desk.rules)
    for first in range(0, matters, AT_ONCE):
        rows = [(n, ahead[n % KINDS]) for n in range(first, min(first + AT_ONCE, matters))]
        desk.store.run(context, _put, rows)
    for n, like in enumerate(warning):
        desk.store.run(context, _put, [(matters + n * due + k, like) for k in range(due)])


def _put(work: Work, rows: list[tuple[int, bytes]]) -> None:
    for n, like in rows:
        number = f"{100_000_000_000 + n}"
        work.put(store.DOCKET.name, number, orjson.loads(like.replace(PLACEHOLDER.encode(), number.encode())))


def _matter(desk: BenchDesk, at: str) -> bytes:
    """A matter that was registered, accepted for an opinion and whistled at one moment, laid out by the rules."""
    county, rules = desk.county, desk.rules
    place = county.places.root.code
    unit = next(iter(county.units.codes()))
    kind = next(iter(county.whistle_kinds))
    codes: dict[str, Any] = {
        **{"number": PLACEHOLDER, "place": place, "channel": "web", "purpose": "appeal", "category": None},
        **{"urgency": "hard", "tier": None, "contactable": True},
    }
    check_in_by, finish_by = (instant(moment(at) + more) for more in (CHECK_IN, timedelta(days=7)))
    told: tuple[MatterFact, ...] = (
        MatterRegistered(**codes, received_at=at, owner=unit, petitioners=1, anonymous=False, secret=False),
        MatterAccepted(**codes, owner=unit),
        BranchDecided(**codes, branch="opinion"),
        WhistleBlown(
            **codes, whistle=f"{PLACEHOLDER}-w1", kind=kind, lead=unit, assists=(), check_in_by=check_in_by,
            finish_by=finish_by, county_version=county.version,
        ),
    )  # fmt: skip
    docket = open_docket(PLACEHOLDER, codes, "intake")
    for seq, fact in enumerate(told, 1):
        envelope = Envelope(
            f"f-{seq}", f"/countynet/{fact.service}", fact.type_name(), at, PLACEHOLDER, "urn:x", fact.stream, seq, 1,
            None, "bench", None, "machine", {},
        )  # fmt: skip
        step = read_fact(docket, fact, envelope, rules)
        for clock in docket["clocks"].values():
            settle(clock, [step], rules)
    sum_up(docket)
    docket["counted"] = tally.tally(docket, rules)
    running = sum(clock["ended"] is None for clock in docket["clocks"].values())
    assert running == CLOCKS, f"{running} clocks run, {CLOCKS} are to"
    return orjson.dumps(docket)


if __name__ == "__main__":
    main()

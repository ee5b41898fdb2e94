"""`bench`: everything in one run on a hub of its own: registrations, whole lives, the raw limit, a rival."""

from __future__ import annotations

import asyncio
import json
import os
import platform
import secrets
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import fmean
from typing import Any

from services.console.bench.raw import measure_raw
from services.console.bench.raw_layout import layouts
from services.console.bench.run import Wish, bench, registrations
from services.console.chaos.own_hub import free_base
from services.console.exits import ConsoleError
from services.console.hub import ROOT, SERVICES, Hub, find_hub, run_hub

RIVAL = "tests.bench.plain_nameko"
RIVAL_SECONDS = 120
RAW_AT_ONCE = 192
"""The limit is given as many lives as it does best with: a slow one would flatter."""
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Lengths:
    """Seconds that are counted of each part, and how many lives are led at once."""

    seconds: float
    warm_up: float
    at_once: int
    seed: int


@contextmanager
def own_hub() -> Iterator[Hub]:
    """A fresh hub in `var/bench/hub`, removed afterwards. Raises ConsoleError where it does not start."""
    var = ROOT / "var" / "bench" / "hub"
    for name in [name for name in os.environ if name.startswith("COUNTYNET_")]:
        del os.environ[name]  # they speak of another hub
    if var.exists():
        run_hub(var, "down")
        shutil.rmtree(var)
    var.mkdir(parents=True)
    try:
        done = run_hub(var, "up", "--ports", str(free_base()))
        if done.returncode != 0:
            raise ConsoleError(f"the hub of the bench did not start: {(done.stderr or done.stdout)[-1500:]}")
        yield find_hub(var)
    finally:
        run_hub(var, "down")
        shutil.rmtree(var)


def measure(lengths: Lengths, say: Say) -> dict[str, Any]:
    """All parts; raises ConsoleError when one of them cannot be measured."""
    run = secrets.token_hex(4)
    with own_hub() as hub:
        say(f"a hub of its own is up: {hub.url}")
        wish = Wish(
            None, lengths.at_once, True, lengths.seconds, lengths.warm_up, lengths.seed, run, False, False, False
        )
        registered = asyncio.run(registrations(hub, wish, say))
        say("the raw limit, five bare processes on the same broker and disk, before and after the lives")
        raw = [_raw(hub, lengths)]
        lives = asyncio.run(bench(hub, wish, say))
        raw.append(_raw(hub, lengths))
        say(f"{raw[0]['lives_per_s']} and {raw[1]['lives_per_s']} raw lives/s; now plain nameko")
        rival = _rival(hub, lengths)
    return _told(registered, lives, raw, rival)


def _raw(hub: Hub, lengths: Lengths) -> dict[str, Any]:
    return measure_raw(hub, max(RAW_AT_ONCE, lengths.at_once), lengths.warm_up, lengths.seconds)


def keep(told: dict[str, Any]) -> Path:
    """Write the result under `var/bench`, by its time and as `latest.json`."""
    folder = ROOT / "var" / "bench"
    path = folder / f"bench-{datetime.now(UTC).strftime('%Y%m%dT%H%M%S')}.json"
    for each in (path, folder / "latest.json"):
        each.write_text(json.dumps(told, indent=2), encoding="utf-8")
    return path


def _rival(hub: Hub, lengths: Lengths) -> dict[str, Any]:
    folder = hub.var / "bench" / "rival"
    folder.mkdir(parents=True)
    wish = {"uri": hub.settings["intake"]["AMQP_URI"], "folder": str(folder), "at_once": lengths.at_once}
    wish["layout"] = layouts(hub)
    wish |= {"warm_up": lengths.warm_up, "seconds": min(lengths.seconds, 15.0)}
    command = [sys.executable, "-W", "ignore", "-m", RIVAL]
    done = subprocess.run(
        command,
        cwd=ROOT,
        input=json.dumps(wish) + "\n",
        text=True,
        capture_output=True,
        timeout=RIVAL_SECONDS,
        check=False,
    )
    if done.returncode != 0:
        raise ConsoleError(f"the rival on plain nameko ended with {done.returncode}: {done.stderr[-600:]}")
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def _told(
    registered: list[dict[str, Any]], lives: list[dict[str, Any]], raw: list[dict[str, Any]], rival: dict[str, Any]
) -> dict[str, Any]:
    closed, paced = lives[0], lives[-1]
    per_s, limit = closed["lives_per_second"], round(fmean(each["lives_per_s"] for each in raw), 1)
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {"cpus": os.cpu_count(), "python": platform.python_version(), "load": os.getloadavg()[0]},
        "registrations_per_s": registered[0]["applied_per_second"],
        "registration_ms": _milliseconds(registered[0]),
        "lives_per_s": per_s,
        "life_ms": closed["life_ms"],
        "raw_lives_per_s": limit,
        "raw_ratio": round(per_s / limit, 3) if limit else None,
        "nameko_lives_per_s": rival["lives_per_s"],
        "p99_ms_at_two_thirds": {
            "registrations": _milliseconds(registered[1])["p99"],
            "lives": _milliseconds(paced)["p99"],
        },
        "cpu_ms_per_life": closed["cpu_ms_per_life"],
        "rss_mib": {name: size for name, size in closed["rss_mib"].items() if name in SERVICES},
        "failed": sum(sum(phase["failed"].values()) for phase in (*registered, *lives)),
        "phases": {"registrations": registered, "lives": lives, "raw": raw, "nameko": rival},
    }


def _milliseconds(phase: dict[str, Any]) -> dict[str, Any]:
    """Commit to the last subscriber's application."""
    told = phase["commit_to_last_subscriber_seconds"]
    return {name: None if told[name] is None else round(1000 * told[name], 1) for name in ("p50", "p99")}

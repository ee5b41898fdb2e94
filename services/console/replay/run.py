"""One replay from beginning to end: accounts, clock, the lives, real time again, and what is told of it."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import orjson

from services.console.hub import SERVICES, Hub
from services.console.lives.client_log import FOLDER, ClientLog
from services.console.lives.staff import engage
from services.console.lives.steps import ORDER, OVER, SERVICE_OF, Steps
from services.console.lives.story import Choices, Course
from services.console.measure.histogram import exact_quantile
from services.console.measure.hub_meter import HubMeter
from services.console.ops import Ops
from services.console.replay.absence import Absence
from services.console.replay.borrowed import borrowed
from services.console.replay.hub_clock import AWAY_SECONDS, HubClock
from services.console.replay.player import Player, story_of
from services.console.replay.rows import Reject, Row
from services.console.waiting import until_ready
from services.console.wire.client import Client

MOST_REASONS = 10
"""So many different reasons of failures are told in the summary; the rejects file has all."""


async def replay(
    hub: Hub, rows: Sequence[Row], run: str, absence: Absence | None, moved: Callable[[int], None]
) -> tuple[dict[str, Any], list[tuple[Row, Course]]]:
    """Play the rows; gives the summary and the courses with their rows. Raises ConsoleError when it cannot."""
    ops, choices = Ops(hub), Choices(hub.county)
    courses = [(row, Course(story_of(row, choices))) for row in rows]
    leads = sorted({choices.lead(category) for category in hub.county.categories.codes()})
    staff = await asyncio.to_thread(engage, ops, leads)
    clients = {service: Client(hub.service_url(service)) for service in SERVICES}
    clock = HubClock(clients, ops.token)
    await clock.check_idle()
    log = ClientLog(hub.var / FOLDER, f"replay-{run}")
    steps = Steps(
        clients["intake"], clients["routing"], staff, choices, log=log, run=f"replay-{run}", patience=AWAY_SECONDS
    )
    meter = HubMeter(hub, ops, "client")

    def stop(service: str) -> None:
        meter.before_stop(service)
        hub.control("stop", service)

    def start(service: str) -> None:
        hub.control("start", service)
        until_ready(hub, [service])

    begun = time.monotonic()
    task = asyncio.current_task()
    if task is not None:
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    try:
        async with borrowed(clock, lambda: how_far(courses), start):
            await Player(clock, steps, stop, start, moved).play(courses, absence)
            seconds = time.monotonic() - begun
            summary = _summary(courses, seconds, steps, clock) | meter.told(sum(c.done == OVER for _, c in courses))
    finally:
        log.close()
        await clock.close()
    return summary | {"client_log": str(log.path)}, courses


def how_far(courses: Sequence[tuple[Row, Course]]) -> str:
    """How far a replay has come that ends before its end."""
    over, failed = sum(course.done == OVER for _, course in courses), sum(bool(course.failed) for _, course in courses)
    begun = sum(bool(course.done) for _, course in courses) - over - failed
    return (
        f"{over} of {len(courses)} lives are whole, {failed} failed, {begun} are under way. Repeat the command to go on"
    )


def _summary(courses: Sequence[tuple[Row, Course]], seconds: float, steps: Steps, clock: HubClock) -> dict[str, Any]:
    concluded = sum(course.done > ORDER.index("conclude") for _, course in courses)
    shares = Counter(course.category_by for _, course in courses if course.number)
    total = sum(shares.values())
    return {
        "lives": len(courses),
        "registered": total,
        "concluded": concluded,
        "rated": sum(course.done == OVER for _, course in courses),
        "failed": sum(bool(course.failed) for _, course in courses),
        "failures": dict(
            Counter(reason_of(course) for _, course in courses if course.failed).most_common(MOST_REASONS)
        ),
        "category_by_keywords": _share(shares["keywords"], total),
        "category_by_dispatcher": _share(shares["none"], total),
        "seconds": round(seconds, 1),
        "lives_per_second": round(concluded / seconds, 2) if seconds else None,
        "clock_steps": clock.steps,
        "idle_polls": clock.polls,
        "tries_before_their_time": dict(steps.waits),
        "step_ms": {
            step: {name: _ms(exact_quantile(steps.seconds[step], q)) for name, q in (("p50", 0.5), ("p99", 0.99))}
            | {"service": SERVICE_OF[step]}
            for step in ORDER
        },
    }


def reason_of(course: Course) -> str:
    """Why a life failed: step, HTTP status (0: connection lost), stable code and the fields at fault."""
    told = course.failed or {"step": "-", "status": 0, "code": "none", "fields": []}
    return f"{told['step']}: {told['status']} {told['code']} {' '.join(told['fields'])}".rstrip()


def _share(count: int, total: int) -> dict[str, Any]:
    return {"count": count, "percent": round(100 * count / total, 1) if total else None}


def _ms(seconds: float | None) -> float | None:
    return None if seconds is None else round(1000 * seconds, 2)


def write_rejects(
    folder: Path, name: str, rejects: Sequence[Reject], courses: Sequence[tuple[Row, Course]]
) -> Path | None:
    """Lines that could not be played, with their reasons and without their texts; None when there is none."""
    rows: list[dict[str, Any]] = [{"line": r.line, "id": r.id, "reasons": list(r.reasons)} for r in rejects]
    for row, course in courses:
        if course.failed:
            number = course.number or None
            rows.append({"line": row.line, "id": row.id, "number": number, "reasons": [reason_of(course)]})
    path = folder / f"{name}.rejects.jsonl"
    if not rows:
        path.unlink(missing_ok=True)
        return None
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.writelines(orjson.dumps(row) + b"\n" for row in rows)
    return path

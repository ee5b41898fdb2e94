"""How a run is told: the schedule before, the table and the verdict after."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from typing import Any

import click

from services.console.chaos.run import Report
from services.console.chaos.schedule import Fault, Kind
from services.console.printing import show_pairs, show_table

MOST = 40


def show_schedule(plan: list[Fault]) -> None:
    """What will be done."""
    rows = [(f"{f.at:.1f}", f.kind, f.target, f"{f.seconds:.1f}" if f.seconds else "", ", ".join(f.feed)) for f in plan]
    show_table(rows, ("at s", "fault", "on", "for s", "feed"))
    click.echo()


def as_document(report: Report, seed: int, duration: float) -> dict[str, Any]:
    """The report as one JSON document."""
    verdict = report.verdict
    wanted = [row for message in report.fed for row in message.parked]
    recoveries = [s.recovery for s in report.struck if s.recovery is not None and not s.overtaken]
    return {
        "seed": seed,
        "duration": duration,
        "clean": report.clean,
        "lost": len(verdict.lost),
        "twice": len(verdict.twice),
        "out_of_order": len(verdict.out_of_order),
        "wrong": len(verdict.wrong),
        "poison_fed": len(report.fed),
        "parked_expected": len(wanted),
        "parked": report.parked,
        "not_parked": [asdict(row) for row in verdict.not_parked],
        "parked_besides": [asdict(row) for row in verdict.parked_besides],
        **report.lives,
        "lives_unfinished": report.unfinished,
        "facts": report.facts,
        "not_at_rest": report.not_at_rest,
        "left_in_queues": report.queues,
        "recovery_seconds_worst": max(recoveries, default=None),
        "faults": [
            {
                "began": struck.began,
                "fault": str(struck.fault.kind),
                "on": struck.fault.target,
                "seconds": struck.fault.seconds,
                "feed": list(struck.fault.feed),
                "ended": struck.ended,
                "recovery_seconds": struck.recovery,
                "overtaken_by_the_next": struck.overtaken,
                "error": struck.error,
            }
            for struck in report.struck
        ],
        "differences": [
            {"as": name, **difference.as_json()}
            for name in ("lost", "twice", "out_of_order", "wrong")
            for difference in getattr(verdict, name)
        ],
    }


def show_report(document: dict[str, Any]) -> None:
    """The tables."""
    faults = [f for f in document["faults"] if f["fault"] != Kind.POISON]
    for f in faults:
        f["overtaken"] = "overtaken by the next" if f["overtaken_by_the_next"] else ""
    head = ("began", "fault", "on", "seconds", "recovery_seconds", "overtaken", "error")
    click.echo()
    show_table(
        [[f[name] for name in head] for f in faults], ("at s", "fault", "on", "for s", "recovery s", "", "error")
    )
    fed = Counter(kind for f in document["faults"] for kind in f["feed"])
    click.echo("\npoison: " + (", ".join(f"{kind} {count}" for kind, count in sorted(fed.items())) or "none") + "\n")
    if document["differences"]:
        rows = [
            [d[name] for name in ("as", "kind", "number", "field", "expected", "found")]
            for d in document["differences"][:MOST]
        ]
        show_table(rows, ("as", "kind", "number", "field", "expected", "found"))
        click.echo()
    for name in ("not_parked", "parked_besides", "lives_failed", "lives_unfinished"):
        for row in document[name][:MOST]:
            click.echo(f"{name.replace('_', ' ')}: {row}")
    names = ("lives_begun", "lives_done", "held_back", "facts", "lost", "twice", "out_of_order", "wrong",
             "poison_fed", "parked_expected", "parked", "not_at_rest", "left_in_queues",
             "recovery_seconds_worst")  # fmt: skip
    show_pairs((name.replace("_", " "), _told(document[name])) for name in names)


def _told(value: Any) -> Any:
    return "nothing" if value == {} else json.dumps(value) if isinstance(value, dict) else value

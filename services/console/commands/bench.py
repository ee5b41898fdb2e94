"""`bench`: everything on a hub of its own; `bench lives`: how many lives a second the running one carries."""

from __future__ import annotations

import asyncio
import secrets
from pathlib import Path
from typing import Any

import click

from services.console.bench.run import Wish, bench
from services.console.bench.sweep import NINGSHAN, SIZES
from services.console.bench.sweep import measure as measure_sweep
from services.console.bench.whole import Lengths, keep, measure
from services.console.commands.replay import show_measures
from services.console.exits import FOUND, OK, ConsoleError
from services.console.hub import find_hub
from services.console.printing import command, show_json, show_pairs

CODES = "Exit codes: 0 measured; 1 lives failed; 2 the hub cannot be used."


def enter(main: click.Group) -> None:
    """Enter the commands."""

    @main.group("bench", invoke_without_command=True, epilog=CODES)
    @click.option("--seconds", type=click.FloatRange(min=1), default=20.0, show_default=True, help="Counted, a part.")
    @click.option("--warm-up", type=click.FloatRange(min=0), default=4.0, show_default=True, help="Before counting.")
    @click.option("--at-once", type=click.IntRange(1, 2000), default=192, show_default=True, help="Lives at once.")
    @click.option("--seed", type=int, default=1, show_default=True, help="Of the generated matters.")
    @click.option("--json", "as_json", is_flag=True, help="One JSON document instead of a table.")
    @click.pass_context
    def group(context: click.Context, seconds: float, warm_up: float, at_once: int, seed: int, as_json: bool) -> None:
        """Measure all of it on a hub of its own: registrations, whole lives, the raw limit, and plain nameko beside.

        The result lies in var/bench/latest.json; nothing else may run meanwhile. `bench lives` loads the running hub.
        """
        if context.invoked_subcommand is None:
            context.exit(_whole(Lengths(seconds, warm_up, at_once, seed), as_json))

    @command(group, "lives", codes=CODES)
    @click.option("--rate", type=click.FloatRange(min=0.1), help="Begin so many lives a second; no closed loop.")
    @click.option("--closed", is_flag=True, help="The closed loop alone, without two thirds of its rate afterwards.")
    @click.option(
        "--concurrency",
        type=click.IntRange(1, 2000),
        default=192,
        show_default=True,
        help="Lives at once in the closed loop.",
    )
    @click.option(
        "--seconds", type=click.FloatRange(min=1), default=20.0, show_default=True, help="How long to count, a phase."
    )
    @click.option(
        "--warm-up", type=click.FloatRange(min=0), default=5.0, show_default=True, help="Seconds before counting."
    )
    @click.option("--seed", type=int, default=1, show_default=True, help="Of the generated matters.")
    @click.option("--idempotent", is_flag=True, help="Send an Idempotency-Key with every command.")
    @click.option("--log", is_flag=True, help="Keep a client's log for `reconcile`.")
    @click.option("--gateway", is_flag=True, help="Through the gateway instead of the services' own ports.")
    def lives(
        rate: float | None, closed: bool, concurrency: int, seconds: float, warm_up: float, seed: int,
        idempotent: bool, log: bool, gateway: bool, as_json: bool,
    ) -> int:  # fmt: skip
        """Lead generated matters through their whole life: register, accept, whistle, check in, reply, conclude, rate.

        Without --rate a closed loop finds the saturation, then the latencies are taken at two thirds of it.
        """
        run = secrets.token_hex(4)
        wish = Wish(rate, concurrency, not closed, seconds, warm_up, seed, run, idempotent, log, gateway)
        phases = asyncio.run(bench(find_hub(), wish, lambda text: click.echo(text, err=True)))
        if as_json:
            show_json({"phases": phases})
        else:
            for phase in phases:
                _show(phase)
        return FOUND if any(phase["failed"] for phase in phases) else OK

    @command(group, "sweep", codes="Exit codes: 0 a due clock costs the same within twice; 1 it does not.")
    @click.option(
        "--open",
        "clocks",
        type=click.IntRange(4),
        multiple=True,
        default=SIZES,
        show_default=True,
        help="Open clocks; once for each size.",
    )
    @click.option("--due", type=click.IntRange(1, 10_000), default=500, show_default=True, help="Due clocks a sweep.")
    @click.option("--county", type=click.Path(path_type=Path), default=NINGSHAN, help="Whose rules; ningshan's if not.")
    def sweep(clocks: tuple[int, ...], due: int, county: Path, as_json: bool) -> int:
        """Measure what a due clock costs the sweep among few and among many open ones.

        A million take about two minutes to lay out and 400 MiB under var/bench, both given back.
        """
        return measure_sweep(county, clocks, due, as_json)


def _whole(lengths: Lengths, as_json: bool) -> int:
    try:
        told = measure(lengths, lambda text: click.echo(text, err=True))
    except ConsoleError as error:
        click.echo(f"countynet: {error}", err=True)
        return error.code
    path = keep(told)
    if as_json:
        show_json(told)
    else:
        show_pairs((name.replace("_", " "), _flat(value)) for name, value in told.items() if name != "phases")
        click.echo(f"\nall of it: {path}")
    return FOUND if told["failed"] else OK


def _flat(value: Any) -> Any:
    return ", ".join(f"{name} {each}" for name, each in value.items()) if isinstance(value, dict) else value


def _show(phase: dict[str, Any]) -> None:
    tables = ("step_ms", "cpu_seconds", "cpu_ms_per_life", "rss_mib", "commit_to_last_subscriber_seconds", "hint")
    click.echo()
    show_pairs((name.replace("_", " "), value) for name, value in phase.items() if name not in tables)
    click.echo()
    show_measures(phase)
    click.echo(f"\n{phase['hint']}\n")

"""Start, stop and look at one hub on this machine: `hub.py up | down | status | start | stop | restart | env`.

`--var` and `--ports` make a second hub beside the first: own broker node, gateway, services, data and secrets.
Exit codes: 0 as wished, 1 something does not run or did not get ready, 2 asked wrongly.
"""

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path

if not __package__:  # run as a file: the checkout, not this folder, is where imports begin
    sys.path[0] = str(Path(__file__).resolve().parents[2])

from deploy.local import accounts, broker, gateway, readiness, supervision
from deploy.local.plan import INFRASTRUCTURE, ROOT, RUNNING, Plan, PlanError, plan_hub, remember
from deploy.local.program import Program
from deploy.local.scale import service_of
from deploy.local.table import print_table, rows

READY_SECONDS = 60.0
HOPELESS_STARTS = 4


def all_programs(plan: Plan) -> list[Program]:
    """Everything that a hub runs, in the order of starting."""
    services = (service_program(plan, process) for name in RUNNING for process in plan.processes(name))
    return [*broker.programs(plan), gateway.program(plan), *services]


def service_program(plan: Plan, name: str) -> Program:
    return Program(
        name,
        [sys.executable, "-m", f"services.{service_of(name)}"],
        plan.service_environment(name) | {"PYTHONUNBUFFERED": "1", "PYTHONDONTWRITEBYTECODE": "1"},
        ROOT,
        priority=50,
        port=plan.ports[name],
        stop_seconds=30,
    )


def prepare(plan: Plan, services: list[str]) -> list[str]:
    """Make folders, secrets and files; what exists already is kept. Which programs' own files have changed."""
    for folder in (plan.secrets, plan.logs, plan.var / "anchor", *(plan.store_file(name).parent for name in RUNNING)):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if services:
        command = [sys.executable, "-m", "services.chassis.keys", "init", str(plan.secrets)]
        subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
    changed = {"broker": broker.prepare(plan), "gateway": gateway.prepare(plan)}
    return [name for name in changed if changed[name]]


def up(plan: Plan, chosen: list[str]) -> int:
    """Start what is chosen and wait until it is ready; what runs already is left alone."""
    begun = time.monotonic()
    plan.var.mkdir(parents=True, exist_ok=True)
    if not supervision.runs(plan):
        supervision.end_orphans(plan)
        _refuse_taken_ports(plan)
    infrastructure = [name for name in INFRASTRUCTURE if name in chosen]
    services = [process for name in RUNNING for process in plan.processes(name) if process in chosen]
    changed = prepare(plan, services)
    remember(plan)
    supervision.start(plan, all_programs(plan))
    for name in changed:
        if name in chosen:
            supervision.stop_program(plan, name)
    for name in infrastructure:
        supervision.start_program(plan, name)
    if "intake" in services:
        accounts.ensure_first_operator(plan)
    for name in services:
        supervision.start_program(plan, name)
    if "broker" in chosen and not supervision.until(lambda: readiness.broker_answers(plan), READY_SECONDS):
        return _not_ready(plan, "broker", "does not answer by AMQP")
    pages = {name: f"{plan.service_url(name)}/readyz" for name in services}
    if "gateway" in chosen:
        pages["gateway"] = f"{plan.url}/healthz"
    for name, page in pages.items():
        if not _becomes_ready(plan, name, page):
            return _not_ready(plan, name, readiness.reason_not_ready(page))
    print_table(rows(plan, all_programs(plan)))
    print(f"\nThe hub is ready after {time.monotonic() - begun:.1f} s: {plan.url}   (operator: {accounts.file(plan)})")
    return 0


def status(plan: Plan, as_json: bool) -> int:
    """Show a row per process; 1 when something of the hub does not run."""
    found = rows(plan, all_programs(plan)) if (plan.var / "hub.json").exists() else []
    if as_json:
        print(json.dumps({"url": plan.url, "processes": found}, indent=2))
    elif found:
        print_table(found)
    else:
        print(f"no hub in {plan.var}")
    return 0 if found and all(row["state"] == "RUNNING" for row in found) else 1


def environment(plan: Plan) -> int:
    """Print where the hub is reached and the settings of each service: for programs that test or repair it."""
    services = {name: plan.service_environment(name) for name in RUNNING}
    document = {
        "url": plan.url,
        "ports": plan.ports,
        "amqp_uri": plan.amqp_uri(),
        "operator": str(accounts.file(plan)),
        "rabbitmqctl": str(plan.var / "bin" / "rabbitmqctl"),
        "services": services,
    }
    print(json.dumps(document, indent=2))
    return 0


def _refuse_taken_ports(plan: Plan) -> None:
    taken = {name: port for name, port in plan.ports.items() if not readiness.free(port)}
    if taken:
        listed = ", ".join(f"{port} ({name})" for name, port in sorted(taken.items()))
        raise PlanError(f"ports in use: {listed}; choose others by COUNTYNET_PORT_BASE or COUNTYNET_PORT_<NAME>")


def _becomes_ready(plan: Plan, name: str, page: str) -> bool:
    """Wait for a page to answer; a program that was started several times in vain is not waited for any longer."""
    seen: set[int] = set()

    def ready_or_hopeless() -> bool:
        seen.add(supervision.pid_of(plan, name))
        return readiness.answers(page) or len(seen) > HOPELESS_STARTS

    return supervision.until(ready_or_hopeless, READY_SECONDS) and readiness.answers(page)


def _not_ready(plan: Plan, name: str, reason: str) -> int:
    log = plan.logs / f"{name}.log"
    tail = log.read_text(encoding="utf-8", errors="replace").splitlines()[-15:] if log.exists() else []
    cut = (line[:300] for line in tail)
    print("\n".join([f"{name} is not ready: {reason}; the end of {log}:", *cut]), file=sys.stderr)
    return 1


def _chosen(plan: Plan, args: argparse.Namespace) -> list[str]:
    only = _named(plan, args.only.split(",") if args.only else [*INFRASTRUCTURE, *RUNNING])
    without = _named(plan, args.without.split(",") if args.without else [])
    if "broker" in only and "epmd" not in only:
        only = ["epmd", *only]
    return [name for name in only if name not in without]


def _named(plan: Plan, names: list[str]) -> list[str]:
    """The programs that are meant: a service's name means all its processes."""
    known = [*INFRASTRUCTURE, *(process for name in RUNNING for process in plan.processes(name))]
    for name in names:
        if name not in known:
            raise PlanError(f"{name}: no process of the hub; allowed are {', '.join(known)}")
    return [process for name in names for process in (plan.processes(name) if name in RUNNING else [name])]


def parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="hub.py", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("verb", choices=("up", "down", "status", "start", "stop", "restart", "env"))
    parser.add_argument("names", nargs="*", help="processes, for start, stop and restart")
    parser.add_argument("--var", help="the hub's folder (default: COUNTYNET_VAR, else var/ of this checkout)")
    parser.add_argument("--ports", type=int, metavar="BASE", help="gateway at BASE+80, services at BASE+101 to +105")
    parser.add_argument("--scale", help="several processes of a service, such as routing=2 (default: COUNTYNET_SCALE)")
    parser.add_argument("--only", default="", help="up: start only these, separated by commas")
    parser.add_argument("--without", default="", help="up: start all but these, separated by commas")
    parser.add_argument("--json", action="store_true", help="status: for programs")
    return parser.parse_args(arguments)


def _each(plan: Plan, verb: str, names: list[str]) -> None:
    """Stop, start or restart; of several processes of one service the next is restarted when the last is ready."""
    for before, name in zip([None, *names], names, strict=False):
        if verb == "restart" and before and service_of(before) == service_of(name):
            _becomes_ready(plan, before, f"{plan.service_url(before)}/readyz")
        if verb in ("stop", "restart"):
            supervision.stop_program(plan, name)
        if verb in ("start", "restart"):
            supervision.start_program(plan, name)


def main(arguments: list[str] | None = None) -> int:
    args = parse(arguments)
    try:
        plan = plan_hub(args.var, args.ports, args.scale)
        match args.verb:
            case "up":
                return up(plan, _chosen(plan, args))
            case "down":
                supervision.shut_down(plan)
                return 0
            case "status":
                return status(plan, args.json)
            case "env":
                return environment(plan)
        _each(plan, args.verb, _named(plan, args.names))
    except PlanError as error:
        print(f"hub: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())

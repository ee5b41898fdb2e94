"""Prometheus for the hub on one machine: `python -m deploy.prometheus.local` writes its file and becomes it.

It scrapes every process that `hub.json` names by the same jobs and rules as the compose deployment does, listens on
loopback alone, and keeps what it measures under `var/prometheus`. The broker is scraped when the hub was started with
COUNTYNET_BROKER_METRICS=on.
"""

import argparse
import os
import shutil
import sys
from pathlib import Path
from typing import Any

import yaml

from deploy.local.plan import RUNNING, Plan, PlanError, plan_hub

HERE = Path(__file__).resolve().parent
COMPOSED = HERE / "prometheus.yml"
RULES = HERE / "rules" / "*.yml"
BROKER_JOBS = ("rabbitmq", "rabbitmq-queues")
RETENTION = "15d"


def configuration(plan: Plan, seconds: int = 15) -> dict[str, Any]:
    """The compose deployment's own configuration, with this hub's ports for its targets."""
    made: dict[str, Any] = yaml.safe_load(COMPOSED.read_text(encoding="utf-8"))
    made["global"] |= {"scrape_interval": f"{seconds}s", "scrape_timeout": f"{min(seconds, 10)}s"}
    made["global"]["evaluation_interval"] = f"{seconds}s"
    made["rule_files"] = [str(RULES)]
    del made["alerting"]
    made["scrape_configs"] = [_local(job, plan) for job in made["scrape_configs"] if job["job_name"] != "prometheus"]
    return made


def _local(job: dict[str, Any], plan: Plan) -> dict[str, Any]:
    """One job of the compose deployment, told where its processes are on this machine."""
    name = job["job_name"]
    if name in BROKER_JOBS:
        ports = [plan.ports["broker_metrics"]] if _broker_measured(plan) else []
    else:
        ports = [plan.ports[process] for process in plan.processes(name)]
    kept = {key: value for key, value in job.items() if key != "dns_sd_configs"}
    return kept | {"static_configs": [{"targets": [f"127.0.0.1:{port}" for port in ports]}]}


def _broker_measured(plan: Plan) -> bool:
    """Whether the broker was started with its own page for Prometheus."""
    plugins = plan.var / "broker" / "enabled_plugins"
    return plugins.is_file() and "rabbitmq_prometheus" in plugins.read_text(encoding="utf-8")


def write(plan: Plan, seconds: int = 15) -> Path:
    """Write the configuration into the hub's folder; the file's path."""
    path = plan.var / "prometheus" / "prometheus.yml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(configuration(plan, seconds), sort_keys=False), encoding="utf-8")
    return path


def command(plan: Plan, port: int) -> list[str]:
    """The program that measures; PlanError where Prometheus is not installed."""
    program = shutil.which("prometheus")
    if program is None:
        raise PlanError("prometheus is not installed: run deploy/local/setup.sh test")
    folder = plan.var / "prometheus"
    return [
        program,
        f"--config.file={folder / 'prometheus.yml'}",
        f"--storage.tsdb.path={folder / 'data'}",
        f"--storage.tsdb.retention.time={RETENTION}",
        f"--web.listen-address=127.0.0.1:{port}",
        "--log.level=warn",
    ]


def main(arguments: list[str] | None = None) -> int:
    """Write the files and become Prometheus."""
    parser = argparse.ArgumentParser(prog="python -m deploy.prometheus.local", description=__doc__)
    parser.add_argument("--var", help="the hub's folder (default: COUNTYNET_VAR, else var/ of this checkout)")
    parser.add_argument("--port", type=int, default=9090, help="where Prometheus listens, on loopback")
    chosen = parser.parse_args(arguments)
    try:
        plan = plan_hub(chosen.var)
        if not (plan.var / "hub.json").exists():
            raise PlanError(f"no hub in {plan.var}: start one first; services are {', '.join(RUNNING)}")
        write(plan)
        line = command(plan, chosen.port)
    except PlanError as error:
        print(f"prometheus: {error}", file=sys.stderr)
        return 2
    print(f"Prometheus: http://127.0.0.1:{chosen.port}/alerts   (end it by Ctrl-C)", flush=True)
    os.execv(line[0], line)


if __name__ == "__main__":
    sys.exit(main())

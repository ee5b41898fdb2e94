"""RabbitMQ of this hub alone: own node, ports, user, cookie and folder; nothing of a broker that is already there.

Debian's wrapper switches to the user `rabbitmq`, so the server script of the package's own lib folder is called. It
replaces itself by the Erlang machine: the process that `status` lists is the broker, and killing it kills the broker.
"""

import os
import secrets
from pathlib import Path

from deploy.local.plan import Plan, PlanError
from deploy.local.program import Program, write_private

# RabbitMQ asks `df` for the free space without quoting the path. Seen from the process itself the path has no spaces.
HERE = "/proc/self/cwd"
NODE = "countynet@localhost"

CONFIGURATION = """\
# Written by deploy/local; changes are lost at the next `up`.
listeners.tcp.1 = 127.0.0.1:{port}
default_vhost = countynet
default_user = countynet
default_pass = {password}
loopback_users.countynet = true
# A small machine: publishers are stopped before the disk is full, and the log of the queues stays small in memory.
disk_free_limit.absolute = 200MB
vm_memory_high_watermark.relative = 0.4
raft.wal_max_size_bytes = 67108864
heartbeat = 20
consumer_timeout = 900000
log.console = true
log.console.level = warning
log.file = false
"""


PLUGINS: tuple[str, ...] = ("rabbitmq_consistent_hash_exchange",)
"""Comes with RabbitMQ itself; spreads the matters over the partitions of an inbox (PARTITIONS)."""

METRICS_PLUGIN = "rabbitmq_prometheus"
METRICS_CONFIGURATION = """\
prometheus.tcp.ip = 127.0.0.1
prometheus.tcp.port = {port}
"""
"""The broker shows its own metrics only when it starts with COUNTYNET_BROKER_METRICS=on: they cost it some CPU."""


ERLANG = "-start_epmd false -kernel inet_dist_use_interface {127,0,0,1}"


def schedulers(cores: int) -> str:
    """On two cores, which the broker shares with five services, one scheduler costs a tenth less CPU than two."""
    return "+S 1:1" if cores <= 2 else ""


def lib_scripts() -> Path:
    """The package's own `sbin`, without the wrapper; PlanError where RabbitMQ is not installed."""
    found = sorted(Path("/usr/lib/rabbitmq/lib").glob("rabbitmq_server-*/sbin"))
    if not found:
        raise PlanError("RabbitMQ is not installed; run deploy/local/setup.sh")
    return found[-1]


def environment(plan: Plan) -> dict[str, str]:
    """Every place that RabbitMQ would otherwise take from /etc, /var or the user's home."""
    return {
        "HOME": str(plan.var / "broker"),
        "RABBITMQ_NODENAME": NODE,
        "RABBITMQ_NODE_PORT": str(plan.ports["amqp"]),
        "RABBITMQ_DIST_PORT": str(plan.ports["distribution"]),
        "ERL_EPMD_PORT": str(plan.ports["epmd"]),
        "ERL_EPMD_ADDRESS": "127.0.0.1",
        "RABBITMQ_BASE": f"{HERE}/broker",
        "RABBITMQ_MNESIA_BASE": f"{HERE}/broker",
        "RABBITMQ_MNESIA_DIR": f"{HERE}/broker/data",
        "RABBITMQ_QUORUM_DIR": f"{HERE}/broker/data/quorum",
        "RABBITMQ_LOG_BASE": f"{HERE}/broker/log",
        "RABBITMQ_LOGS": "-",
        "RABBITMQ_CONFIG_FILE": f"{HERE}/broker/rabbitmq",
        "RABBITMQ_CONFIG_FILES": f"{HERE}/broker/conf.d",
        "RABBITMQ_ADVANCED_CONFIG_FILE": f"{HERE}/broker/advanced.config",
        "RABBITMQ_CONF_ENV_FILE": f"{HERE}/broker/env.conf",
        "RABBITMQ_ENABLED_PLUGINS_FILE": f"{HERE}/broker/enabled_plugins",
        "RABBITMQ_PLUGINS_EXPAND_DIR": f"{HERE}/broker/plugins",
        "RABBITMQ_GENERATED_CONFIG_DIR": f"{HERE}/broker/generated",
        "RABBITMQ_FEATURE_FLAGS_FILE": f"{HERE}/broker/feature_flags",
        "RABBITMQ_PID_FILE": f"{HERE}/broker/pid",
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": f"{ERLANG} {schedulers(os.cpu_count() or 1)}".rstrip(),
        # Makes the script replace itself by the Erlang machine; without NOTIFY_SOCKET nothing else depends on it.
        "RUNNING_UNDER_SYSTEMD": "true",
    }


def programs(plan: Plan) -> list[Program]:
    """The name server of the Erlang node and the broker itself."""
    names = {"ERL_EPMD_PORT": str(plan.ports["epmd"]), "HOME": str(plan.var / "broker")}
    epmd = ["epmd", "-port", str(plan.ports["epmd"]), "-address", "127.0.0.1"]
    return [
        Program("epmd", epmd, names, plan.var, priority=10, port=plan.ports["epmd"]),
        Program(
            "broker",
            [str(lib_scripts() / "rabbitmq-server")],
            environment(plan),
            plan.var,
            priority=20,
            port=plan.ports["amqp"],
            stop_seconds=30,
        ),
    ]


def measured() -> bool:
    """Whether the broker shows its own metrics; PlanError for anything but `on`, `off` or nothing."""
    word = os.environ.get("COUNTYNET_BROKER_METRICS") or "off"
    if word not in ("on", "off"):
        raise PlanError(f"COUNTYNET_BROKER_METRICS={word}: allowed are on, off")
    return word == "on"


def prepare(plan: Plan) -> bool:
    """Write the broker's files; the password is made once and kept. Whether one that runs must be started again."""
    folder = plan.var / "broker"
    for name in ("conf.d", "log"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    password_file = plan.secrets / "broker-password"
    if not password_file.exists():
        write_private(password_file, secrets.token_hex(24) + "\n")
    password = password_file.read_text(encoding="utf-8").strip()
    configuration, plugins = CONFIGURATION.format(port=plan.ports["amqp"], password=password), PLUGINS
    if measured():
        plugins = (*PLUGINS, METRICS_PLUGIN)
        configuration += METRICS_CONFIGURATION.format(port=plan.ports["broker_metrics"])
    read = {"rabbitmq.conf": configuration, "enabled_plugins": f"[{','.join(plugins)}].\n"}
    kept = {name: (folder / name).read_text(encoding="utf-8") for name in read if (folder / name).exists()}
    for name, text in read.items():
        write_private(folder / name, text)
    (folder / "advanced.config").write_text("[].\n", encoding="utf-8")
    (folder / "env.conf").write_text("", encoding="utf-8")
    _write_control_script(plan)
    return read != kept


def _write_control_script(plan: Plan) -> None:
    """`var/bin/rabbitmqctl` speaks to this hub's broker, for people and for the fault run."""
    exports = "\n".join(f"export {name}='{value}'" for name, value in environment(plan).items() if name != "HOME")
    script = plan.var / "bin" / "rabbitmqctl"
    script.parent.mkdir(exist_ok=True)
    script.write_text(
        f'#!/bin/sh\ncd "$(dirname "$0")/.." || exit 1\nexport HOME="$PWD/broker"\n{exports}\n'
        f"exec '{lib_scripts()}/rabbitmqctl' \"$@\"\n",
        encoding="utf-8",
    )
    os.chmod(script, 0o755)

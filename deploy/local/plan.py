"""What one hub on this machine consists of: its folder, its ports, its services and what each of them is told."""

import json
import os
import re
from dataclasses import dataclass, field
from pathlib import Path

from deploy.local import scale as scaling
from deploy.local.names import SERVICE_OFFSETS, PlanError

__all__ = ["SERVICE_OFFSETS", "Plan", "PlanError", "plan_hub", "remember"]

ROOT = Path(__file__).resolve().parents[2]
DEFAULT_BASE = 8000
DEFAULT_AMQP_PORT = 5682

RUNNING = ("intake", "routing", "mediation", "oversight", "notify")
OTHER_OFFSETS = {"gateway": 80, "amqp": 82, "distribution": 83, "epmd": 84, "supervisor": 85, "broker_metrics": 86}
WAYS_OUT = (
    *("SMTP_URI", "SMS_URI", "SMS_BODY", "WECOM_URI"),
    *("SUBSCRIBER_NETWORKS", "SUBSCRIBER_LOOPBACK", "SUBSCRIBER_SCHEMES"),
)
"""How notices and deliveries leave the hub: from the caller's environment, none of them unless it is set there."""
INFRASTRUCTURE = ("epmd", "broker", "gateway")


@dataclass(frozen=True)
class Plan:
    """One hub: `var` holds everything it writes, `ports` everything it listens on (loopback only)."""

    var: Path
    base: int
    ports: dict[str, int]
    scale: dict[str, int] = field(default_factory=dict)
    """Service to its number of processes, where that is more than one."""

    @property
    def secrets(self) -> Path:
        return self.var / "secrets"

    @property
    def logs(self) -> Path:
        return self.var / "log"

    @property
    def url(self) -> str:
        """Where people and programs reach the hub."""
        return f"http://127.0.0.1:{self.ports['gateway']}"

    def service_url(self, service: str) -> str:
        """The service's own port: the only way to `/ops` and `/metrics`."""
        return f"http://127.0.0.1:{self.ports[service]}"

    def amqp_uri(self) -> str:
        """The broker's address with the hub's own user; only files under `secrets` hold it."""
        password = (self.secrets / "broker-password").read_text(encoding="utf-8").strip()
        return f"amqp://countynet:{password}@127.0.0.1:{self.ports['amqp']}/countynet"

    def service_amqp_uri(self) -> str:
        """What services are told: the broker, or COUNTYNET_AMQP_VIA_PORT, where a fault run puts a proxy in between."""
        via = _number("COUNTYNET_AMQP_VIA_PORT", self.ports["amqp"])
        return self.amqp_uri().replace(f"@127.0.0.1:{self.ports['amqp']}/", f"@127.0.0.1:{via}/")

    def store_file(self, service: str) -> Path:
        return self.var / "data" / service / f"{service}.sqlite3"

    def processes(self, service: str) -> list[str]:
        """The programs of one service: `routing`, `routing.1`, …"""
        return scaling.processes(service, self.scale)

    def service_environment(self, process: str) -> dict[str, str]:
        """The settings of one process; a value already in the caller's environment wins where that is safe."""
        service = scaling.service_of(process)
        token = "token.json" if service == "intake" else "token-public.json"
        settings = {
            "AMQP_URI": self.service_amqp_uri(),
            "STORE_URI": os.environ.get(f"COUNTYNET_STORE_{service.upper()}")
            or f"sqlite:///{self.store_file(service)}",
            "COUNTY_FILE": os.environ.get("COUNTY_FILE", str(ROOT / "deploy" / "counties" / "ningshan.yaml")),
            "CLOCK": os.environ.get("CLOCK", "real"),
            "SEAL_KEYS": str(self.secrets / "seal.json"),
            "TOKEN_KEYS": str(self.secrets / token),
            "WEB_HOST": "127.0.0.1",
            "WEB_PORT": str(self.ports[process]),
            "LOG_LEVEL": os.environ.get("LOG_LEVEL", "INFO"),
            # What is freed goes back: hashing a password takes 19 MiB, in whichever thread.
            "MALLOC_ARENA_MAX": "2",
            "MALLOC_MMAP_THRESHOLD_": "1048576",
        }
        if service == "oversight":
            settings["AUDIT_KEYS"] = str(self.secrets / "audit.json")
            settings["AUDIT_ANCHOR"] = str(self.var / "anchor" / "heads.jsonl")
        if service == "intake":
            settings["CONTACT_KEYS"] = str(self.secrets / "contact-public.json")
        if service == "notify":
            settings["CONTACT_KEYS"] = str(self.secrets / "contact.json")
            settings |= {name: os.environ[name] for name in WAYS_OUT if os.environ.get(name)}
        if spread := scaling.partitions(self.scale):
            settings["PARTITIONS"] = spread
        return settings


def plan_hub(var: str | None = None, base: int | None = None, scale: str | None = None) -> Plan:
    """Plan the hub in `var`; a hub that was started before keeps ports and processes unless told otherwise.

    Raises PlanError for a port or a scale that cannot be and for a path that supervisor's file cannot hold.
    """
    folder = Path(var or os.environ.get("COUNTYNET_VAR") or ROOT / "var").resolve()
    if re.search(r'["\n\r\\]|\s[;#]', str(folder)):
        raise PlanError(
            f"--var: {folder} holds a quote, a backslash, a line break, or a ; or # after a space; choose another"
        )
    kept_base, kept_scale = _remembered(folder)
    chosen = base if base is not None else kept_base or _number("COUNTYNET_PORT_BASE", DEFAULT_BASE)
    if not 1024 <= chosen <= 65_000:
        raise PlanError(f"port base {chosen}: allowed are 1024 to 65000")
    counts = scaling.read_scale(scale, kept_scale)
    offsets = SERVICE_OFFSETS | scaling.further_offsets(counts) | OTHER_OFFSETS
    ports = {name: chosen + offset for name, offset in offsets.items()}
    if chosen == DEFAULT_BASE:
        ports["amqp"] = DEFAULT_AMQP_PORT
    for name in ports:
        ports[name] = _number(f"COUNTYNET_PORT_{name.upper().replace('.', '_')}", ports[name])
    return Plan(folder, chosen, ports, counts)


def remember(plan: Plan) -> None:
    """Write ports and processes down, so that `status` and `down` of the same folder need no arguments."""
    kept = {"base": plan.base, "ports": plan.ports, "scale": plan.scale, "url": plan.url}
    text = json.dumps(kept, indent=2)
    (plan.var / "hub.json").write_text(text + "\n", encoding="utf-8")


def _remembered(folder: Path) -> tuple[int | None, dict[str, int]]:
    try:
        kept = json.loads((folder / "hub.json").read_text(encoding="utf-8"))
        return int(kept["base"]), {name: int(number) for name, number in kept.get("scale", {}).items()}
    except FileNotFoundError:
        return None, {}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise PlanError(f"{folder / 'hub.json'} is damaged; delete it and run `up` again") from error


def _number(variable: str, default: int) -> int:
    text = os.environ.get(variable, "")
    if not text:
        return default
    if not text.isdecimal() or not 1024 <= int(text) <= 65_535:
        raise PlanError(f"{variable}={text}: allowed is a port number from 1024 to 65535")
    return int(text)

"""What one hub on this machine consists of: its folder, its ports, its services and what each of them is told."""

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DEFAULT_BASE = 8000
DEFAULT_AMQP_PORT = 5682

# Offsets from the base port.
SERVICE_OFFSETS = {"intake": 101, "routing": 102, "mediation": 103, "oversight": 104, "notify": 105}
RUNNING = ("intake", "routing", "mediation", "oversight", "notify")
OTHER_OFFSETS = {"gateway": 80, "amqp": 82, "distribution": 83, "epmd": 84, "supervisor": 85}
WAYS_OUT = (
    *("SMTP_URI", "SMS_URI", "SMS_BODY", "WECOM_URI"),
    *("SUBSCRIBER_NETWORKS", "SUBSCRIBER_LOOPBACK", "SUBSCRIBER_SCHEMES"),
)
"""How notices and deliveries leave the hub: from the caller's environment, none of them unless it is set there."""
INFRASTRUCTURE = ("epmd", "broker", "gateway")


class PlanError(Exception):
    """The hub cannot be planned as asked; the message names the setting and what is allowed."""


@dataclass(frozen=True)
class Plan:
    """One hub: `var` holds everything it writes, `ports` everything it listens on (loopback only)."""

    var: Path
    base: int
    ports: dict[str, int]

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

    def service_environment(self, service: str) -> dict[str, str]:
        """The settings of one service; a value already in the caller's environment wins where that is safe."""
        token = "token.json" if service == "intake" else "token-public.json"
        settings = {
            "AMQP_URI": self.service_amqp_uri(),
            "STORE_URI": f"sqlite:///{self.store_file(service)}",
            "COUNTY_FILE": os.environ.get("COUNTY_FILE", str(ROOT / "deploy" / "counties" / "ningshan.yaml")),
            "CLOCK": os.environ.get("CLOCK", "real"),
            "SEAL_KEYS": str(self.secrets / "seal.json"),
            "TOKEN_KEYS": str(self.secrets / token),
            "WEB_HOST": "127.0.0.1",
            "WEB_PORT": str(self.ports[service]),
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
        return settings


def plan_hub(var: str | None = None, base: int | None = None) -> Plan:
    """Plan the hub in `var`; a hub that was started before keeps its ports unless `base` says otherwise.

    Raises PlanError for a port that cannot be and for a path that supervisor's file cannot hold.
    """
    folder = Path(var or os.environ.get("COUNTYNET_VAR") or ROOT / "var").resolve()
    if re.search(r'["\n\r\\]', str(folder)):
        raise PlanError(f"--var: {folder} holds a quote, a backslash or a line break; choose a path without them")
    chosen = base if base is not None else _remembered_base(folder) or _number("COUNTYNET_PORT_BASE", DEFAULT_BASE)
    if not 1024 <= chosen <= 65_000:
        raise PlanError(f"port base {chosen}: allowed are 1024 to 65000")
    ports = {name: chosen + offset for name, offset in (SERVICE_OFFSETS | OTHER_OFFSETS).items()}
    if chosen == DEFAULT_BASE:
        ports["amqp"] = DEFAULT_AMQP_PORT
    for name in ports:
        ports[name] = _number(f"COUNTYNET_PORT_{name.upper()}", ports[name])
    return Plan(folder, chosen, ports)


def remember(plan: Plan) -> None:
    """Write the ports down, so that `status` and `down` of the same folder need no arguments."""
    text = json.dumps({"base": plan.base, "ports": plan.ports, "url": plan.url}, indent=2)
    (plan.var / "hub.json").write_text(text + "\n", encoding="utf-8")


def _remembered_base(folder: Path) -> int | None:
    try:
        return int(json.loads((folder / "hub.json").read_text(encoding="utf-8"))["base"])
    except FileNotFoundError:
        return None
    except (ValueError, KeyError) as error:
        raise PlanError(f"{folder / 'hub.json'} is damaged; delete it and run `up` again") from error


def _number(variable: str, default: int) -> int:
    text = os.environ.get(variable, "")
    if not text:
        return default
    if not text.isdecimal() or not 1024 <= int(text) <= 65_535:
        raise PlanError(f"{variable}={text}: allowed is a port number from 1024 to 65535")
    return int(text)

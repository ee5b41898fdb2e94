"""Where the hub is: its folder, its ports, who operates it; and the program that starts and stops it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from services.console.exits import ConsoleError
from services.county.county import County
from services.county.problem import CountyFileError
from services.county.reader import load

ROOT = Path(__file__).resolve().parents[2]
HUB_PROGRAM = ROOT / "deploy" / "local" / "hub.py"
SERVICES = ("intake", "routing", "mediation", "oversight", "notify")


@dataclass(frozen=True)
class Hub:
    """One running hub: `var` holds what it writes, `ports` says where its services listen on loopback.

    Where it runs in containers, COUNTYNET_SERVICES says of each service where it is, and there are no ports.
    """

    var: Path
    ports: dict[str, int]
    url: str
    addresses: dict[str, str] = field(default_factory=dict)

    def service_url(self, service: str) -> str:
        """The service's own port, the only way to `/ops` and `/metrics`. Raises ConsoleError for an unknown one."""
        try:
            return self.addresses.get(service) or f"http://127.0.0.1:{self.ports[service]}"
        except KeyError:
            raise ConsoleError(f"{service}: no service; allowed are {', '.join(SERVICES)}") from None

    @cached_property
    def settings(self) -> dict[str, dict[str, str]]:
        """The environment of each service, as the hub's own program tells it."""
        told = run_hub(self.var, "env")
        if told.returncode != 0:
            raise ConsoleError(f"the hub in {self.var} does not tell its settings: {told.stderr.strip()[-400:]}")
        services: dict[str, dict[str, str]] = json.loads(told.stdout)["services"]
        return services

    @cached_property
    def county(self) -> County:
        """The county file that the services run on. Raises ConsoleError where it has mistakes."""
        try:
            return load(os.environ["COUNTY_FILE"] if self.addresses else self.settings["intake"]["COUNTY_FILE"])
        except CountyFileError as error:
            raise ConsoleError(f"the hub's county file has mistakes:\n{error}") from error

    def operator(self) -> tuple[str, str]:
        """User name and password: COUNTYNET_USER and COUNTYNET_PASSWORD, else `secrets/operator.json`."""
        user, password = os.environ.get("COUNTYNET_USER"), os.environ.get("COUNTYNET_PASSWORD") or _mounted_password()
        if user and password:
            return user, password
        path = self.var / "secrets" / "operator.json"
        try:
            told = json.loads(path.read_text(encoding="utf-8"))
            return str(told["username"]), str(told["password"])
        except (OSError, ValueError, KeyError) as error:
            wanted = "set COUNTYNET_USER and COUNTYNET_PASSWORD, or start the hub by `countynet up`"
            raise ConsoleError(f"no operator: {path} cannot be read ({type(error).__name__}); {wanted}") from error

    def processes(self) -> list[dict[str, Any]]:
        """A row per process of the hub: name, pid (0: does not run), state, port, uptime in seconds."""
        rows: list[dict[str, Any]] = json.loads(run_hub(self.var, "status", "--json").stdout or "{}").get(
            "processes", []
        )
        return rows

    def control(self, verb: str, service: str) -> None:
        """Start or stop one process of the hub. Raises ConsoleError where that fails."""
        done = run_hub(self.var, verb, service)
        if done.returncode != 0:
            raise ConsoleError(f"{service} could not be told to {verb}: {done.stderr.strip()[-400:]}")


def folder() -> Path:
    """The hub's folder: COUNTYNET_VAR, else `var/` of this checkout."""
    return Path(os.environ.get("COUNTYNET_VAR") or ROOT / "var").resolve()


def run_hub(var: Path, *arguments: str, quiet: bool = True) -> subprocess.CompletedProcess[str]:
    """Run the hub's own program on a folder; its output is returned when `quiet`, else shown."""
    command = [sys.executable, str(HUB_PROGRAM), *arguments, "--var", str(var)]
    return subprocess.run(command, check=False, text=True, capture_output=quiet, cwd=ROOT, stdin=subprocess.DEVNULL)


def find_hub(var: Path | None = None) -> Hub:
    """The hub of a folder (default: `folder()`). Raises ConsoleError when none was ever started there."""
    var = var or folder()
    if told_where := os.environ.get("COUNTYNET_SERVICES"):
        return Hub(var, {}, "", _addresses(told_where))
    try:
        told = json.loads((var / "hub.json").read_text(encoding="utf-8"))
        ports = {str(name): int(port) for name, port in told["ports"].items()}
        return Hub(var, ports, str(told["url"]))
    except FileNotFoundError:
        raise ConsoleError(
            f"no hub in {var}: start one by `countynet up`, or name its folder by COUNTYNET_VAR"
        ) from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ConsoleError(f"{var / 'hub.json'} cannot be read ({type(error).__name__}); run `countynet up`") from error


def _addresses(text: str) -> dict[str, str]:
    """From `intake=http://intake:8101 routing=…`; raises ConsoleError with what is allowed."""
    found = dict(part.split("=", 1) for part in text.split() if "=" in part)
    if set(found) != set(SERVICES) or not all(
        address.startswith(("http://", "https://")) for address in found.values()
    ):
        raise ConsoleError(f"COUNTYNET_SERVICES: allowed is NAME=http://host:port of each of {', '.join(SERVICES)}")
    return {service: address.rstrip("/") for service, address in found.items()}


def _mounted_password() -> str | None:
    """The password in the file that COUNTYNET_PASSWORD_FILE names, such as a mounted secret."""
    path = os.environ.get("COUNTYNET_PASSWORD_FILE")
    try:
        return Path(path).read_text(encoding="utf-8").strip() if path else None
    except OSError as error:
        raise ConsoleError(f"COUNTYNET_PASSWORD_FILE: {path} cannot be read ({type(error).__name__})") from error

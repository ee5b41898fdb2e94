"""One program of the hub, as the supervisor is told of it."""

import hashlib
import json
import os
import shlex
import sys
from dataclasses import dataclass
from pathlib import Path

LAUNCHER = Path(__file__).with_name("launch.py")
SETTINGS_SUFFIX = ".settings.json"


@dataclass(frozen=True)
class Program:
    """A process to keep running: what to run, where, with which settings, and the port it answers on."""

    name: str
    command: list[str]
    environment: dict[str, str]
    folder: Path
    priority: int
    port: int
    stop_seconds: int = 20

    def settings(self) -> str:
        """The program's whole environment as the launcher reads it: any value that a process can be given."""
        return json.dumps(self.environment, indent=1, sort_keys=True) + "\n"

    def settings_file(self, secrets: Path) -> Path:
        return secrets / f"{self.name}{SETTINGS_SUFFIX}"

    def section(self, logs: Path, secrets: Path) -> str:
        """The program's part of the supervisor's file; started by us in order, restarted whenever it dies.

        No setting stands here, only a sum of all: by that the supervisor sees that one has changed or gone.
        """
        launcher = [sys.executable, "-I", "-S", str(LAUNCHER), str(self.settings_file(secrets))]
        told = hashlib.sha256(self.settings().encode()).hexdigest()
        return "\n".join(
            (
                f"[program:{self.name}]",
                f"command={_escaped(shlex.join([*launcher, *self.command]))}",
                f"directory={_escaped(str(self.folder))}",
                f'environment=COUNTYNET_SETTINGS="{told}"',
                f"priority={self.priority}",
                "autostart=false",
                "autorestart=true",
                "startsecs=1",
                "startretries=1000",
                "stopsignal=TERM",
                f"stopwaitsecs={self.stop_seconds}",
                "killasgroup=true",
                "redirect_stderr=true",
                f"stdout_logfile={_escaped(str(logs / self.name))}.log",
                "stdout_logfile_maxbytes=10MB",
                "stdout_logfile_backups=3",
                "",
            )
        )


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner may read, complete or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(path.name + ".new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    fresh.replace(path)


def _escaped(value: str) -> str:
    """Supervisor expands `%(name)s` in every value."""
    return value.replace("%", "%%")

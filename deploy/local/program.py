"""One program of the hub, as the supervisor is told of it."""

import os
import shlex
from dataclasses import dataclass
from pathlib import Path


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

    def section(self, logs: Path) -> str:
        """The program's part of the supervisor's file; started by us in order, restarted whenever it dies."""
        pairs = ",".join(f'{name}="{_escaped(value)}"' for name, value in sorted(self.environment.items()))
        return "\n".join(
            (
                f"[program:{self.name}]",
                f"command={_escaped(shlex.join(self.command))}",
                f"directory={_escaped(str(self.folder))}",
                f"environment={pairs}",
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

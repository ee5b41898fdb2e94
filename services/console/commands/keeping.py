"""`backup SERVICE --to FILE`, `restore SERVICE --from FILE`: one service's database kept and brought back."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click

from services.console.exits import OK, UNUSABLE, ConsoleError
from services.console.hub import ROOT, SERVICES, Hub, find_hub
from services.console.printing import command, show_json, show_pairs
from services.console.waiting import until_ready

SERVICE = click.argument("service", type=click.Choice(SERVICES))


def enter(main: click.Group) -> None:
    """Enter the commands."""

    @command(main, "backup")
    @SERVICE
    @click.option(
        "--to", "file", required=True, type=click.Path(dir_okay=False), help="A file that does not exist yet."
    )
    def backup(service: str, file: str, as_json: bool) -> int:
        """Copy one service's database, complete and consistent, while the service goes on working."""
        target = Path(file).resolve()
        if target.exists():
            raise ConsoleError(f"--to {target}: exists already; name a new file")
        if not target.parent.is_dir():
            raise ConsoleError(f"--to {target}: there is no folder {target.parent}; name a file in one that is there")
        hub = find_hub()
        _module(hub, "services.chassis.backup", service, target)
        target.chmod(0o600)
        told = {"service": service, "file": str(target), "bytes": target.stat().st_size}
        show_json(told) if as_json else show_pairs(told.items())
        return OK

    @command(main, "restore")
    @SERVICE
    @click.option("--from", "file", required=True, type=click.Path(exists=True, dir_okay=False, readable=True))
    def restore(service: str, file: str, as_json: bool) -> int:
        """Bring one service back to a backup: stop it, open a new epoch of its database, start it again.

        What it told after the backup is lost in it; `countynet reconcile` names it. Where the file is refused, the
        service goes on with what it had.
        """
        hub = find_hub()
        hub.control("stop", service)
        try:
            _module(hub, "services.chassis.restore", service, Path(file).resolve())
        finally:
            hub.control("start", service)
            seconds = until_ready(hub, [service])
        told = {"service": service, "from": file, "ready_after_seconds": round(seconds, 1)}
        show_json(told) if as_json else show_pairs(told.items())
        return OK


def _module(hub: Hub, module: str, service: str, file: Path) -> None:
    """Run a module of the chassis with the service's own settings."""
    command_line = [sys.executable, "-m", module, f"services.{service}.service", str(file)]
    done = subprocess.run(
        command_line, check=False, text=True, capture_output=True, cwd=ROOT, env=os.environ | hub.settings[service]
    )
    if done.returncode != 0:
        said = (done.stderr.strip() or done.stdout.strip())[-600:]
        verb = module.rpartition(".")[2]
        raise ConsoleError(f"{verb} {service}: {said or f'ended with {done.returncode}'}", code=UNUSABLE)

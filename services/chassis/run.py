"""How a service process runs: `python -m services.<name>`. Importing this module patches the standard library.

Exit codes: 0 stopped as asked, 1 ended by an error, 2 a setting is missing or wrong.
"""

from __future__ import annotations

import warnings

warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")

import os  # noqa: E402

os.environ.setdefault("EVENTLET_THREADPOOL_SIZE", "4")
"""Few threads: each that hashes passwords keeps an arena of its own."""

import eventlet  # noqa: E402
import eventlet.hubs  # noqa: E402

from services.chassis.beat import BeatingHub  # noqa: E402

eventlet.hubs.use_hub(BeatingHub)
eventlet.monkey_patch()

import gc  # noqa: E402
import importlib  # noqa: E402
import logging  # noqa: E402
import signal  # noqa: E402
import socket  # noqa: E402
import sys  # noqa: E402
from typing import Any  # noqa: E402

from nameko.runners import ServiceRunner  # noqa: E402

from services.chassis import logs, settings  # noqa: E402
from services.chassis.hub import Parts  # noqa: E402
from services.chassis.hub.kept_counties import CountyRead, NeverAccepted, read_county  # noqa: E402
from services.chassis.metrics import Metrics  # noqa: E402
from services.chassis.seal import Seal  # noqa: E402
from services.chassis.service import HubService  # noqa: E402
from services.chassis.tokens import Tokens  # noqa: E402

log = logging.getLogger(__name__)


def main(target: str) -> None:
    """Run the service class `package.module:Class` until SIGTERM or SIGINT; ends the process."""
    module_name, _, class_name = target.partition(":")
    service_class: type[HubService] = getattr(importlib.import_module(module_name), class_name)
    try:
        parts = read_parts(service_class)
    except (settings.SettingsError, ValueError, OSError) as error:
        print(f"{service_class.name} does not start:\n{error}", file=sys.stderr)
        raise SystemExit(2) from None
    logs.set_up(service_class.name, parts.settings.log_level)
    raise SystemExit(run(service_class, parts))


def read_parts(service_class: type[HubService]) -> Parts:
    """Settings, keys and county; raises SettingsError or ValueError with all that is wrong in settings and keys.

    What is wrong in the county file alone is carried along: the hub may have accepted one before.
    """
    read = settings.read(service_class.name, needs=service_class.needs)
    problems: list[str] = []

    def made(make: Any, value: Any) -> Any:
        try:
            return make(value)
        except Exception as error:
            if not isinstance(error, ValueError | OSError):
                raise
            problems.append(str(error))
            return None

    seal = made(Seal.from_setting, read.seal_keys)
    tokens = made(Tokens.from_setting, read.token_keys)
    county: CountyRead | ValueError
    try:
        county = read_county(read.county_file)
    except ValueError as error:
        county = error
    if problems:
        raise ValueError("\n".join([*problems, *([str(county)] if isinstance(county, ValueError) else [])]))
    return Parts(read, county, seal, tokens, Metrics(service_class.name))


SWITCH_SECONDS = 0.0002
"""The disk's thread gets its turn at once: by habit a busy main thread would keep it waiting 5 ms, twice a commit."""

COLLECT_AFTER = (50_000, 20, 50)
"""Rarely, and never over what was there at the start (frozen): the county and the code live as long as the process.
Looking through them again and again was a fifth of a busy service's CPU."""


def run(service_class: type[HubService], parts: Parts) -> int:
    """Run until told to stop; the exit code."""
    sys.setswitchinterval(SWITCH_SECONDS)
    gc.set_threshold(*COLLECT_AFTER)
    runner = ServiceRunner({"countynet": parts})
    runner.add_service(service_class)
    _on_signals(runner)
    try:
        runner.start()
        gc.collect()
        gc.freeze()
        runner.wait()
    except NeverAccepted as error:
        print(f"{service_class.name} does not start:\n{error}", file=sys.stderr)
        runner.kill()
        return 2
    except Exception:
        log.exception("the service ended in an error")
        runner.kill()
        return 1
    return 0


def _on_signals(runner: Any) -> None:
    """SIGTERM and SIGINT drain and stop; a pipe wakes the hub, which a bare handler would leave asleep."""
    ours, theirs = socket.socketpair()
    os.set_blocking(theirs.fileno(), False)
    signal.set_wakeup_fd(theirs.fileno(), warn_on_full_buffer=False)

    def wait(keep: socket.socket) -> None:
        ours.recv(1)
        log.info("stopping")
        runner.stop()
        keep.close()

    def note(signum: int, frame: Any) -> None:
        del signum, frame

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, note)
    eventlet.spawn_n(wait, theirs)

"""The supervisor of one hub: its file, its process, and the questions put to it over loopback."""

import contextlib
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from http.client import HTTPException
from pathlib import Path
from typing import Any
from xml.parsers.expat import ExpatError
from xmlrpc.client import Fault, ProtocolError, ServerProxy

from deploy.local.launch import MARK, scrubbed
from deploy.local.plan import Plan, PlanError
from deploy.local.program import SETTINGS_SUFFIX, Program, write_private

ALREADY_STARTED, NOT_RUNNING = 60, 70

FILE = """\
[supervisord]
logfile={var}/log/supervisor.log
logfile_maxbytes=10MB
logfile_backups=3
pidfile={var}/supervisor.pid
directory={var}
identifier=countynet
umask=027
environment={mark}="{var}"

[inet_http_server]
port=127.0.0.1:{port}
username=countynet
password={password}

[rpcinterface:supervisor]
supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface

[supervisorctl]
serverurl=http://127.0.0.1:{port}
username=countynet
password={password}

"""


def until(condition: Callable[[], bool], seconds: float) -> bool:
    """Wait for a condition; say whether it came true in time."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True


def write_file(plan: Plan, programs: list[Program]) -> Path:
    """Write the supervisor's file and each program's settings; they hold passwords, so only the owner may read them."""
    password_file = plan.secrets / "supervisor-password"
    if not password_file.exists():
        write_private(password_file, secrets.token_hex(24) + "\n")
    head = FILE.format(
        var=str(plan.var).replace("%", "%%"), mark=MARK, port=plan.ports["supervisor"], password=_password(plan)
    )
    path = plan.var / "supervisord.conf"
    kept = {program.settings_file(plan.secrets): program.settings() for program in programs}
    for file, settings in kept.items():
        write_private(file, settings)
    for file in set(plan.secrets.glob(f"*{SETTINGS_SUFFIX}")) - kept.keys():
        file.unlink()
    write_private(path, head + "\n".join(program.section(plan.logs, plan.secrets) for program in programs))
    return path


def _password(plan: Plan) -> str:
    return (plan.secrets / "supervisor-password").read_text(encoding="utf-8").strip()


def ask(plan: Plan) -> Any:
    """The supervisor's own procedures; a connection error means that it does not run."""
    address = f"http://countynet:{_password(plan)}@127.0.0.1:{plan.ports['supervisor']}/RPC2"
    return ServerProxy(address).supervisor


def runs(plan: Plan) -> bool:
    """Whether this hub's supervisor answers (another hub's would refuse our password)."""
    try:
        return bool(ask(plan).getState()["statename"] == "RUNNING")
    except (OSError, HTTPException, ProtocolError, Fault, ExpatError):
        return False


def start(plan: Plan, programs: list[Program]) -> None:
    """Start the supervisor, or have a running one take over a changed file."""
    path = write_file(plan, programs)
    if runs(plan):
        _reload(plan)
        return
    end_orphans(plan)
    command = [sys.executable, "-m", "supervisor.supervisord", "-c", str(path)]
    environment = scrubbed(os.environ) | {MARK: str(plan.var)}
    done = subprocess.run(command, check=False, env=environment, stdin=subprocess.DEVNULL)
    if done.returncode or not until(lambda: runs(plan), 10):
        raise PlanError(f"the supervisor did not start; see {plan.logs / 'supervisor.log'}")


def _reload(plan: Plan) -> None:
    try:
        added, changed, removed = ask(plan).reloadConfig()[0]
    except Fault as fault:  # its words quote the file
        raise PlanError(
            f"the running supervisor refuses {plan.var / 'supervisord.conf'} (fault {fault.faultCode})"
        ) from None
    for name in (*changed, *removed):
        with _not_running_is_fine():
            ask(plan).stopProcess(name)
        ask(plan).removeProcessGroup(name)
    for name in (*added, *changed):
        ask(plan).addProcessGroup(name)


def start_program(plan: Plan, name: str) -> None:
    """Start one program; one that runs already is left alone."""
    try:
        ask(plan).startProcess(name, False)
    except Fault as fault:
        if fault.faultCode != ALREADY_STARTED:
            raise


def stop_program(plan: Plan, name: str) -> None:
    """Stop one program and wait until it is gone; one that does not run is left alone."""
    with _not_running_is_fine():
        ask(plan).stopProcess(name)


def pid_of(plan: Plan, name: str) -> int:
    """The process that runs a program now; 0 when it does not run."""
    return int(ask(plan).getProcessInfo(name)["pid"])


@contextlib.contextmanager
def _not_running_is_fine() -> Iterator[None]:
    try:
        yield
    except Fault as fault:
        if fault.faultCode != NOT_RUNNING:
            raise


def shut_down(plan: Plan) -> None:
    """Stop everything of this hub and wait for the last process; nothing of anybody else is touched."""
    if runs(plan):
        ask(plan).shutdown()
        if not until(lambda: not processes_of(plan), 90):
            print("some processes did not stop in time and are ended by force", file=sys.stderr)
    end_orphans(plan)
    (plan.var / "supervisor.pid").unlink(missing_ok=True)


def processes_of(plan: Plan) -> list[int]:
    """Processes that carry this hub's folder in their environment: exactly ours, also when the supervisor is dead."""
    wanted = f"{MARK}={plan.var}".encode()
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdecimal() or int(entry.name) == os.getpid():
            continue
        try:
            if wanted in (entry / "environ").read_bytes().split(b"\0"):
                found.append(int(entry.name))
        except OSError:
            continue  # ended meanwhile, or another user's
    return found


def end_orphans(plan: Plan) -> None:
    """End what a killed supervisor left behind: first asked, then forced."""
    for number, seconds in ((signal.SIGTERM, 20.0), (signal.SIGKILL, 5.0)):
        left = processes_of(plan)
        for pid in left:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)
                os.kill(pid, signal.SIGCONT)
        if left:
            until(lambda: not processes_of(plan), seconds)

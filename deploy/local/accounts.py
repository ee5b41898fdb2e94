"""The first account of a hub: an operator, made once; the password lies in a file that only its owner may read."""

import json
import os
import secrets
import subprocess
import sys
from pathlib import Path

from deploy.local.plan import ROOT, Plan, PlanError
from deploy.local.program import write_private

USERNAME = "operator"


def file(plan: Plan) -> Path:
    """JSON `{username, password}`."""
    return plan.secrets / "operator.json"


def ensure_first_operator(plan: Plan) -> None:
    """Add the operator straight to intake's store, before the service first starts.

    The password is chosen here and handed over on standard input: it stands in no command line and no log.
    """
    if file(plan).exists():
        return
    password = secrets.token_urlsafe(18)
    command = [sys.executable, "-m", "services.intake.accounts", "add", USERNAME, "--role", "operator"]
    done = subprocess.run(
        [*command, "--password-stdin"],
        input=password + "\n",
        text=True,
        capture_output=True,
        check=False,
        cwd=ROOT,
        env=os.environ | plan.service_environment("intake"),
    )
    if done.returncode != 0:
        raise PlanError(f"the first operator could not be added: {done.stderr.strip()[-500:]}")
    write_private(file(plan), json.dumps({"username": USERNAME, "password": password}) + "\n")

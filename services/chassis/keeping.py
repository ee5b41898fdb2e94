"""One service's store kept and brought back, by a process of its own with that service's settings."""

from __future__ import annotations

import warnings

warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")

import importlib  # noqa: E402
import sqlite3  # noqa: E402
import sys  # noqa: E402
from collections.abc import Callable  # noqa: E402

from services.chassis import settings  # noqa: E402
from services.chassis.service import HubService  # noqa: E402
from services.chassis.store import Store, open_store  # noqa: E402
from services.contracts.refusals import Refusal  # noqa: E402

USAGE = "usage: python -m services.chassis.{verb} services.NAME.service FILE"
ALLOWED = {
    "backup": "a new file in a folder that is there and may be written to",
    "restore": "a file that `backup` wrote of this service",
}


def with_store(verb: str, arguments: list[str], do: Callable[[Store, str], None]) -> int:
    """Open the store of the service named first and do something with the file named second; the exit code.

    What goes wrong is told in one sentence on standard error, and ends it with 2.
    """
    if len(arguments) != 2:
        print(USAGE.format(verb=verb), file=sys.stderr)
        return 2
    module_name, file = arguments
    module = importlib.import_module(module_name)
    service_class = next(
        c for c in vars(module).values() if isinstance(c, type) and issubclass(c, HubService) and "name" in vars(c)
    )  # rooms of routes and pages, made here or imported, have no name and are no services
    try:
        read = settings.read(service_class.name, needs=service_class.needs)
        store = open_store(read.store_uri, service_class.collections, service_class.name)
        try:
            do(store, file)
        finally:
            store.close()
    except (settings.SettingsError, ValueError, Refusal, OSError, sqlite3.Error) as error:
        print(_sentence(verb, file, error), file=sys.stderr)
        return 2
    return 0


def _sentence(verb: str, file: str, error: Exception) -> str:
    if isinstance(error, Refusal) and error.errors:
        return "; ".join(each.detail for each in error.errors)
    if isinstance(error, OSError | sqlite3.Error):
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        return f"{verb} {file}: {reason}; allowed: {ALLOWED[verb]}"
    return str(error)

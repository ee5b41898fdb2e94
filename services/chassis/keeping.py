"""One service's store kept and brought back, by a process of its own with that service's settings."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable

from services.chassis import settings
from services.chassis.service import HubService
from services.chassis.store import Store, open_store
from services.contracts.refusals import Refusal

USAGE = "usage: python -m services.chassis.{verb} services.NAME.service FILE"


def with_store(verb: str, arguments: list[str], do: Callable[[Store, str], None]) -> int:
    """Open the store of the service named first and do something with the file named second; the exit code."""
    if len(arguments) != 2:
        print(USAGE.format(verb=verb), file=sys.stderr)
        return 2
    module_name, file = arguments
    module = importlib.import_module(module_name)
    service_class = next(
        c for c in vars(module).values() if isinstance(c, type) and issubclass(c, HubService) and c is not HubService
    )
    try:
        read = settings.read(service_class.name, needs=service_class.needs)
        store = open_store(read.store_uri, service_class.collections, service_class.name)
        try:
            do(store, file)
        finally:
            store.close()
    except (settings.SettingsError, ValueError, Refusal) as error:
        print(error, file=sys.stderr)
        return 2
    return 0

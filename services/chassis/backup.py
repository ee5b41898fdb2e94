"""Copy one service's store, complete and consistent, while the service goes on: `python -m services.chassis.backup`."""

from __future__ import annotations

import sys

from services.chassis.keeping import with_store
from services.chassis.store import Store


def backup(store: Store, file: str) -> None:
    """Do it with an open store."""
    store.backup(file)


if __name__ == "__main__":
    sys.exit(with_store("backup", sys.argv[1:], backup))

"""Bring one stopped service's store back to a backup, in a new epoch: `python -m services.chassis.restore`."""

from __future__ import annotations

import sys

from services.chassis.keeping import with_store
from services.chassis.store import Store


def restore(store: Store, file: str) -> None:
    """Do it with an open store."""
    store.restore_from(file)


if __name__ == "__main__":
    sys.exit(with_store("restore", sys.argv[1:], restore))

"""Bring one stopped service's store back to a backup, in a new epoch: `python -m services.chassis.restore`.

On MongoDB its own tool puts the data back, and `--after-mongorestore` in the file's place opens the epoch.
"""

from __future__ import annotations

import sys
from typing import Protocol, runtime_checkable

from services.chassis.keeping import with_store
from services.chassis.store import Store
from services.contracts.refusals import Refusal

AFTERWARDS = "--after-mongorestore"


@runtime_checkable
class Dumped(Protocol):
    """A store whose data another program has put back."""

    def open_epoch(self) -> int:
        """Open a new epoch, greater than any before."""


def restore(store: Store, file: str) -> None:
    """Do it with an open store. Raises Refusal where there is no epoch left to open: `restore_from` opens its own."""
    if file != AFTERWARDS:
        store.restore_from(file)
    elif isinstance(store, Dumped):
        store.open_epoch()
    else:
        raise Refusal.of_field(
            "file", "one_of", f"{AFTERWARDS} is for a store on MongoDB; allowed here: a backup's file"
        )


if __name__ == "__main__":
    sys.exit(with_store("restore", sys.argv[1:], restore))

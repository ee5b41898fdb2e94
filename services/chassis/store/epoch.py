"""After `mongorestore`, before the service starts: `STORE_URI=mongodb://… python -m services.chassis.store.epoch`.

Opens a new epoch of that one service's store, greater than any before, so that other services see what was lost.
"""

from __future__ import annotations

import os
import sys


def main() -> int:
    """Do it and say which epoch it is; 2 and one sentence on standard error where it cannot be done."""
    uri = os.environ.get("STORE_URI", "").strip()
    if not uri.startswith("mongodb://"):
        print("STORE_URI: allowed is the mongodb:// address of a service's store", file=sys.stderr)
        return 2
    from services.chassis.store.mongo.epochs import open_at

    try:
        name, epoch = open_at(uri)
    except (ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    print(f"{name} goes on in epoch {epoch}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

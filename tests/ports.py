"""Port bases for hubs of tests: each worker of a run tries others, so that two never choose the same at once."""

from __future__ import annotations

import os
from collections.abc import Iterator

STEP = 200
"""No hub uses more ports than that."""


def bases(first: int, end: int) -> Iterator[int]:
    """The bases of this worker from `first` on, below `end`; all of them where there is one worker only.

    Each process begins somewhere else, so that two runs on one machine seldom meet either.
    """
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    own = range(first + STEP * worker, end, STEP * workers)
    turn = os.getpid() % len(own)
    yield from (*own[turn:], *own[:turn])

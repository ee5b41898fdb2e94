"""A process of its own that writes until it is killed: `URI NAME WORKERS MOST`, acknowledging each work on stdout."""

from __future__ import annotations

import warnings

warnings.simplefilter("ignore")
import eventlet  # noqa: E402

eventlet.monkey_patch()

import os  # noqa: E402
import sys  # noqa: E402

from services.chassis.store import Collection, Store, Work, open_store  # noqa: E402
from services.contracts.envelope import Context  # noqa: E402
from services.contracts.events.intake import WithdrawalRequested  # noqa: E402

STREAMS = [f"12345678901{n}" for n in range(3)]


def step(work: Work, name: str, worker: int, n: int) -> str:
    """A document of its own, one that all fight for, a fact, a counter and a number."""
    number = STREAMS[(worker + n) % len(STREAMS)]
    work.put("note", f"{name}-{worker}-{n}", {"n": n})
    hot = work.get("hot", "one")
    work.put("hot", "one", {"n": (hot.body["n"] if hot else 0) + 1}, hot.version if hot else 0)
    work.add("works")
    letter = work.next_number("letters")
    work.put("letter", f"{letter:09d}", {"by": name})
    work.record(WithdrawalRequested(number=number, place="x", channel="web", purpose="appeal", request=f"r{n}"))
    return f"{name}-{worker}-{n}"


def write(store: Store, name: str, worker: int, most: int) -> None:
    """Acknowledge each work only after its commit, in one write that a kill cannot tear."""
    context = Context("machine", "2026-11-22T08:00:00Z", "c-1")
    for n in range(most):
        os.write(1, f"{store.run(context, step, name, worker, n)}\n".encode())


if __name__ == "__main__":
    uri, name, workers, most = sys.argv[1:]
    opened = open_store(uri, [Collection("note"), Collection("hot"), Collection("letter")], "intake")
    threads = [eventlet.spawn(write, opened, name, worker, int(most)) for worker in range(int(workers))]
    for thread in threads:
        thread.wait()
    opened.close()

"""How fast the store is: `python -m services.chassis.store.bench [--seconds N] [--uri URI]`.

Without `--uri` on this disk by SQLite, beside bare SQLite; `--uri mongodb://host/database` on a server, in a database
that is left there. Every number is durable (`synchronous=FULL`, or the journals of a majority). A work here is a whole
small step of a matter: read a document, replace it, tell a fact, move an inbox on, add to a counter.
"""

from __future__ import annotations

import eventlet

eventlet.monkey_patch()

import argparse  # noqa: E402 - eventlet patches first, as in every service
import sqlite3  # noqa: E402
import sys  # noqa: E402
import tempfile  # noqa: E402
from collections.abc import Callable, Iterator  # noqa: E402
from pathlib import Path  # noqa: E402
from time import process_time, time  # noqa: E402

from services.chassis.store import Collection, Store, Work, open_store  # noqa: E402
from services.contracts.envelope import Context, Envelope  # noqa: E402
from services.contracts.events.intake import WithdrawalRequested  # noqa: E402

real_time: Callable[[], float] = eventlet.patcher.original("time").monotonic

CASES = Collection("case", indexes=(("status", "due"),))
INBOX = f"bench-{int(time())}"
CONTEXT = Context("machine", "2026-11-22T08:00:00Z", "bench", "bench")
BODY = {"status": "accepted", "due": "2026-11-23T08:00:00Z", "place": "370102-03", "steps": ["registered"] * 12}


def envelope(stream: str, seq: int) -> Envelope:
    """An incoming fact of some stream, as the inbox has read it."""
    source, type_name, schema = "/countynet/intake", "countynet.intake.withdrawal_requested.v1", "urn:countynet:x"
    id = f"{stream}.{seq}"
    return Envelope(id, source, type_name, CONTEXT.now, "1", schema, stream, seq, 1, None, "c", None, "machine", {})


def fact(number: str) -> WithdrawalRequested:
    """A fact of the usual size."""
    return WithdrawalRequested(
        number=number, place="ningshan", channel="web", purpose="appeal", category=None, urgency="hard",
        tier=None, contactable=True, request="r-1",
    )  # fmt: skip


def step(work: Work, id: str, seq: int) -> None:
    """One small step of a matter."""
    document = work.get("case", id)
    body = {**BODY, "seq": seq}
    work.put("case", id, body, document.version if document else 0)
    work.record(fact(id))
    work.handled(INBOX, envelope(f"matter/{id}", seq))
    work.add("steps/2026-11-22")


def lives(store: Store, worker: int, until: float) -> Iterator[int]:
    """One worker's steps on matters of its own, twelve each, until the time is over."""
    matter = 0
    while True:
        number = f"{100_000 + worker}{matter:06d}"
        for seq in range(1, 13):
            if real_time() > until:
                return
            store.run(CONTEXT, step, number, seq)
            yield 1
        matter += 1


def works_per_second(store: Store, workers: int, seconds: float, name: int) -> tuple[float, float]:
    """Works a second with so many green threads at once, and this process's CPU in microseconds a work."""
    done = [0] * workers
    began, cpu = real_time(), process_time()

    def work(worker: int) -> None:
        for one in lives(store, name * 1000 + worker, began + seconds):
            done[worker] += one

    for thread in [eventlet.spawn(work, worker) for worker in range(workers)]:
        thread.wait()
    return sum(done) / (real_time() - began), (process_time() - cpu) / max(1, sum(done)) * 1e6


def raw_per_second(path: Path, group: int, seconds: float) -> float:
    """The same rows written by bare SQLite statements, `group` works a commit: what there is to gain at most."""
    db = sqlite3.connect(path, isolation_level=None)
    db.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;")
    db.execute("CREATE TABLE IF NOT EXISTS d (id TEXT PRIMARY KEY, version INTEGER, body BLOB, f TEXT, g TEXT)")
    db.execute("CREATE INDEX IF NOT EXISTS i ON d (f, g, id)")
    db.execute("CREATE TABLE IF NOT EXISTS j (p INTEGER PRIMARY KEY, s TEXT, e INTEGER, n INTEGER, b BLOB, t REAL)")
    db.execute("CREATE UNIQUE INDEX IF NOT EXISTS o ON j (s, e, n)")
    body, told = b"x" * 280, b"y" * 750
    count, began = 0, real_time()
    while real_time() - began < seconds:
        db.execute("BEGIN IMMEDIATE")
        for _ in range(group):
            id = f"{group}-{count // 12}"
            db.execute("SELECT version FROM d WHERE id = ?", (id,)).fetchone()
            db.execute("INSERT OR REPLACE INTO d VALUES (?, ?, ?, ?, ?)", (id, count, body, "a", "b"))
            db.execute("INSERT INTO j (s, e, n, b, t) VALUES (?, ?, ?, ?, ?)", (id, 1, count, told, 1.5))
            count += 1
        db.execute("COMMIT")
    db.close()
    return count / (real_time() - began)


def main(say: Callable[[str], object] = print) -> int:
    """Measure in short rounds and print the best of each, since other programs only ever take away."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=1.0, help="for each round (default 1)")
    parser.add_argument("--rounds", type=int, default=5, help="so many, of which the best counts (default 5)")
    parser.add_argument("--folder", help="on the disk to be measured (default: a temporary one)")
    parser.add_argument("--uri", help="a store of its own to be measured in place of a new file")
    given = parser.parse_args()
    if given.uri:
        _measure_at(given, say)
        return 0
    with tempfile.TemporaryDirectory(dir=given.folder) as folder:
        store = open_store(f"sqlite:///{folder}/bench.db", [CASES], "bench")
        for size, workers in enumerate((1, 16, 64)):
            raw, rates = 0.0, []
            for turn in range(given.rounds):
                raw = max(raw, raw_per_second(Path(folder, f"raw{workers}-{turn}.db"), workers, given.seconds / 2))
                rates.append(works_per_second(store, workers, given.seconds, size * given.rounds + turn))
            rate, cpu = max(r for r, _ in rates), min(c for _, c in rates)
            say(
                f"{workers:3d} at once: {rate:8.0f} works/s  {cpu:6.1f} us CPU a work"
                f"   bare sqlite, {workers} a commit: {raw:8.0f}/s  ratio {rate / raw:.2f}"
            )
        store.close()
    return 0


def _measure_at(given: argparse.Namespace, say: Callable[[str], object]) -> None:
    """The same works at an address."""
    store = open_store(given.uri, [CASES], "bench")
    for size, workers in enumerate((1, 16, 64)):
        rounds = [
            works_per_second(store, workers, given.seconds, size * given.rounds + turn) for turn in range(given.rounds)
        ]
        rate, cpu = max(r for r, _ in rounds), min(c for _, c in rounds)
        say(f"{workers:3d} at once: {rate:8.0f} works/s  {cpu:6.1f} us CPU a work")
    store.close()


if __name__ == "__main__":
    sys.exit(main())

"""A mongoeco server over the wire, started by `mongodb.py` with mongoeco's own Python: `PORT`; prints when it listens.

Measured on mongoeco 4.11.0 against the documents of MongoDB 8.0, and put right here so that a driver meets what a
replica set would tell it:

- A transaction that another one overtook is refused at its commit with a bare OperationFailure: no code 112, no label
  TransientTransactionError, so no driver would try again. MongoDB refuses the write itself, with both.
- After that refusal the session's transaction goes on in the server; a driver that takes the session from its pool
  continues in the old snapshot for ever. MongoDB has ended it.

Left as it is, and known to the tests:

- Any two transactions that overlap collide, though they touch different documents or databases; only the rate suffers.
- A write outside a transaction is lost when a transaction on the same collection that began before it commits after
  it. The adapter writes within transactions alone, once its store is open.
- Its engine on SQLite refuses a second transaction while one is open, also without a label; the one in memory is used.
- `hello` names no replica set, so it is reached as a server of its own, which a real one must not be.
"""

from __future__ import annotations

import asyncio
import signal
import sys
from typing import Any

from mongoeco.engines.memory import MemoryEngine
from mongoeco.errors import OperationFailure
from mongoeco.wire.proxy import AsyncMongoEcoProxyServer
from mongoeco.wire.sessions import WireSessionStore

WRITE_CONFLICT = 112

_commit = WireSessionStore.commit_transaction


def commit_as_mongodb_does(store: WireSessionStore, body: dict[str, Any]) -> dict[str, Any]:
    """A commit that lost a race ends its transaction and says that another try may succeed."""
    try:
        return _commit(store, body)
    except OperationFailure as error:
        store.abort_transaction(body)
        if "Write conflict" not in str(error):
            raise
        raise OperationFailure(str(error), code=WRITE_CONFLICT, error_labels=("TransientTransactionError",)) from error


async def main() -> None:
    """Serve until SIGTERM."""
    WireSessionStore.commit_transaction = commit_as_mongodb_does
    server = AsyncMongoEcoProxyServer(engine=MemoryEngine(), port=int(sys.argv[1]), mongodb_dialect="8.0")
    ended = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
    address = await server.start()
    print(f"mongodb://127.0.0.1:{address.port}", flush=True)
    await ended.wait()
    await server.close()


asyncio.run(main())

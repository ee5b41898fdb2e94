"""One transaction, begun again as long as MongoDB says that another try may succeed, within a limit."""

from __future__ import annotations

from collections.abc import Callable
from random import random
from time import monotonic, sleep
from typing import TypeVar

from pymongo import MongoClient
from pymongo.client_session import ClientSession
from pymongo.errors import BulkWriteError, ConnectionFailure, OperationFailure, PyMongoError
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

from services.chassis.store.mongo.connecting import Row, passes
from services.contracts.refusals import Transient

TRY_SECONDS = 30.0
"""So long one transaction is tried before its works are told to try again later."""
PAUSE_SECONDS = 0.002
COMMIT_MS = 20_000
DUPLICATE = 11000
_MAJORITY = WriteConcern("majority", j=True, wtimeout=20_000)
_SNAPSHOT = ReadConcern("snapshot")
R = TypeVar("R")


def transact(client: MongoClient[Row], do: Callable[[ClientSession], R]) -> R:
    """Do it in a transaction that a majority has on disk when this returns.

    Raises Transient when it could not be done in time. Where the answer to a commit stays lost, it may have been done:
    then too Transient is raised, and what comes again is known by its id (`handled`, Idempotency-Key) or conflicts.
    """
    deadline = monotonic() + TRY_SECONDS
    tries = 0
    while True:
        tries += 1
        try:
            with client.start_session(causal_consistency=False) as session:
                session.start_transaction(_SNAPSHOT, _MAJORITY, max_commit_time_ms=COMMIT_MS)
                try:
                    result = do(session)
                except BaseException:
                    _abort(session)
                    raise
                _commit(session, deadline)
                return result
        except PyMongoError as error:
            if not passes(error) and not _collided(error):
                raise
            if monotonic() > deadline:
                raise Transient(f"no transaction in {TRY_SECONDS:.0f} s: {type(error).__name__}") from error
        sleep(PAUSE_SECONDS * min(tries, 16) * random())


def _collided(error: PyMongoError) -> bool:
    """Whether two transactions made the same new document at once, such as a counter's: the next try finds it there."""
    if not isinstance(error, BulkWriteError):
        return False
    return any(
        one.get("code") == DUPLICATE and one.get("keyPattern") == {"_id": 1} for one in error.details["writeErrors"]
    )


def _commit(session: ClientSession, deadline: float) -> None:
    while True:
        try:
            session.commit_transaction()
            return
        except PyMongoError as error:
            if not error.has_error_label("UnknownTransactionCommitResult"):
                raise
            if monotonic() > deadline:
                raise Transient("the answer to a commit was lost; it may have been done") from error
        sleep(PAUSE_SECONDS * random())


def _abort(session: ClientSession) -> None:
    if session.in_transaction:
        try:
            session.abort_transaction()
        except (ConnectionFailure, OperationFailure):
            return  # the server ends what nobody goes on with

"""Reaching the server: one client a process, every wait limited, and the driver's errors in the port's words."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any, TypeAlias

from pymongo import MongoClient
from pymongo.database import Database
from pymongo.errors import (
    AutoReconnect,
    ConfigurationError,
    ExecutionTimeout,
    InvalidName,
    InvalidURI,
    OperationFailure,
    PyMongoError,
    WaitQueueTimeoutError,
)
from pymongo.uri_parser import parse_uri

from services.contracts.refusals import Transient

Row: TypeAlias = dict[str, Any]
Rows: TypeAlias = Database[Row]

ALLOWED = (
    "mongodb://host[:port]/database?replicaSet=name (more hosts with commas; user, password and TLS as MongoDB has it)"
)

LIMITS: dict[str, Any] = {
    "serverselectiontimeoutms": 8_000,
    "connecttimeoutms": 5_000,
    "sockettimeoutms": 25_000,
    "waitqueuetimeoutms": 10_000,
    "wtimeoutms": 20_000,
    "maxpoolsize": 32,
}
"""What the URI does not say itself."""

NO_REPLICA_SET = 20
PASSING = frozenset({11600, 11602, 10107, 13435, 13436, 189, 91, 112, 50, 262, 64, 24, 246, 251})
"""Codes of a server that steps down, shuts down, is busy or was too slow: worth another try."""


def connect(uri: str) -> tuple[MongoClient[Row], Rows]:
    """A client and the service's database; raises ValueError for a bad URI, never repeating it: it may hold a password.

    Whatever the URI says, writes wait for the journals of a majority, and reads see only what a majority has.
    """
    try:
        told = parse_uri(uri)
        name = told["database"]
        if not name or "." in name:
            raise InvalidURI("it names no database")
        given = {key.lower() for key in told["options"]}
        limits = {key: value for key, value in LIMITS.items() if key not in given}
        client: MongoClient[Row] = MongoClient(
            uri, **limits, w="majority", journal=True, readConcernLevel="majority", readPreference="primary",
            appname="countynet", tz_aware=True,
        )  # fmt: skip
    except (InvalidURI, InvalidName, ConfigurationError, ValueError, TypeError) as error:
        raise ValueError(f"this is no store: {_without(uri, str(error))}; allowed: {ALLOWED}") from None
    return client, client[name]


def _without(uri: str, text: str) -> str:
    return text.replace(uri, "the address")


@contextmanager
def told() -> Generator[None]:
    """Inside, what may pass becomes Transient; everything else stays as it is."""
    try:
        yield
    except PyMongoError as error:
        raise said(error) from error


def said(error: PyMongoError) -> Exception:
    """A driver's error in the port's words; no values of documents get into its text."""
    if passes(error):
        code = error.code if isinstance(error, OperationFailure) else None
        return Transient(f"the store could not be reached or was too slow: {type(error).__name__} {code or ''}".strip())
    return error


def passes(error: PyMongoError) -> bool:
    """Whether another try may succeed."""
    if isinstance(error, AutoReconnect | WaitQueueTimeoutError | ExecutionTimeout):
        return True
    if error.has_error_label("TransientTransactionError") or error.has_error_label("RetryableWriteError"):
        return True
    return isinstance(error, OperationFailure) and error.code in PASSING


def unopened(error: Exception) -> Exception:
    """Why a store could not be opened, without its address, which may hold a password."""
    if isinstance(error, OperationFailure) and error.code == NO_REPLICA_SET:
        return ValueError("STORE_URI names a MongoDB that is no replica set; allowed: a replica set, if only of one")
    kind = f"{type(error).__name__} {error.code}" if isinstance(error, OperationFailure) else type(error).__name__
    return ConnectionError(f"the store on MongoDB could not be opened: {kind}")

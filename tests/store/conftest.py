"""Every test of this suite runs on each adapter: a store, ways to do works at once, and samples of facts.

What only a file can do (its disk, its backup) asks for `sqlite_adapter`, what only a server can do for `mongo_adapter`.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from services.chassis.store import Collection, Store, open_store
from services.contracts.envelope import Context, Envelope
from services.contracts.events.intake import WithdrawalRequested
from tests.store import mongodb

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import eventlet

COLLECTIONS = (
    Collection("case", indexes=(("status", "due"), ("due",), ("place",)), unique=(("citizen_key",), ("left", "right"))),
    Collection("note"),
)


class Adapter:
    """One way to keep a store: opens it anew as often as wanted, and does things at once as it expects them."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self.folder = folder
        self.opened: list[Store] = []

    @property
    def path(self) -> Path:
        return self.folder / "store.db"

    @property
    def uri(self) -> str:
        return f"sqlite:///{self.path}"

    def open(
        self,
        collections: Sequence[Collection] = COLLECTIONS,
        *,
        service: str = "intake",
        path: Path | None = None,
        **settings: Any,
    ) -> Store:
        green = self.name == "sqlite-green"
        store = open_store(f"sqlite:///{path or self.path}", collections, service, green=green, **settings)
        self.opened.append(store)
        return store

    def at_once(self, *works: Callable[[], Any]) -> list[Any]:
        """Do all of them concurrently; gives what each returned, or the exception that it raised."""

        def outcome(fn: Callable[[], Any]) -> Any:
            try:
                return fn()
            except Exception as error:  # noqa: BLE001 - handed to the test
                return error

        if self.name == "sqlite-green":
            return [thread.wait() for thread in [eventlet.spawn(outcome, fn) for fn in works]]
        with ThreadPoolExecutor(max(1, len(works))) as pool:
            return list(pool.map(outcome, works))

    def close_stores(self) -> None:
        for store in self.opened:
            store.close()
        self.opened.clear()

    def close(self) -> None:
        """Close every store, and leave nothing on a server."""
        self.close_stores()


class MongoAdapter(Adapter):
    """A database of its own on a server; opened twice, it is as two processes have it."""

    def __init__(self, name: str, folder: Path, address: str) -> None:
        super().__init__(name, folder)
        self._uri = mongodb.uri(address, f"t{uuid4().hex[:12]}")

    @property
    def uri(self) -> str:
        return self._uri

    def open(
        self,
        collections: Sequence[Collection] = COLLECTIONS,
        *,
        service: str = "intake",
        path: Path | None = None,
        **settings: Any,
    ) -> Store:
        assert path is None, "a server has no paths"
        store = open_store(self.uri, collections, service, **settings)
        self.opened.append(store)
        return store

    def client(self) -> Any:
        """A driver's client and this adapter's database, to look behind the port; the caller closes it."""
        from services.chassis.store.mongo.connecting import connect

        return connect(self.uri)

    def close(self) -> None:
        super().close()
        client, rows = self.client()
        with client:
            client.drop_database(rows.name)
            client.drop_database(f"{rows.name}_epochs")


SQLITE = ["sqlite-threads", "sqlite-green"]


@pytest.fixture
def making(tmp_path: Path, mongodb_address: Callable[[str], str]) -> Iterator[Callable[[str], Adapter]]:
    """Makes an adapter of one kind, which is closed after the test."""
    made: list[Adapter] = []

    def make(kind: str) -> Adapter:
        server = kind.startswith("mongodb")
        made.append(MongoAdapter(kind, tmp_path, mongodb_address(kind)) if server else Adapter(kind, tmp_path))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture(params=[*SQLITE, *mongodb.kinds()])
def adapter(request: pytest.FixtureRequest, making: Callable[[str], Adapter]) -> Adapter:
    return making(request.param)


@pytest.fixture(params=SQLITE)
def sqlite_adapter(request: pytest.FixtureRequest, making: Callable[[str], Adapter]) -> Adapter:
    return making(request.param)


@pytest.fixture(params=mongodb.kinds())
def mongo_adapter(request: pytest.FixtureRequest, making: Callable[[str], Adapter]) -> Adapter:
    return making(request.param)


@pytest.fixture
def store(adapter: Adapter) -> Store:
    return adapter.open()


@pytest.fixture
def context() -> Context:
    return Context("u-0123456789abcdef", "2026-11-22T08:00:00Z", "c-1", "f-0")


@pytest.fixture
def told() -> Callable[..., WithdrawalRequested]:
    """A fact of the stream `matter/<number>`."""

    def make(number: str = "123456789012", request: str = "r-1", place: str = "ningshan") -> WithdrawalRequested:
        return WithdrawalRequested(number=number, place=place, channel="web", purpose="appeal", request=request)

    return make


@pytest.fixture
def arriving() -> Callable[..., Envelope]:
    """An envelope as it arrives from another service."""

    def make(
        seq: int, id: str | None = None, *, epoch: int = 1, after: int | None = None, stream: str = "matter/1"
    ) -> Envelope:
        return Envelope(
            id or f"f-{epoch}-{seq}",
            "/countynet/routing",
            "countynet.routing.x.v1",
            "2026-11-22T08:00:00Z",
            "1",
            "urn:x",
            stream,
            seq,
            epoch,
            after,
            "c-1",
            None,
            "machine",
            {},
        )

    return make

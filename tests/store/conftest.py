"""Every test of this suite runs on each adapter: a store, ways to do works at once, and samples of facts."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from services.chassis.store import Collection, Store, open_store
from services.contracts.envelope import Context, Envelope
from services.contracts.events.intake import WithdrawalRequested

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

    def close(self) -> None:
        for store in self.opened:
            store.close()
        self.opened.clear()


@pytest.fixture(params=["sqlite-threads", "sqlite-green"])
def adapter(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Adapter]:
    made = Adapter(request.param, tmp_path)
    yield made
    made.close()


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

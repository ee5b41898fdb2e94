"""The one door to nameko: a service is a class of entrypoints, `@api`, `@handles` and `@every`, a line or two each.

Nameko binds them and runs their life cycle; calls go straight to the one instance of the process, no worker between.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from marshmallow import Schema
from nameko.extensions import register_entrypoint

from services.chassis.access import Access
from services.chassis.entrypoints import Api, Every, Handles, HubProvider, Page
from services.chassis.web.pages.route import PageRoute
from services.chassis.web.route import BODY_LIMIT, Route
from services.chassis.web.throttle import Throttle
from services.contracts.fact import Fact
from services.contracts.topology import Inbox

if TYPE_CHECKING:
    import logging

    from services.chassis.clock import Clock
    from services.chassis.hub.kept_counties import KeptCounties
    from services.chassis.leases import Leases
    from services.chassis.metrics import Metrics
    from services.chassis.seal import Opener, Seal
    from services.chassis.settings import Settings
    from services.chassis.store import Collection, Document, Store
    from services.chassis.tokens import Tokens
    from services.contracts.refusals import FieldError
    from services.county.county import County

Method = TypeVar("Method", bound=Callable[..., Any])


class HubService:
    """What all services have in common; the attributes are there from `on_start` on, one instance per process."""

    name: ClassVar[str]
    collections: ClassVar[tuple[Collection, ...]] = ()
    inboxes: ClassVar[tuple[Inbox, ...] | None] = None
    """Inboxes other than `topology.inboxes_of(name)`."""
    needs: ClassVar[tuple[str, ...]] = ()
    """Optional settings that this service cannot do without, such as `AUDIT_KEYS`."""
    words: ClassVar[Mapping[str, str]] = {}
    """What its pages say to a refusal's code, and under `done.<word>` of what has just been done."""
    hub = HubProvider()

    store: Store
    clock: Clock
    leases: Leases
    """Which of the service's processes this is, and what is its to do."""
    seal: Seal
    tokens: Tokens
    settings: Settings
    metrics: Metrics
    log: logging.Logger
    county: County
    counties: KeptCounties
    """The county files that this service has accepted, by their versions."""
    handlers: dict[type[Fact], Callable[..., None]]
    """Bound methods by fact, as `@handles` declares them; the bus reads them."""

    def on_start(self) -> None:
        """Called once, when everything but bus and web is there."""

    def on_county(self) -> None:
        """Called when the county file was read anew, `county` is the new one: lay out again what was laid out of it."""

    def county_of(self, version: str | None) -> County:
        """The county for a matter that began under this version of its file; the present one where that is unknown."""
        if version is None or version == self.county.version:
            return self.county
        former = self.counties.find(version)
        return self.county if former is None else self.county.under(former)

    def on_clock(self, now: str) -> None:
        """Called when the virtual clock has moved; comes back when all that is due by `now` has been done."""

    def next_due(self) -> str | None:
        """The next instant at which this service does something by itself; None when nothing waits."""
        return None

    def names(self) -> Mapping[str, Callable[[str | None], str]]:
        """The county's names for codes, by kind: filters of the templates."""
        return {} if self.county is None else self.county.names()

    def timezone(self) -> str:
        """In which time pages show instants."""
        return "UTC" if self.county is None else self.county.timezone

    def opener_of(self, collection: str, document: Document) -> Opener | None:
        """The key under which a document's fields are sealed: by habit the sealed key in its field `key`."""
        del collection
        sealed_key = document.body.get("key")
        return self.seal.opener(sealed_key) if isinstance(sealed_key, str) else None

    def faults_of(self, form: type[Schema] | None, raw: Mapping[str, Any]) -> Iterable[FieldError]:
        """What of a body that its form refuses is unknown here too, so that all mistakes are told at once.

        `raw` is as it came: of any shape.
        """
        del form, raw
        return ()

    def is_walled(self, collection: str, document: Document) -> bool:
        """Whether a document of a collection that is open to operators tells of what lies behind the wall (Art. 30)."""
        del collection, document
        return False

    def is_behind_wall(self, number: str) -> bool:
        """Whether this service knows a number as an accusation's, registered as one or recognised later."""
        del number
        return False


def api(
    method: str,
    path: str,
    *,
    takes: type[Schema] | None = None,
    gives: type[Schema] | None = None,
    may: Access,
    status: int = 200,
    query: type[Schema] | None = None,
    throttle: Throttle | None = None,
    body_limit: int = BODY_LIMIT,
    files: bool = False,
    counted: bool = True,
) -> Callable[[Method], Method]:
    """Give a method a route. It takes one `Call` and returns an `Answer` or a dict; `body_limit` in bytes.

    With `files` it takes a form with files, or a file as the whole body, instead of JSON.
    Not `counted`: no metric and no log line shows that it was called.
    """

    def declare(fn: Method) -> Method:
        summary = (fn.__doc__ or "").strip().split("\n")[0]
        route = Route(method, path, takes, gives, may, status, query, throttle, body_limit, summary, files, counted)
        register_entrypoint(fn, Api(route))
        return fn

    return declare


def page(
    method: str,
    path: str,
    *,
    may: Access,
    takes: type[Schema] | None = None,
    query: type[Schema] | None = None,
    again: str | None = None,
    throttle: Throttle | None = None,
    body_limit: int = BODY_LIMIT,
    files: bool = False,
    counted: bool = True,
) -> Callable[[Method], Method]:
    """Give a method a page. It takes one `PageCall` and returns a `Screen`, a `Redirect` or a `Sheet`.

    `takes` is the form of a POST; `again` names the method whose page shows that form with its errors;
    `files`: it may carry files.
    """

    def declare(fn: Method) -> Method:
        route = PageRoute(method, path, may, takes, query, again, throttle, body_limit, files, counted)
        register_entrypoint(fn, Page(route))
        return fn

    return declare


def handles(fact: type[Fact]) -> Callable[[Method], Method]:
    """Let a method apply one fact, from whichever inbox: `(work, fact, envelope)`; it must not refuse."""

    def declare(fn: Method) -> Method:
        register_entrypoint(fn, Handles(fact))
        return fn

    return declare


def every(seconds: float, *, alone: bool = False) -> Callable[[Method], Method]:
    """Call a method again and again, `seconds` of real time after it last ended; an error is logged and counted.

    `alone`: in one process of the service only. At a takeover two may still act for a moment, so what it does must be
    safe by the versions of its documents, or by `leases.fence`.
    """

    def declare(fn: Method) -> Method:
        register_entrypoint(fn, Every(seconds, alone))
        return fn

    return declare

"""One call of a route as a service's method sees it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from services.chassis.access import User
from services.chassis.web import idempotency
from services.chassis.web.answer import Answer
from services.chassis.web.multipart import Upload
from services.contracts.envelope import Context
from services.contracts.refusals import Refusal

if TYPE_CHECKING:
    from services.chassis.service import HubService

__all__ = ["Answer", "Call", "stale"]


@dataclass(slots=True)
class Call:
    """One HTTP call: everything is checked and loaded before a method sees it."""

    service: HubService
    route: str
    method: str
    path: dict[str, str]
    query: dict[str, Any]
    body: dict[str, Any]
    user: User | None
    if_match: int | None
    key: str | None
    """The `Idempotency-Key`, if one was given with a command."""
    fingerprint: str
    """Keyed digest of path and body, to tell a repeated command from another one under the same key."""
    request_id: str
    address: str
    headers: dict[str, str]
    files: list[Upload] = field(default_factory=list)
    """What came with the form, where the route takes files."""

    @property
    def actor(self) -> str:
        """The account id, or `citizen`."""
        return "citizen" if self.user is None else self.user.id

    def staff(self) -> User:
        """The signed-in person; refused (401) where there is none."""
        if self.user is None or self.user.matter is not None:
            raise Refusal("not_signed_in", "Sign in first: POST /api/session.", status=401)
        return self.user

    def context(self) -> Context:
        """Who does this, when by the domain's clock, and the id that ties all of it together."""
        return Context(actor=self.actor, now=self.service.clock.now(), correlation=self.request_id)

    def expect(self, version: int) -> None:
        """Refuse (412 `stale_version`) when `If-Match` named another version than the document's."""
        if self.if_match is not None and self.if_match != version:
            raise stale()

    def run(self, use_case: Callable[..., Answer | dict[str, Any]], *args: Any) -> Answer:
        """Run `use_case(work, deps, call, *args)` as one unit of work, once per `Idempotency-Key`.

        `deps` is the service. Reruns when others changed what it read; the key's row commits with the work.
        """
        if self.key is not None and self.method != "GET":
            return idempotency.run(self, use_case, args)
        return Answer.of(self.service.store.run(self.context(), use_case, self.service, self, *args))


def stale() -> Refusal:
    """The document has moved on since the caller read it."""
    return Refusal("stale_version", "It has changed since you read it. Read it again.", status=412)

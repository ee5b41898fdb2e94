"""What oversight's use cases find on the desk: the service's store, clock, seal, county, rules, keys and metrics."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.chassis.clock import Clock
from services.chassis.metrics import Metrics
from services.chassis.seal import Seal
from services.chassis.store import Store
from services.county.county import County
from services.oversight.domain.rules import RuleBook

if TYPE_CHECKING:
    from services.oversight.use_cases.kept_rules import RuleShelf


class Desk(Protocol):
    """The service instance as its use cases see it."""

    @property
    def store(self) -> Store:
        """The service's own database."""

    @property
    def clock(self) -> Clock:
        """The domain's now."""

    @property
    def seal(self) -> Seal:
        """The county's keys for texts."""

    @property
    def county(self) -> County:
        """What the county decided."""

    @property
    def rules(self) -> RuleBook:
        """The county's clock rules, laid out."""

    @property
    def shelf(self) -> RuleShelf:
        """The rules that running clocks started under."""

    @property
    def metrics(self) -> Metrics:
        """This process' metrics."""

    @property
    def signer(self) -> Signer:
        """The key that signs the heads of the chains."""

    @property
    def anchor(self) -> Path:
        """The file outside the database that signed heads are appended to."""

    @property
    def process(self) -> str:
        """A name for this process among those of its service."""


class Signer:
    """The audit key: its id, the private half, and the public half for who verifies."""

    def __init__(self, kid: str, key: Ed25519PrivateKey) -> None:
        self.kid = kid
        self.key = key
        self.public = key.public_key().public_bytes_raw()

"""Intake on the wire: its routes (`routes/`), its pages (`pages/`), and what the hub asks of a service."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from marshmallow import Schema

from services.chassis.boxes import BoxSealer, read_sealer
from services.chassis.seal import Opener
from services.chassis.service import every
from services.chassis.store import Document
from services.contracts.refusals import FieldError
from services.county.county import County
from services.intake import store
from services.intake.domain import first_receiver
from services.intake.forms.takes import RegisterForm
from services.intake.pages.follow import FollowPages
from services.intake.pages.grid_map import MapPages
from services.intake.pages.grid_work import GridWorkPages
from services.intake.pages.matters import MatterPages
from services.intake.pages.reception import ReceptionPages
from services.intake.pages.register import RegisterPages
from services.intake.pages.repeats import RepeatPages
from services.intake.pages.sign_in import SignInPages
from services.intake.pages.submit import SubmitPages
from services.intake.pages.units import UnitPages
from services.intake.pages.villages import CardPages
from services.intake.pages.words import WORDS
from services.intake.routes.accounts import AccountRoutes
from services.intake.routes.attachments import AttachmentRoutes
from services.intake.routes.cards import CardRoutes
from services.intake.routes.facts import FactsFollowed
from services.intake.routes.grave import GraveRoutes
from services.intake.routes.grid_map import MapRoutes
from services.intake.routes.grid_work import GridWorkRoutes
from services.intake.routes.matters import MatterRoutes
from services.intake.routes.reception import ReceptionRoutes
from services.intake.routes.repeats import RepeatRoutes
from services.intake.routes.sos import SosRoutes
from services.intake.routes.units import UnitRoutes
from services.intake.use_cases import receptions, register


class VillageRoutes(GridWorkRoutes, MapRoutes, SosRoutes, ReceptionRoutes, CardRoutes, UnitRoutes):
    """What happens where people live, as programs call it."""


class Routes(VillageRoutes, MatterRoutes, AttachmentRoutes, RepeatRoutes, GraveRoutes, AccountRoutes, FactsFollowed):
    """Everything that programs call, and every fact."""


class VillagePages(GridWorkPages, MapPages, ReceptionPages, CardPages, UnitPages):
    """What happens where people live, as people see it."""


class Pages(VillagePages, SubmitPages, FollowPages, RegisterPages, MatterPages, RepeatPages, SignInPages):
    """Everything that people see."""


class IntakeService(Routes, Pages):
    """Where a matter comes in, and where its citizen follows it."""

    name = "intake"
    collections = store.COLLECTIONS
    needs = ("CONTACT_KEYS",)
    county: County
    words = WORDS
    contacts: BoxSealer

    def on_start(self) -> None:
        """Read the key that contacts are sealed to, and show every town before its first matter."""
        self.contacts = read_sealer(self.settings.contact_keys or "", "CONTACT_KEYS")
        self.on_county()

    def on_county(self) -> None:
        """New towns are counted from zero too."""
        register.count_from_zero(self)

    @every(30.0, alone=True)
    def end_receptions(self) -> None:
        """Sessions that nobody ended end with their day."""
        receptions.end_over(self, self.clock.now())

    def on_clock(self, now: str) -> None:
        """Do all that the virtual clock has made due."""
        receptions.end_over(self, now)

    def next_due(self) -> str | None:
        """When the next session ends by itself."""
        return receptions.next_end(self)

    def faults_of(self, form: type[Schema] | None, raw: Mapping[str, Any]) -> Iterable[FieldError]:
        """A petition's place and category, beside the mistakes of its form."""
        return first_receiver.faults(self.county, raw) if form is RegisterForm else ()

    def opener_of(self, collection: str, document: Document) -> Opener | None:
        """Later words are sealed under the key of their matter's story."""
        if collection in (store.SUPPLEMENT, store.REQUEST, store.ATTACHMENT) and "key" not in document.body:
            key = store.key_of(self.store, document.body["number"])
            return None if key is None else self.seal.opener(key)
        return super().opener_of(collection, document)

    def is_walled(self, collection: str, document: Document) -> bool:
        """Words of an accusation lie beside those of matters: nobody but discipline is shown that they are there."""
        if collection not in store.SEALED:
            return False
        return self.store.get(store.ACCUSATION, document.body.get("number", document.id)) is not None

    def is_behind_wall(self, number: str) -> bool:
        """An accusation has a picture of its own here, whichever way it became one."""
        return self.store.get(store.ACCUSATION, number) is not None

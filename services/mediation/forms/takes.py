"""What mediation's HTTP takes; a field that a form does not name is refused (422). No field names a fee: it is free."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from services.chassis.web.forms import (
    CodeField,
    EnumField,
    FlagField,
    Form,
    IdNumberField,
    InstantField,
    PageQuery,
    PhoneField,
    TextField,
    WholeField,
)
from services.contracts.vocabulary import AgreementForm as AgreementKind
from services.contracts.vocabulary import FailureReason, MediatorBy, Performance
from services.mediation.domain.case import LEAST_PARTIES, MOST_PARTIES
from services.mediation.domain.life import State

NAME, ADDRESS, REMARK, TEXT, MINUTES = 60, 200, 2_000, 10_000, 20_000
"""Most characters of a name, an address, a remark, a part of an agreement, and of minutes."""


def party_number(**more: Any) -> WholeField:
    """The ordinal of a party."""
    return WholeField(1, MOST_PARTIES, **more)


def party_numbers(**more: Any) -> fields.List[Any]:
    """Ordinals of parties."""
    allowed = f"Allowed: at most {MOST_PARTIES} parties, each by its number from 1 up."
    return fields.List(party_number(), validate=validate.Length(max=MOST_PARTIES, error=allowed), **more)


class PartyForm(Form):
    """One party; `unit` where it is a unit of the county file, `household` the name by which its household is known."""

    name = TextField(NAME, required=True)
    phone = PhoneField(load_default=None, allow_none=True)
    id_number = IdNumberField(load_default=None, allow_none=True)
    address = TextField(ADDRESS, load_default=None, allow_none=True)
    household = TextField(NAME, load_default=None, allow_none=True)
    unit = CodeField(load_default=None, allow_none=True)


def parties(least: int) -> fields.List[Any]:
    """A list of parties."""
    allowed = f"Allowed: {least} to {MOST_PARTIES} parties."
    length = validate.Length(least, MOST_PARTIES, error=allowed)
    return fields.List(fields.Nested(PartyForm), required=True, validate=length)


class DirectForm(Form):
    """A dispute brought to the body itself."""

    body = CodeField(required=True)
    place = CodeField(required=True)
    category = CodeField(load_default=None, allow_none=True)
    parties = parties(LEAST_PARTIES)
    subject = TextField(TEXT, required=True)


class PartiesForm(Form):
    """Who the parties of an ordered case are."""

    parties = parties(1)


class ConsentForm(Form):
    """One party's answer; `false` ends the case."""

    party = party_number(required=True)
    consents = FlagField(required=True)


class MediatorForm(Form):
    """Who sits in the case, chosen by the parties or assigned."""

    mediator = CodeField(required=True)
    by = EnumField(MediatorBy, load_default=str(MediatorBy.ASSIGNED))


class InterestForm(Form):
    """Somebody has an interest in the case, as said by the mediator or by a party."""

    mediator = CodeField(required=True)
    text = TextField(REMARK, load_default=None, allow_none=True)


class LimitForm(Form):
    """Those parties who ask for more time."""

    parties = party_numbers(required=True)


class SessionForm(Form):
    """A session; `open` as the parties wish, `present` everybody where not said."""

    held_at = InstantField(load_default=None, allow_none=True)
    open = FlagField(load_default=False)
    minutes = TextField(MINUTES, required=True)
    present = party_numbers(load_default=list)


class SignedForm(Form):
    """Who signed, the committee's seal, and when the last of these was done (now where not said)."""

    parties = party_numbers(required=True)
    mediators = fields.List(CodeField(), required=True)
    seal = FlagField(load_default=False)
    at = InstantField(load_default=None, allow_none=True)


class AgreementForm(Form):
    """What the parties agreed on (Art. 29): the facts in dispute, each one's responsibility, terms, how and by when."""

    form = EnumField(AgreementKind, required=True)
    facts = TextField(TEXT, required=True)
    responsibility = TextField(TEXT, load_default=None, allow_none=True)
    terms = TextField(TEXT, required=True)
    manner = TextField(REMARK, required=True)
    perform_by = InstantField(load_default=None, allow_none=True)
    agreed_at = InstantField(load_default=None, allow_none=True)
    signed = fields.Nested(SignedForm, load_default=None, allow_none=True)


class FailureForm(Form):
    """It came to nothing."""

    reason = EnumField(FailureReason, required=True)
    text = TextField(REMARK, load_default=None, allow_none=True)


class ConfirmationForm(Form):
    """The parties' joint application; `parties` are all where not said, `applied_at` now."""

    applied_at = InstantField(load_default=None, allow_none=True)
    parties = party_numbers(load_default=None, allow_none=True)


class FollowUpForm(Form):
    """How the agreement is kept."""

    performance = EnumField(Performance, required=True)
    text = TextField(REMARK, load_default=None, allow_none=True)


class CasesQuery(PageQuery):
    """Which cases: all that are the reader's to see, newest first."""

    state = EnumField(State, load_default=None)
    body = CodeField(load_default=None)


class ReadQuery(Form):
    """`fields=codes` shows codes only, and opens nothing."""

    fields_ = fields.String(
        data_key="fields",
        load_default="all",
        validate=validate.OneOf(["all", "codes"], error="Allowed: all, codes."),
    )


class PoolQuery(Form):
    """Which bodies or mediators: those that take on disputes of a place, those of a body."""

    place = CodeField(load_default=None)
    body = CodeField(load_default=None)


class DueQuery(PageQuery):
    """A page of what is due."""

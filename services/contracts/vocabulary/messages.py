"""The words of notices."""

from __future__ import annotations

from enum import StrEnum


class MessageChannel(StrEnum):
    """How a notice reaches people."""

    IN_APP = "in_app"
    SMS = "sms"
    EMAIL = "email"
    WECOM = "wecom"


class Audience(StrEnum):
    """For whom a notice is."""

    CITIZEN = "citizen"
    STAFF = "staff"
    GUARDIAN = "guardian"


class FailedBecause(StrEnum):
    """Why a notice did not go out."""

    NO_CONTACT = "no_contact"
    REFUSED = "refused"
    EXHAUSTED = "exhausted"
    OPTED_OUT = "opted_out"
    WALLED = "walled"

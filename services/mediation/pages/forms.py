"""What mediation's pages take from a browser, where it is not what the API takes: days and local times."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from marshmallow import ValidationError, fields, validate

from services.chassis.web.forms import CodeField, DateField, Form
from services.contracts.years import YEARS, in_years
from services.county.calendar import END_OF_DAY
from services.mediation.forms import takes

_LOCAL = re.compile(r"[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]\Z")


def local_time() -> fields.String:
    """A time of the county such as `2026-11-22T16:00`, as browsers give it; now where it is left out."""
    return fields.String(load_default=None, validate=_check_local)


def _check_local(value: str) -> None:
    try:
        known = _LOCAL.match(value) is not None and in_years(value) and datetime.fromisoformat(value) is not None
    except ValueError:
        known = False
    if not known:
        raise ValidationError(f"Allowed: a time such as 2026-11-22T16:00, years {YEARS}.")


class CasesQuery(takes.CasesQuery):
    """The list's filters; `format=csv` takes it away."""

    format = fields.String(load_default=None, validate=validate.OneOf(["csv"], error="Allowed: csv."))


class CaseQuery(Form):
    """Which step's form is open."""

    step = CodeField(load_default=None)


class HeldForm(takes.SessionForm):
    """A session, at a time of the county."""

    held_at = local_time()


class AgreedForm(takes.AgreementForm):
    """An agreement; performed by the end of a day."""

    perform_by = DateField(load_default=None)
    agreed_at = local_time()


class AppliedForm(takes.ConfirmationForm):
    """The parties' joint application, at a time of the county."""

    applied_at = local_time()


def in_utc(body: dict[str, Any], timezone: str) -> dict[str, Any]:
    """The body with its days and local times as instants: a day ends with its last second."""
    made = dict(body)
    for name in ("held_at", "agreed_at", "applied_at"):
        if made.get(name) is not None:
            made[name] = _instant(datetime.fromisoformat(made[name]).replace(tzinfo=ZoneInfo(timezone)))
    if made.get("perform_by") is not None:
        made["perform_by"] = _instant(datetime.combine(date.fromisoformat(made["perform_by"]), END_OF_DAY))
    return made


def _instant(when: datetime) -> str:
    return when.astimezone(UTC).isoformat().replace("+00:00", "Z")

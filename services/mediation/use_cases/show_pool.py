"""The county's bodies and its pool of mediators, each with how its mediations ended."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from services.chassis.web.call import Call
from services.contracts.refusals import Refusal
from services.county.mediation import Body
from services.mediation.use_cases.deps import Deps
from services.mediation.use_cases.tally import AGREED, FAILED, REWARD, WITHDRAWN


def show_bodies(deps: Deps, call: Call) -> dict[str, Any]:
    """The bodies, or those that take on disputes of a place."""
    counted = deps.store.counters("body/")
    rows = []
    for body in _bodies(deps, call):
        shown = {name: getattr(body, name) for name in ("code", "name", "kind", "place", "unit", "committee")}
        withdrawn = counted.get(f"body/{body.code}/{WITHDRAWN}", 0)
        rows.append({**shown, **_score(counted, f"body/{body.code}"), "withdrawn": withdrawn})
    return {"bodies": rows}


def show_mediators(deps: Deps, call: Call) -> dict[str, Any]:
    """The pool, or the mediators of the bodies asked for."""
    counted = deps.store.counters("mediator/")
    bodies = {body.code for body in _bodies(deps, call)}
    rows = []
    for mediator in deps.county.mediation.mediators.values():
        if mediator.body in bodies:
            names = ("code", "name", "body", "kind", "background", "specialties", "places")
            key = f"mediator/{mediator.code}"
            shown = {name: getattr(mediator, name) for name in names}
            rows.append({**shown, **_score(counted, key), "reward": counted.get(f"{key}/{REWARD}", 0)})
    return {"mediators": rows}


def _bodies(deps: Deps, call: Call) -> list[Body]:
    place, code = call.query["place"], call.query["body"]
    county = deps.county
    if place is not None and not county.places.exists(place):
        raise Refusal.of_field("place", "unknown_place", "Allowed: a place of the county file.")
    if code is not None and code not in county.mediation.bodies:
        raise Refusal.of_field("body", "unknown_body", f"Allowed: {', '.join(county.mediation.bodies) or 'none'}.")
    found = county.mediation.bodies.values() if place is None else county.mediation.at(county.places.line(place))
    return [body for body in found if code in (None, body.code)]


def _score(counted: dict[str, int], key: str) -> dict[str, Any]:
    agreed, failed = counted.get(f"{key}/{AGREED}", 0), counted.get(f"{key}/{FAILED}", 0)
    return {
        "agreed": agreed,
        "failed": failed,
        "rate": rate_of(agreed, agreed + failed),
    }


def rate_of(agreed: int, ended: int) -> float | None:
    """A share from 0 to 1 with four digits, half a digit rounded up; None where nothing has ended."""
    return float((Decimal(agreed) / Decimal(ended)).quantize(Decimal("0.0001"), ROUND_HALF_UP)) if ended else None

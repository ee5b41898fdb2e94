"""A case as its readers see it: codes and times, no words."""

from __future__ import annotations

from typing import Any

from services.chassis.store import Work
from services.chassis.web.call import Answer
from services.county.county import County
from services.routing import store
from services.routing.domain.allowing import allowed
from services.routing.domain.case import Case
from services.routing.domain.leading import body_of as body_of_leading
from services.routing.domain.redress import body_of as body_of_redress
from services.routing.domain.whistle import Whistle
from services.routing.store import Held
from services.routing.use_cases.deps import Deps, town_of


def kept(work: Work, deps: Deps, held: Held, case: Case) -> Answer:
    """Keep the changed case and answer with it and its new version."""
    body = store.put(work, held, case, town_of(deps.county, case.place))
    return Answer(_shown(body, case), version=held.version + 1)


def case_view(case: Case, county: County) -> dict[str, Any]:
    """One case for HTTP (`gives.CaseView`)."""
    return _shown(store.body_of(case, town_of(county, case.place)), case)


def whistle_view(whistle: Whistle, number: str) -> dict[str, Any]:
    """One whistle for HTTP (`gives.WhistleView`)."""
    return _whistle_shown(store.body_of_whistle(whistle), whistle, number)


def _shown(body: dict[str, Any], case: Case) -> dict[str, Any]:
    """Make the document's body, which nobody else holds any more, what its readers see."""
    del body["key"], body["remarks"]
    body |= body.pop("redress") or body_of_redress(case.redress)
    for shown, whistle in zip(body["whistles"], case.whistles, strict=True):
        _whistle_shown(shown, whistle, case.number)
    body["allowed"] = allowed(case)
    if body["leading"] is None:
        body["leading"] = body_of_leading(case.leading)
    return body


def _whistle_shown(body: dict[str, Any], whistle: Whistle, number: str) -> dict[str, Any]:
    del body["ended"]
    body["number"] = number
    body["assists"] = whistle.assists
    body["state"] = whistle.state
    return body

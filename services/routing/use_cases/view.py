"""A case as its readers see it: codes and times, no words."""

from __future__ import annotations

from typing import Any

from services.chassis.store import Work
from services.chassis.web.call import Answer
from services.contracts.vocabulary import Status
from services.county.county import County
from services.routing import store
from services.routing.domain.case import Case
from services.routing.domain.life import steps_from
from services.routing.domain.whistle import Whistle
from services.routing.store import Held
from services.routing.use_cases.deps import Deps, town_of

_HIDDEN = ("key", "remarks")


def kept(work: Work, deps: Deps, held: Held, case: Case) -> Answer:
    """Keep the changed case and answer with it and its new version."""
    version = store.put(work, held, case, town_of(deps.county, case.place))
    return Answer(case_view(case, deps.county), version=version)


def case_view(case: Case, county: County) -> dict[str, Any]:
    """One case for HTTP (`forms.CaseView`)."""
    body = store.body_of(case, town_of(county, case.place))
    for name in _HIDDEN:
        del body[name]
    body["whistles"] = [whistle_view(whistle, case.number) for whistle in case.whistles]
    body["allowed"] = [str(step) for step in steps_from(Status(case.status))]
    return body


def whistle_view(whistle: Whistle, number: str) -> dict[str, Any]:
    """One whistle for HTTP (`forms.WhistleView`)."""
    body = store.body_of_whistle(whistle)
    del body["ended"]
    return body | {"number": number, "assists": list(whistle.assists), "state": str(whistle.state)}

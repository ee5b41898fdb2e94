"""Who is told when a bracelet calls, where the county file leaves it open: grid worker and guardian, always."""

from __future__ import annotations

from datetime import timedelta

from services.contracts.vocabulary import Audience, MessageChannel
from services.county.county import County
from services.county.instants import moment
from services.county.notify import Template
from services.notify.domain.wearer import with_wearers

CALLED = "sos_called"
AGAIN_SECONDS = 60
"""A bracelet that is pressed again and again is told of once in so long; every call stays a fact."""
TO_STAFF = Template(
    code="sos_call",
    on=CALLED,
    audience=Audience.STAFF,
    channels=(MessageChannel.SMS, MessageChannel.WECOM, MessageChannel.IN_APP),
    text="一键呼叫：{place}，事项{number}，请立即上门查看。",
    to=("unit", "role.grid_worker"),
    urgent=True,
    variables=("place", "number"),
)
TO_GUARDIAN = Template(
    code="sos_guardian",
    on=CALLED,
    audience=Audience.GUARDIAN,
    channels=(MessageChannel.SMS, MessageChannel.EMAIL),
    text="{county}一网通知：您监护的人按下了一键呼叫，{unit}已收到，请尽快联系。事项编号{number}。",
    urgent=True,
    variables=("county", "unit", "number"),
)

GUARDIAN_UNREACHED = Template(
    code="sos_guardian_unreached",
    on="message_failed",
    audience=Audience.STAFF,
    channels=TO_STAFF.channels,
    text="一键呼叫：{place}，事项{number}，监护人未能通知到，请立即联系监护人。",
    to=TO_STAFF.to,
    urgent=True,
    variables=("place", "number"),
)
"""What staff hear once a guardian's notice has failed: somebody must call the guardian."""


def is_told_anew(last: str | None, at: str) -> bool:
    """Whether a call is told of, the last one of its matter that was told having come at `last`."""
    return last is None or abs(moment(at) - moment(last)) >= timedelta(seconds=AGAIN_SECONDS)


def with_calls(county: County) -> tuple[Template, ...]:
    """The county's templates, and for each audience of a call that they leave out the one above; for who wears a
    bracelet those without a query code."""
    templates = county.notify.templates
    if not county.sos:
        return templates
    spoken = {one.audience for one in templates if one.on == CALLED}
    taken = {one.code for one in templates}
    wanted = (TO_STAFF, TO_GUARDIAN) if county.sos.guardian else (TO_STAFF,)
    added = [one for one in wanted if one.audience not in spoken and one.code not in taken]
    if county.sos.guardian and GUARDIAN_UNREACHED.code not in taken:
        added.append(GUARDIAN_UNREACHED)
    return (*with_wearers(templates), *added)

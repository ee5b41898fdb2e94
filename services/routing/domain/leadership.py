"""Hard matters led to their end: a sponsor (包案, 五包一), a task force (工作专班), responsibility bound together."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from services.contracts.refusals import Refusal
from services.contracts.vocabulary import Role, Tier
from services.county.county import County
from services.county.leading import Decider, Measure, RungLevel
from services.routing.domain.conference import known_units
from services.routing.domain.escalation import ORDER
from services.routing.domain.whistle import known_unit

FIVE = 5
"""A leader and four posts more (五包一)."""
ASSEMBLED = frozenset({Decider.TOWN_COMMITTEE, Decider.COUNTY_COMMITTEE, Decider.CONFERENCE})
"""Who decides by sitting together: their word is a conference with minutes."""

SITS_AT = {
    Decider.TOWN_COMMITTEE: RungLevel.TOWN,
    Decider.COUNTY_COMMITTEE: RungLevel.COUNTY,
    Decider.CONFERENCE: RungLevel.COUNTY,
}
"""At which level they sit: a leader of that level, or above it, speaks for them."""


class Sponsor(NamedTuple):
    """The leader of the county file who owns the matter to its end, and how many posts stand beside."""

    leader: str
    posts: int
    named_at: str


class TaskForce(NamedTuple):
    """Units that send people for one matter; what it is called is kept sealed."""

    n: int
    lead: str
    members: tuple[str, ...]
    formed_at: str


def sponsored(
    county: County, former: Sponsor | None, leader: str, five_to_one: bool, at: str, reason: str | None = None
) -> Sponsor:
    """A leader sponsors the matter, in another's place only for a reason.

    Raises Refusal `not_in_this_county`, `already_sponsored`, or naming a field.
    """
    sponsors = county.sponsors
    if sponsors is None:
        raise Refusal("not_in_this_county", "The county file names no leaders who sponsor matters.")
    if leader not in sponsors.leaders:
        raise Refusal.of_field("leader", "unknown_leader", f"Allowed: {', '.join(sponsors.leaders)}.")
    if five_to_one and not sponsors.five_to_one:
        raise Refusal.of_field("five_to_one", "not_in_this_county", "Allowed: false; the county file has no posts.")
    if former is not None and (former.leader == leader or reason is None):
        said = f"{former.leader} sponsors the matter since {former.named_at}: another one needs a `reason`."
        raise Refusal("already_sponsored", said)
    beside = sponsors.five_to_one[: FIVE - 1] if len(sponsors.five_to_one) < FIVE else sponsors.five_to_one[1:FIVE]
    return Sponsor(leader, len(beside) if five_to_one else 0, at)


def formed(
    county: County,
    forces: tuple[TaskForce, ...],
    lead: str,
    members: Sequence[str],
    at: str,
    barred: Collection[str] = (),
) -> tuple[TaskForce, ...]:
    """One more task force: the units named, its lead among them, and those that the file always draws on and that
    are not `barred`.

    Raises Refusal `not_in_this_county`, or naming the field `lead` or `members`.
    """
    if county.task_forces is None:
        raise Refusal("not_in_this_county", "The county file has no task forces.")
    known_unit(county, "lead", lead)
    named = known_units(county, "members", tuple(members), 0)
    always = (unit for unit in county.task_forces.members if unit not in barred)
    everybody = tuple(dict.fromkeys((lead, *named, *always)))
    if len(everybody) < 2:
        raise Refusal.of_field("members", "too_few", "Allowed: at least one unit besides the lead.")
    return (*forces, TaskForce(len(forces) + 1, lead, everybody, at))


def bound(county: County, former: tuple[str, ...], units: Sequence[str]) -> tuple[str, ...]:
    """The units that answer for the matter together. Raises Refusal `already_bound`, or naming the field `units`."""
    named = known_units(county, "units", units, 2)
    if set(named) <= set(former):
        raise Refusal("already_bound", f"Bound already: {', '.join(former)}.")
    return tuple(dict.fromkeys((*former, *named)))


def check_tier(
    county: County, tier: str | None, roles: frozenset[Role], level: RungLevel, conferred: bool, sponsored: bool
) -> None:
    """Whether somebody of these roles, who works at this level, may decide a matter of this tier.

    A conference that was held has decided where a committee or a conference decides, a sponsor where one does. Else
    the roles of the file decide, at a level of the file or above it, any of them where a `cadre` does; a leader speaks
    for the committee of the own level, or of one below it, but not where the tier's measures name a conference: then
    the committee's word is its minutes. No other measure binds anybody. A county whose file says nothing, and a matter
    without tier, is everybody's. Raises Refusal `not_yours_to_decide` (403) or `conference_missing`.
    """
    rule = county.tiers.get(Tier(tier)) if tier is not None else None
    if rule is None:
        return
    sitting = rule.decides & ASSEMBLED
    if (sitting and conferred) or (Decider.SPONSOR in rule.decides and sponsored):
        return
    allowed = ", ".join(sorted((*rule.decides, *rule.roles)))
    if not rule.may_decide(str(role) for role in roles):
        raise Refusal("not_yours_to_decide", f"{rule.name} is decided by: {allowed}.", status=403)
    words = {str(decider) for decider in rule.decides}
    ranks = [rank for rank, each in enumerate(ORDER) if str(each) in words]
    if Decider.CADRE in rule.decides or (ranks and ORDER.index(level) >= min(ranks)):
        return
    alone = Measure.CONFERENCE not in rule.measures
    if alone and Role.LEADER in roles and any(ORDER.index(level) >= ORDER.index(SITS_AT[each]) for each in sitting):
        return
    if sitting:
        ways = "hold a conference" + (" or name a sponsor" if Decider.SPONSOR in rule.decides else "")
        raise Refusal("conference_missing", f"{rule.name} is decided by {allowed}: {ways} first.")
    raise Refusal("not_yours_to_decide", f"{rule.name} is decided by {allowed}.", status=403)

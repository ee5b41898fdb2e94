"""The county's clock rules laid out for quick asking: which fact starts and which stops what."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from services.county.clocks import Anchor, ClockRule
from services.county.county import County
from services.county.rule_json import rule_as_json, rule_id
from services.oversight.domain.docket import Clock

FINISHES_WITH_WHISTLE = "handling"
"""The clock whose end routing fixes when the whistle is blown (`finish_by`) and oversight copies."""

MEDIATION_LIMIT = "mediation"
"""The county's clock on a mediation, which the parties may have put off together."""

CITIZENS_OWN = frozenset({"agreement_reached", "opinion_served", "review_decided"})
"""A clock that one of these starts is the citizens' own time: nobody of the county is waited for."""

AFTER_THE_END = CITIZENS_OWN | {"review_requested"}
"""A clock that one of these starts goes on when the handling is over."""

MATTER_ENDS = frozenset(
    {
        *("matter_concluded", "matter_closed", "matter_withdrawn", "matter_declined", "matter_referred"),
        *("matter_walled", "matter_joined", "matter_final"),
    }
)
"""After these nothing is left to be done in time; whatever runs is cancelled, if it is not stopped by them."""

LEFT_UNDONE = frozenset(
    {"matter_closed", "matter_withdrawn", "matter_walled", "matter_joined", "branch_decided", "request_refused"}
)
"""These end a clock without what it waited for having been done: nobody is scored by them."""


RELEASES = frozenset({"objection_decided", "interest_declared"})
"""These may release a called department, whose clocks are then cancelled."""


class KeptRules(Protocol):
    """The rules that running clocks started under, by their ids, wherever they are kept."""

    def find(self, rule_id: str) -> ClockRule | None:
        """The rule kept under this id; None when there is none."""


def hears(rule: ClockRule) -> frozenset[str]:
    """The facts by which a clock of this rule may end, stand still or go on; every other leaves it as it is."""
    still = () if rule.stands_still is None else (said.fact for said in rule.stands_still)
    ends = MATTER_ENDS if rule.starts.isdisjoint(AFTER_THE_END) else frozenset()
    return rule.stops.union(RELEASES, ends, still)


class RuleBook:
    """The rules that run in this county. Made once for a county file; keeps no state of matters.

    What it remembers beside them follows from a rule, and a rule never changes under its id.
    """

    def __init__(
        self,
        county: County,
        kept: KeptRules | None = None,
        county_of: Callable[[str | None], County] | None = None,
    ) -> None:
        self.county = county
        self.kept = kept
        self._county_of = county_of
        self._former: dict[str, RuleBook] = {}
        self.rules: dict[str, ClockRule] = {rule.name: rule for rule in county.clocks.running()}
        self.told = {name: rule_as_json(rule) for name, rule in self.rules.items()}
        self.ids = {name: rule_id(told) for name, told in self.told.items()}
        self._by_id = {self.ids[name]: rule for name, rule in self.rules.items()}
        self._hears: dict[str, frozenset[str]] = {}
        self._starts: dict[str, tuple[ClockRule, ...]] = {}
        self._starts_on_matter: dict[str, tuple[ClockRule, ...]] = {}
        for rule in self.rules.values():
            on_matter = rule.anchor is Anchor.MATTER and rule.name != FINISHES_WITH_WHISTLE
            for fact in rule.starts:
                self._starts[fact] = (*self._starts.get(fact, ()), rule)
                if on_matter:
                    self._starts_on_matter[fact] = (*self._starts_on_matter.get(fact, ()), rule)

    def under(self, version: str | None) -> RuleBook:
        """The rules for a matter that began under this version of the county file; these where that is unknown."""
        if version is None or self._county_of is None or version == self.county.version:
            return self
        if version not in self._former:
            county = self._county_of(version)
            self._former[version] = self if county is self.county else RuleBook(county, self.kept)
        return self._former[version]

    def started_by(self, fact: str) -> tuple[ClockRule, ...]:
        """The rules whose clocks a fact starts, if it says what they ask."""
        return self._starts.get(fact, ())

    def started_on_matter(self, fact: str) -> tuple[ClockRule, ...]:
        """Of these, the rules whose clocks run on the matter as a whole and end by a length of their own."""
        return self._starts_on_matter.get(fact, ())

    def rule_of(self, clock: Clock) -> ClockRule:
        """The rule that a clock started under. Raises UnknownCode where neither it nor its name is known any more."""
        kept_as = clock.get("rule", "")
        rule = self._by_id.get(kept_as)
        if rule is None and kept_as and self.kept is not None:
            rule = self.kept.find(kept_as)
            if rule is not None:
                self._by_id[kept_as] = rule
        name = clock["clock"]
        return rule or self.rules.get(name) or self.county.clocks.get(name)

    def heard_by(self, clock: Clock) -> frozenset[str]:
        """The facts that a clock listens to (`hears`), by the rule that it started under. Raises as `rule_of`."""
        kept_as = clock.get("rule", "")
        heard = self._hears.get(kept_as)
        if heard is None:
            heard = hears(self.rule_of(clock))
            if kept_as in self._by_id:
                self._hears[kept_as] = heard
        return heard

    def village(self, place: str) -> str:
        """The village or community that counts for a place; above them, or unknown to this county, the place itself."""
        places = self.county.places
        return (places.village_of(place) or place) if places.exists(place) else place

    def unit_at(self, place: str) -> str | None:
        """The unit that answers for a place when no other is known."""
        unit = self.county.unit_at(place) if self.county.places.exists(place) else None
        return unit.code if unit is not None else None

"""The county's clock rules laid out for quick asking: which fact starts and which stops what."""

from __future__ import annotations

from services.county.clocks import ClockRule
from services.county.county import County

FINISHES_WITH_WHISTLE = "handling"
"""The clock whose end routing fixes when the whistle is blown (`finish_by`) and oversight copies."""

MEDIATION_LIMIT = "mediation"
"""The county's clock on a mediation, which the parties may have put off together."""

AFTER_THE_END = frozenset({"agreement_reached", "opinion_served", "review_decided"})
"""A clock that one of these starts is the citizens' own time, and goes on when the handling is over."""

MATTER_ENDS = frozenset(
    {
        *("matter_concluded", "matter_closed", "matter_withdrawn", "matter_declined", "matter_referred"),
        *("matter_walled", "matter_joined", "matter_final"),
    }
)
"""After these nothing is left to be done in time; whatever runs is cancelled, if it is not stopped by them."""

LEFT_UNDONE = frozenset({"matter_closed", "matter_withdrawn", "matter_walled", "matter_joined"})
"""These end a clock without what it waited for having been done: nobody is scored by them."""


class RuleBook:
    """The rules that run in this county. Made once; reads the county, keeps no state of matters."""

    def __init__(self, county: County) -> None:
        self.county = county
        self.rules: dict[str, ClockRule] = {rule.name: rule for rule in county.clocks.running()}
        self._starts: dict[str, tuple[ClockRule, ...]] = {}
        for rule in self.rules.values():
            for fact in rule.starts:
                self._starts[fact] = (*self._starts.get(fact, ()), rule)

    def started_by(self, fact: str) -> tuple[ClockRule, ...]:
        """The rules whose clocks a fact starts."""
        return self._starts.get(fact, ())

    def rule(self, name: str) -> ClockRule:
        """A rule by name, one of an older county file's clocks too if the law knows it. Raises UnknownCode."""
        return self.rules.get(name) or self.county.clocks.get(name)

    def village(self, place: str) -> str:
        """The village or community that counts for a place; above them, or unknown to this county, the place itself."""
        places = self.county.places
        return (places.village_of(place) or place) if places.exists(place) else place

    def unit_at(self, place: str) -> str | None:
        """The unit that answers for a place when no other is known."""
        unit = self.county.unit_at(place) if self.county.places.exists(place) else None
        return unit.code if unit is not None else None

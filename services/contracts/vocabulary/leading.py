"""Words of leading a hard matter: how far up it went, what a conference was asked, what an improvement came to."""

from __future__ import annotations

from enum import StrEnum


class Level(StrEnum):
    """A rung of the ladder on which hard matters go up (小事不出村、大事不出镇)."""

    VILLAGE = "village"
    OFFICE = "office"
    TOWN = "town"
    COUNTY = "county"


class EscalatedBy(StrEnum):
    """Who sent a matter up: a person, or the county's ladder when its time was over."""

    HAND = "hand"
    LADDER = "ladder"


class HandoverEnd(StrEnum):
    """How an offer that was not taken ended: the unit said no, it was taken back, or nobody answered in time."""

    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class ConferenceQuestion(StrEnum):
    """What a joint conference decides (联席会议)."""

    COMPETENCE = "competence"
    HARD_MATTER = "hard_matter"
    PLAN = "plan"


class ImprovementStep(StrEnum):
    """What was written down of an improvement (办好一件事，推动解决一类事): a measure, or the result at its end."""

    MEASURE = "measure"
    RESULT = "result"

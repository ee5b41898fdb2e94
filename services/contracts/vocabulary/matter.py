"""The words of a matter, and of what routing does with it."""

from __future__ import annotations

from enum import StrEnum


class Channel(StrEnum):
    """The door through which a matter came in (渠道)."""

    LETTER = "letter"
    VISIT = "visit"
    WEB = "web"
    PHONE = "phone"
    GRID = "grid"
    PATROL = "patrol"
    SOS = "sos"
    IMPORT = "import"


class Purpose(StrEnum):
    """What the citizen wants of the county (目的)."""

    APPEAL = "appeal"
    SUGGESTION = "suggestion"
    ACCUSATION = "accusation"
    ENQUIRY = "enquiry"


class Urgency(StrEnum):
    """Done within 1, 3 or 7 working days (137 工作法)."""

    URGENT = "urgent"
    LIVELIHOOD = "livelihood"
    HARD = "hard"


class Tier(StrEnum):
    """How hard a matter is (难易)."""

    SMALL = "small"
    COMPLEX = "complex"
    MAJOR = "major"


class PlaceKind(StrEnum):
    """A node of the county tree (属地)."""

    COUNTY = "county"
    TOWN = "town"
    OFFICE = "office"
    VILLAGE = "village"
    COMMUNITY = "community"
    GROUP = "group"
    GRID = "grid"
    HOUSEHOLD = "household"


class Status(StrEnum):
    """Where a matter stands in its life; after registration routing owns it."""

    REGISTERED = "registered"
    ACCEPTED = "accepted"
    WHISTLED = "whistled"
    HANDLING = "handling"
    MEDIATING = "mediating"
    REPLIED = "replied"
    CONCLUDED = "concluded"
    DECLINED = "declined"
    REFERRED = "referred"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"
    JOINED = "joined"
    REVIEWING = "reviewing"
    REVIEWED = "reviewed"
    SECOND_REVIEWING = "second_reviewing"
    FINAL = "final"


class Rating(StrEnum):
    """The citizen's judgement of a unit (满意度评价)."""

    SATISFIED = "satisfied"
    BASICALLY_SATISFIED = "basically_satisfied"
    DISSATISFIED = "dissatisfied"


class DeclineReason(StrEnum):
    """Why a matter is not taken on (不予受理)."""

    NOT_OURS = "not_ours"
    IN_LITIGATION = "in_litigation"
    BEING_HANDLED = "being_handled"
    FINAL = "final"
    NO_DEMAND = "no_demand"


class ReferralReason(StrEnum):
    """Why a matter is passed on (转送)."""

    LITIGATION = "litigation"
    ACCUSATION = "accusation"
    OUT_OF_COUNTY = "out_of_county"
    OTHER_ORGAN = "other_organ"


class ObjectionReason(StrEnum):
    """Why a department says that a matter is not its own (异议)."""

    NOT_COMPETENT = "not_competent"
    WRONG_PLACE = "wrong_place"
    DUPLICATE = "duplicate"
    NEEDS_OTHER_LEAD = "needs_other_lead"


class ExtensionReason(StrEnum):
    """Why more time was granted, once, and told to the citizen (延期, 信访工作条例 Art. 34)."""

    COMPLEX = "complex"
    APPRAISAL = "appraisal"
    SEVERAL_UNITS = "several_units"
    WEATHER = "weather"


class Outcome(StrEnum):
    """What the conclusion did (三到位一处理)."""

    SOLVED = "solved"
    EXPLAINED = "explained"
    HELPED = "helped"
    HANDLED_BY_LAW = "handled_by_law"


class CloseReason(StrEnum):
    """Why a matter's life is over."""

    RATED = "rated"
    RATED_AGAIN = "rated_again"
    DECLINED = "declined"
    REFERRED = "referred"


class RequestKind(StrEnum):
    """What a citizen may ask at intake of a matter that routing owns."""

    WITHDRAWAL = "withdrawal"
    RATING = "rating"
    JOINING = "joining"
    REVIEW = "review"


class RefusalReason(StrEnum):
    """Why routing cannot grant a citizen's request."""

    NOT_CONCLUDED = "not_concluded"
    ALREADY_RATED = "already_rated"
    ALREADY_OVER = "already_over"
    ALREADY_CONCLUDED = "already_concluded"
    UNDER_REVIEW = "under_review"
    JOINED = "joined"
    NO_OPINION = "no_opinion"
    TOO_LATE = "too_late"
    ALREADY_FINAL = "already_final"
    NOT_PENDING = "not_pending"
    SAME_MATTER = "same_matter"
    BEING_HANDLED = "being_handled"
    ALREADY_REVIEWED = "already_reviewed"
    OTHERS_JOINED = "others_joined"
    NOT_THE_EARLIER = "not_the_earlier"

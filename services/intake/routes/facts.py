"""What siblings tell of a matter: its picture follows."""

from __future__ import annotations

from services.chassis.service import handles
from services.chassis.store import Work
from services.contracts.envelope import Envelope
from services.contracts.events import leading, mediation, opinion, oversight, review, routing
from services.contracts.events.matter import MatterFact
from services.contracts.fact import Fact
from services.intake.routes.desk import IntakeRoutes
from services.intake.use_cases import follow_fact
from services.intake.use_cases import wall_off as wall


class FactsFollowed(IntakeRoutes):
    """Facts of routing, mediation and oversight."""

    @handles(routing.MatterWalled)
    def wall_off(self, work: Work, fact: routing.MatterWalled, envelope: Envelope) -> None:
        """A matter was recognised as an accusation."""
        wall.wall_off(work, self, fact, envelope)

    @handles(routing.MatterAccepted)
    @handles(routing.MatterDeclined)
    @handles(routing.MatterReferred)
    @handles(routing.MatterAnswered)
    @handles(routing.OwnerChanged)
    @handles(routing.WhistleBlown)
    @handles(routing.DepartmentCheckedIn)
    @handles(routing.ObjectionRaised)
    @handles(routing.ObjectionDecided)
    @handles(routing.DepartmentReplied)
    @handles(routing.MatterConcluded)
    @handles(routing.MatterReopened)
    @handles(routing.MatterClosed)
    @handles(routing.MatterWithdrawn)
    @handles(routing.RequestRefused)
    @handles(routing.SealedDataRead)
    @handles(routing.ExtensionGranted)
    @handles(routing.MediationOrdered)
    @handles(routing.MediationReturned)
    @handles(leading.HandoverOffered)
    @handles(leading.HandoverRefused)
    @handles(leading.WhistleEscalated)
    @handles(leading.SponsorNamed)
    @handles(leading.TaskForceFormed)
    @handles(leading.ResponsibilityBound)
    @handles(leading.CasePlanned)
    @handles(leading.CompetenceDisputed)
    @handles(leading.ConferenceCalled)
    @handles(leading.ConferenceHeld)
    @handles(leading.ConferenceCalledOff)
    @handles(leading.CallOpened)
    @handles(leading.CallAnswered)
    @handles(leading.OrderDispatched)
    @handles(leading.OrderTaken)
    @handles(leading.OrderClaimed)
    @handles(opinion.BranchDecided)
    @handles(opinion.HandlingSimplified)
    @handles(opinion.InterestDeclared)
    @handles(opinion.OpinionServed)
    @handles(opinion.ExecutionReported)
    @handles(opinion.SettlementReached)
    @handles(opinion.SuggestionAnswered)
    @handles(review.JoinedConcluded)
    @handles(review.HearingOpened)
    @handles(review.HearingHeld)
    @handles(review.ReviewOpened)
    @handles(review.ReviewDecided)
    @handles(review.MatterFinal)
    @handles(oversight.ClockWarned)
    @handles(oversight.ClockBreached)
    @handles(oversight.ClockBreachWithdrawn)
    @handles(oversight.ClockPaused)
    @handles(oversight.ClockResumed)
    @handles(oversight.ClockExtended)
    @handles(oversight.OrderIssued)
    @handles(oversight.OrderAnswered)
    def follow_fact(self, work: Work, fact: MatterFact, envelope: Envelope) -> None:
        """A sibling has told something of a matter."""
        follow_fact.follow_fact(work, self, fact, envelope)

    @handles(review.MatterJoined)
    def follow_joining(self, work: Work, fact: review.MatterJoined, envelope: Envelope) -> None:
        """A matter was joined to another."""
        follow_fact.follow_joining(work, self, fact, envelope)

    @handles(mediation.MediationOpened)
    @handles(mediation.PartiesNamed)
    @handles(mediation.ConsentGiven)
    @handles(mediation.ConsentRefused)
    @handles(mediation.MediatorAssigned)
    @handles(mediation.InterestDeclared)
    @handles(mediation.LimitExtended)
    @handles(mediation.SessionHeld)
    @handles(mediation.AgreementReached)
    @handles(mediation.MediationFailed)
    @handles(mediation.JudicialConfirmationApplied)
    @handles(mediation.PerformanceFollowedUp)
    @handles(mediation.SealedDataRead)
    def follow_mediation(self, work: Work, fact: mediation.MediationFact, envelope: Envelope) -> None:
        """A mediation body has told something of a matter."""
        follow_fact.follow_mediation(work, self, fact, envelope)

    @handles(oversight.ClueFiled)
    @handles(oversight.ClueDecided)
    def leave_clue(self, work: Work, fact: Fact, envelope: Envelope) -> None:
        """A clue is between oversight and discipline: no matter's view here ever shows it."""
        del work, fact, envelope

    @handles(oversight.AccusationReceived)
    @handles(oversight.AccusationAnswered)
    def follow_accusation(
        self, work: Work, fact: oversight.AccusationReceived | oversight.AccusationAnswered, envelope: Envelope
    ) -> None:
        """The recipient has told something of an accusation."""
        follow_fact.follow_accusation(work, self, fact, envelope)

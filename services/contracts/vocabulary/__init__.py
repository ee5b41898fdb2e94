"""The closed word lists of the county's work; every code that travels comes from here (glossary: docs/glossary.md)."""

from __future__ import annotations

from services.contracts.vocabulary.house import Role, Service
from services.contracts.vocabulary.leading import ConferenceQuestion, EscalatedBy, HandoverEnd, ImprovementStep, Level
from services.contracts.vocabulary.matter import (
    Channel,
    CloseReason,
    DeclineReason,
    ExtensionReason,
    ObjectionReason,
    Outcome,
    PlaceKind,
    Purpose,
    Rating,
    ReferralReason,
    RefusalReason,
    RequestKind,
    Status,
    Tier,
    Urgency,
)
from services.contracts.vocabulary.mediation import AgreementForm, FailureReason, MediatorBy, NextRoute, Performance
from services.contracts.vocabulary.messages import Audience, FailedBecause, MessageChannel
from services.contracts.vocabulary.opinion import Branch, ExecutionState, OpinionOutcome, ReviewOutcome
from services.contracts.vocabulary.watching import Ground, OrderKind, PauseReason

__all__ = [
    "AgreementForm",
    "Audience",
    "Branch",
    "Channel",
    "CloseReason",
    "ConferenceQuestion",
    "DeclineReason",
    "EscalatedBy",
    "ExecutionState",
    "ExtensionReason",
    "FailedBecause",
    "FailureReason",
    "Ground",
    "HandoverEnd",
    "ImprovementStep",
    "Level",
    "MediatorBy",
    "MessageChannel",
    "NextRoute",
    "ObjectionReason",
    "OpinionOutcome",
    "OrderKind",
    "Outcome",
    "PauseReason",
    "Performance",
    "PlaceKind",
    "Purpose",
    "Rating",
    "ReferralReason",
    "RefusalReason",
    "RequestKind",
    "ReviewOutcome",
    "Role",
    "Service",
    "Status",
    "Tier",
    "Urgency",
]

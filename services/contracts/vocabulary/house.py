"""The five services, and what people may do in them."""

from __future__ import annotations

from enum import StrEnum


class Service(StrEnum):
    """The five services of the hub."""

    INTAKE = "intake"
    ROUTING = "routing"
    MEDIATION = "mediation"
    OVERSIGHT = "oversight"
    NOTIFY = "notify"


class Role(StrEnum):
    """What a signed-in person may do; scopes (place, department) decide row by row."""

    CLERK = "clerk"
    DISPATCHER = "dispatcher"
    HANDLER = "handler"
    GRID_WORKER = "grid_worker"
    MEDIATOR = "mediator"
    LEADER = "leader"
    SUPERVISOR = "supervisor"
    DISCIPLINE = "discipline"
    OPERATOR = "operator"

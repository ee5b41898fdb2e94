"""The services of a hub with their ports' offsets from the base, and the error of a plan that cannot be."""

SERVICE_OFFSETS = {"intake": 101, "routing": 102, "mediation": 103, "oversight": 104, "notify": 105}


class PlanError(Exception):
    """The hub cannot be planned as asked; the message names the setting and what is allowed."""

"""Guesses at codes and passwords: counted over the API and the pages together, so that they add up."""

from __future__ import annotations

from services.chassis.web.call import Call
from services.chassis.web.throttle import Throttle


def by_number(call: Call) -> dict[str, str | None]:
    """Wrong codes are counted by matter and, where nobody is signed in, by address.

    Who gives no code guesses none: staff calls by token are neither counted nor held up by what others guessed.
    """
    if call.body.get("query_code") is None:
        return {}
    signed_in = call.user is not None and call.user.matter is None
    number = call.path.get("number") or call.body["number"]
    return {"number": number, "address": None if signed_in else call.address}


def by_username(call: Call) -> dict[str, str | None]:
    """Wrong passwords are counted by name and by address."""
    return {"username": call.body["username"], "address": call.address}


GUESSES = Throttle({"number": 10, "address": 30}, by_number, seconds=60)
"""One throttle for all routes that a query code opens, so that guesses add up."""
SIGN_INS = Throttle({"username": 5, "address": 30}, by_username, seconds=60)

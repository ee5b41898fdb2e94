"""Notify's documents, in the words of notify.

- `notice`: what notify knows of one matter (`domain.picture`): its contact, sealed, and what waits to be told.
- `message`: one message to one recipient, in codes (`domain.message`); what it says in words is kept nowhere.
- `subscription`: one department's webhook: where to, what of, and its secrets, sealed.
- `delivery`: one fact for one subscription, `<subscription>-<fact id>`; kept a while after it was taken.
- `circle`: which departments belong to a matter, as far as facts have told; rewritten only when that changes.
- `heard`: a fact that another service than routing told of a matter, for departments drawn in by one that comes later.
- `walled`: that a matter was recognised as an accusation, under a blinded id, so that late facts of it meet silence.
"""

from __future__ import annotations

from services.chassis.store import Collection

NOTICE, MESSAGE = "notice", "message"
SUBSCRIPTION, DELIVERY, CIRCLE, HEARD, WALLED = "subscription", "delivery", "circle", "heard", "walled"

COLLECTIONS: tuple[Collection, ...] = (
    Collection(NOTICE, indexes=(("due_at",), ("leaves_at",))),
    Collection(
        MESSAGE,
        indexes=(
            ("made_at",),
            ("number", "made_at"),
            ("recipient", "made_at"),
            ("state", "made_at"),
            ("channel", "turn"),
        ),
    ),
    Collection(SUBSCRIPTION, indexes=(("department", "made_at"), ("made_at",), ("state",))),
    Collection(
        DELIVERY,
        indexes=(
            ("subscription", "state", "turn"),
            ("subscription", "turn"),
            ("subscription", "time"),
            ("number",),
            ("state", "settled"),
        ),
    ),
    Collection(CIRCLE),
    Collection(HEARD, indexes=(("number",), ("heard",))),
    Collection(WALLED, walled=True),
)

"""What a citizen was answered, for the bearer of the two-minute token that intake gives with number and query code."""

from __future__ import annotations

from services.chassis.access import OPEN
from services.chassis.service import HubService, page
from services.chassis.web.pages.endpoint import PageCall
from services.chassis.web.pages.screen import Screen
from services.chassis.web.pages.session import bearer_of
from services.contracts.refusals import Refusal
from services.routing.pages import forms
from services.routing.use_cases import read_case


class RepliesPages(HubService):
    """The answers to one matter."""

    @page("POST", "/replies", may=OPEN, takes=forms.TokenForm)
    def do_show_replies(self, call: PageCall) -> Screen:
        """Every answer so far; none where routing has not heard of the matter yet. Refuses 401 `bad_token`."""
        call.user = bearer_of(call.body["token"], self.tokens)
        if call.user.matter is None:
            raise Refusal("bad_token", "This is no token of a matter.", status=401)
        call.path = {"number": call.user.matter}
        try:
            found = self.store.run(call.context(), read_case.read_replies, self, call).body["replies"]
        except Refusal as refusal:
            if refusal.status != 404:
                raise
            found = []
        return Screen("replies.html", {"replies": found})

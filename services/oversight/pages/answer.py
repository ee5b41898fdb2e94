"""What the recipient answered to an accusation, for who made it: the bearer of that number's two-minute token."""

from __future__ import annotations

from services.chassis.access import OPEN
from services.chassis.service import page
from services.chassis.web.pages.endpoint import PageCall
from services.chassis.web.pages.screen import Screen
from services.chassis.web.pages.session import bearer_of
from services.contracts.refusals import Refusal
from services.oversight.pages import forms
from services.oversight.pages.desk import OversightPages
from services.oversight.use_cases import answer_accusation


class AnswerPages(OversightPages):
    """The one answer; no metric and no log shows that it was asked for (Art. 30)."""

    @page("POST", "/accusations/answer", may=OPEN, takes=forms.TokenForm, counted=False)
    def do_show_answer(self, call: PageCall) -> Screen:
        """The answer, or that there is none yet. Refuses 401 `bad_token`."""
        call.user = bearer_of(call.body["token"], self.tokens)
        if call.user.matter is None:
            raise Refusal("bad_token", "This is no token of a matter.", status=401)
        call.path = {"number": call.user.matter}
        try:
            text = self.store.run(call.context(), answer_accusation.read_answer, self, call)["text"]
        except Refusal as refusal:
            if refusal.status != 404:
                raise
            text = None
        return Screen("answer.html", {"text": text}, counted=False)

"""The citizen tells: a form that works without script, and the number and query code that follow."""

from __future__ import annotations

from services.chassis.access import OPEN
from services.chassis.service import page
from services.chassis.web.pages.endpoint import PageCall
from services.chassis.web.pages.screen import Screen
from services.contracts.vocabulary import Channel
from services.intake.pages import choosing, forms
from services.intake.pages.desk import IntakePages
from services.intake.pages.taking_in import petition_of
from services.intake.use_cases import register


class SubmitPages(IntakePages):
    """Pages that need no sign-in."""

    @page("GET", "/", may=OPEN)
    def show_home(self, _: PageCall) -> Screen:
        """What this is, and its two doors."""
        return Screen("home.html")

    @page("GET", "/submit", may=OPEN)
    def show_submit(self, _: PageCall) -> Screen:
        """The form."""
        return Screen("submit.html", {"places": choosing.places(self.county), "units": choosing.units(self.county)})

    @page("POST", "/submit", may=OPEN, takes=forms.SubmitForm, again="show_submit")
    def do_submit(self, call: PageCall) -> Screen:
        """Register, and show number and query code this once."""
        call.body = petition_of(call.body, self.county, self.clock.now(), channel=str(Channel.WEB))
        answer = call.run(register.register)
        return Screen("submitted.html", {"matter": answer.body}, counted=answer.counted)

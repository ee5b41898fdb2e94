"""The citizen tells: a form that works without script, and the number and query code that follow."""

from __future__ import annotations

from services.chassis.access import OPEN
from services.chassis.service import page
from services.chassis.web.pages.endpoint import PageCall
from services.chassis.web.pages.screen import Screen
from services.contracts.vocabulary import Channel
from services.intake.domain import attached, villages
from services.intake.domain.attached import MIB, MOST_BYTES
from services.intake.pages import choosing, forms
from services.intake.pages.desk import IntakePages
from services.intake.pages.taking_in import begun_at, petition_of
from services.intake.use_cases import attach, on_duty, register


class SubmitPages(IntakePages):
    """Pages that need no sign-in."""

    @page("GET", "/", may=OPEN)
    def show_home(self, _: PageCall) -> Screen:
        """What this is, its two doors, and who receives citizens now."""
        return Screen("home.html", {"on_duty": on_duty.seated(self.county, None, self.clock.now())})

    @page("GET", "/submit", may=OPEN, query=forms.SubmitQuery)
    def show_submit(self, call: PageCall) -> Screen:
        """The form."""
        data = {
            "places": choosing.places(self.county),
            "units": choosing.units(self.county),
            "limits": attached.told_limits(self.county),
            "begun": begun_at(self.county, call.query.get("place")),
            "begun_title": villages.item_of(self.county, call.query.get("item")),
        }
        return Screen("submit.html", data)

    @page(
        "POST",
        "/submit",
        may=OPEN,
        takes=forms.SubmitForm,
        again="show_submit",
        body_limit=MOST_BYTES + MIB,
        files=True,
    )
    def do_submit(self, call: PageCall) -> Screen:
        """Register, attach what came with it, and show number and query code this once."""
        attach.check_all(self.county, call.files)
        call.body = petition_of(call.body, self.county, self.clock.now(), channel=str(Channel.WEB))
        answer = call.run(register.register)
        if call.files:
            attach.attach_to(self, answer.body, call.context(), call.files)
        return Screen("submitted.html", {"matter": answer.body}, counted=answer.counted)

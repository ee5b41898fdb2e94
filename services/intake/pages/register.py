"""The clerk's desk: take in what came by letter, visit, telephone or from a grid."""

from __future__ import annotations

from services.chassis.access import roles
from services.chassis.service import page
from services.chassis.web.pages.endpoint import PageCall
from services.chassis.web.pages.screen import Screen
from services.contracts import labels
from services.contracts.vocabulary import Role
from services.intake.domain import attached
from services.intake.domain.attached import MIB, MOST_BYTES
from services.intake.domain.petition import VISITORS
from services.intake.forms.takes import PETITIONERS
from services.intake.pages import choosing, forms
from services.intake.pages.desk import IntakePages
from services.intake.pages.taking_in import petition_of
from services.intake.use_cases import attach, register

TAKE_IN = roles(Role.CLERK, Role.GRID_WORKER)
REGISTER = "/work/intake/register"


class RegisterPages(IntakePages):
    """Registration by the staff."""

    @page("GET", REGISTER, may=TAKE_IN, query=forms.RowsQuery)
    def show_register(self, call: PageCall) -> Screen:
        """The form, with the channels that one's roles take in."""
        user = call.staff()
        data = {
            "channels": choosing.channels(user.roles, labels.of_kind("channel")),
            "places": choosing.places(self.county, user.place),
            "categories": choosing.categories(self.county),
            "units": choosing.units(self.county),
            "reception": call.query.get("reception") or call.form.value("reception"),
            "rows": int(call.query.get("rows", "1")),
            "limits": attached.told_limits(self.county),
            "most": PETITIONERS,
            "visitors": VISITORS,
        }
        return Screen("register.html", data)

    @page(
        "POST",
        REGISTER,
        may=TAKE_IN,
        takes=forms.TakeInForm,
        again="show_register",
        body_limit=MOST_BYTES + MIB,
        files=True,
    )
    def do_register(self, call: PageCall) -> Screen:
        """Register, attach what came with it, and show what to hand to the citizen."""
        attach.check_all(self.county, call.files)
        call.body = petition_of(call.body, self.county, self.clock.now())
        answer = call.run(register.register)
        if call.files:
            attach.attach_to(self, answer.body, call.context(), call.files)
        return Screen("registered.html", {"matter": answer.body}, counted=answer.counted)

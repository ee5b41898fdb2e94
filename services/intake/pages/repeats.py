"""What staff do on a matter's page: compare it with others and ask for a joining, attach files, report it up."""

from __future__ import annotations

from services.chassis.access import roles
from services.chassis.service import page
from services.chassis.web.answer import Answer
from services.chassis.web.pages.endpoint import PageCall
from services.chassis.web.pages.screen import File, Redirect, Screen
from services.contracts.vocabulary import Role
from services.intake.domain.attached import MIB, MOST_BYTES
from services.intake.domain.grave import REPORTERS
from services.intake.forms.attachments import AttachForm
from services.intake.forms.takes import ListQuery
from services.intake.pages import forms
from services.intake.pages.desk import IntakePages
from services.intake.pages.matters import COMPARERS, LISTERS, MATTERS, READERS
from services.intake.use_cases import attach, find_candidates, join, list_matters, read_attachment, report_grave

JOINERS = roles(Role.CLERK, Role.DISPATCHER)
MATTER = f"{MATTERS}/<number>"
SHOWN = 10


class RepeatPages(IntakePages):
    """The same people with the same facts, and what else the staff adds to a matter."""

    @page("GET", "/work/intake/parts/candidates/<number>", may=COMPARERS)
    def show_candidates(self, call: PageCall) -> Screen:
        """What a matter may repeat, each with why; a person who joins confirms it."""
        call.query = {"limit": SHOWN}
        found = find_candidates.find_candidates(self, call)
        joins = call.staff().has(*JOINERS.roles)
        return Screen("candidates.html", found | {"joins": joins})

    @page("POST", f"{MATTER}/joinings", may=JOINERS, takes=forms.JoinedForm, again="show_candidates")
    def do_join(self, call: PageCall) -> Redirect:
        """Ask for the joining."""
        call.run(join.ask_joining)
        return Redirect(f"{MATTERS}/{call.path['number']}", done="joining")

    @page("POST", f"{MATTER}/repeats", may=JOINERS, takes=forms.RepeatedForm, again="show_candidates")
    def do_confirm_repeat(self, call: PageCall) -> Redirect:
        """Mark it as the repeat of an earlier one."""
        call.run(join.confirm_repeat)
        return Redirect(f"{MATTERS}/{call.path['number']}", done="repeat")

    @page("POST", f"{MATTER}/grave-report", may=roles(*REPORTERS), takes=forms.GraveForm, again="show_matter")
    def do_report_grave(self, call: PageCall) -> Redirect:
        """Report it up at once."""
        call.run(report_grave.report_grave)
        return Redirect(f"{MATTERS}/{call.path['number']}", done="grave")

    @page("GET", "/work/intake/parts/grave", may=LISTERS)
    def show_grave(self, call: PageCall) -> Screen:
        """Grave matters of the reader's places, the newest first, for the dispatcher's queue; in codes."""
        call.query = ListQuery().load({"grave": "true", "limit": str(SHOWN)})
        return Screen("grave_part.html", list_matters.list_matters(self, call))

    @page(
        "POST",
        f"{MATTER}/attachments",
        may=READERS,
        takes=AttachForm,
        again="show_matter",
        body_limit=MOST_BYTES + MIB,
        files=True,
    )
    def do_attach_to_matter(self, call: PageCall) -> Redirect:
        """Attach files."""
        answer = attach.attach(self, call, call.context(), call.files)
        return Redirect(f"{MATTERS}/{call.path['number']}", done="attached", counted=answer.counted)

    @page("GET", f"{MATTER}/attachments/<id>", may=READERS)
    def show_attachment(self, call: PageCall) -> File:
        """One file, saved; that it was opened is recorded."""
        told = Answer.of(call.run(read_attachment.open_by_staff))
        content = read_attachment.content_of(self, told.body)
        return File(told.body["name"], told.body["media"], content, counted=told.counted)

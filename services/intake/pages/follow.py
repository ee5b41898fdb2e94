"""The citizen follows: number and query code in a body, then everything about the matter, and what may be asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from services.chassis.access import OPEN
from services.chassis.service import page
from services.chassis.web.answer import Answer
from services.chassis.web.pages.endpoint import PageCall
from services.chassis.web.pages.screen import File, Screen
from services.chassis.web.pages.typed import Typed
from services.contracts.refusals import Refusal
from services.contracts.vocabulary import Status
from services.intake.domain import attached
from services.intake.domain.attached import MIB, MOST_BYTES
from services.intake.forms.takes import FollowForm
from services.intake.pages import forms
from services.intake.pages.desk import IntakePages
from services.intake.use_cases import ask, attach, contact, follow, read_attachment, supplement
from services.intake.use_cases.guesses import GUESSES

OVER = frozenset(
    {
        *(Status.CONCLUDED, Status.DECLINED, Status.REFERRED, Status.WITHDRAWN, Status.CLOSED, Status.JOINED),
        *(Status.REVIEWING, Status.REVIEWED, Status.SECOND_REVIEWING, Status.FINAL),
    }
)
OPENING = ("number", "query_code")
ASKS = ("supplement", "rating", "withdrawal", "notices", "attachments", "review")


UseCase = Callable[..., Answer | dict[str, Any]]


class FollowPages(IntakePages):
    """What number and query code open."""

    @page("GET", "/follow", may=OPEN)
    def show_follow(self, _: PageCall) -> Screen:
        """The two fields that open a matter."""
        return Screen("follow.html")

    @page("POST", "/follow", may=OPEN, takes=FollowForm, again="show_follow", throttle=GUESSES)
    def do_follow(self, call: PageCall) -> Screen:
        """The whole matter."""
        return self._followed(call, call.body, {})

    @page("POST", "/follow/supplement", may=OPEN, takes=forms.SupplementedForm, again="show_followed", throttle=GUESSES)
    def do_supplement(self, call: PageCall) -> Screen:
        """Add to the story."""
        return self._asked(call, "supplemented", supplement.supplement)

    @page("POST", "/follow/rating", may=OPEN, takes=forms.RatedForm, again="show_followed", throttle=GUESSES)
    def do_rate(self, call: PageCall) -> Screen:
        """Rate both units."""
        return self._asked(call, "rated", ask.rate)

    @page("POST", "/follow/withdrawal", may=OPEN, takes=forms.WithdrawnForm, again="show_followed", throttle=GUESSES)
    def do_withdraw(self, call: PageCall) -> Screen:
        """Ask for the matter back."""
        del call.body["confirmed"]
        return self._asked(call, "withdrawn", ask.withdraw)

    @page("POST", "/follow/review", may=OPEN, takes=forms.ReviewedForm, again="show_followed", throttle=GUESSES)
    def do_ask_review(self, call: PageCall) -> Screen:
        """Ask for a review of the opinion, or the second one."""
        return self._asked(call, "reviewed", ask.ask_review)

    @page(
        "POST",
        "/follow/attachments",
        may=OPEN,
        takes=forms.AttachedForm,
        again="show_followed",
        throttle=GUESSES,
        body_limit=MOST_BYTES + MIB,
        files=True,
    )
    def do_attach(self, call: PageCall) -> Screen:
        """Attach files."""
        opened = {name: call.body[name] for name in OPENING}
        call.path = {"number": call.body["number"]}
        attach.attach(self, call, call.context(), call.files)
        return self._done(call, opened, "attached")

    @page("POST", "/follow/attachment", may=OPEN, takes=forms.TakenForm, again="show_followed", throttle=GUESSES)
    def do_take_attachment(self, call: PageCall) -> File:
        """One of the citizen's own files."""
        call.path = {"number": call.body["number"], "id": call.body["id"]}
        told = Answer.of(self.store.run(call.context(), read_attachment.open_by_citizen, self, call))
        content = read_attachment.content_of(self, told.body)
        return File(told.body["name"], told.body["media"], content, counted=told.counted)

    @page("POST", "/follow/notices", may=OPEN, takes=forms.NoticedForm, again="show_followed", throttle=GUESSES)
    def do_choose_notices(self, call: PageCall) -> Screen:
        """Have notices, or none."""
        wanted = call.body["wanted"]
        return self._asked(call, "notices_on" if wanted else "notices_off", contact.choose_notices)

    def show_followed(self, call: PageCall) -> Screen:
        """The matter again, with what was wrong in one of its forms; without the right code only the two fields."""
        opened = {name: call.form.value(name) for name in OPENING}
        wrong_code = call.form.status in (404, 429) or FollowForm().validate(opened)
        if wrong_code:
            return self.show_follow(call)
        call.body = opened
        marks = GUESSES.admit(call)
        try:
            return self._followed(call, opened, {call.route.rpartition("/")[2]: call.form})
        except Refusal as refusal:
            GUESSES.failed(marks, refusal.status)
            return self.show_follow(call)

    def _asked(self, call: PageCall, done: str, use_case: UseCase) -> Screen:
        opened = {name: call.body[name] for name in OPENING}
        call.path = {"number": call.body.pop("number")}
        call.run(use_case)
        return self._done(call, opened, done)

    def _done(self, call: PageCall, opened: dict[str, Any], done: str) -> Screen:
        screen = self._followed(call, opened, {})
        screen.data["done"] = self.words[f"done.{done}"]
        return screen

    def _followed(self, call: PageCall, opened: dict[str, Any], typed: dict[str, Typed]) -> Screen:
        call.body = opened
        found = self.store.run(call.context(), follow.follow, self, call)
        matter = found.body
        walled = matter["answers_at"].startswith("/api/oversight/")
        data = {
            "matter": matter,
            "query_code": opened["query_code"],
            "answers": "/accusations/answer" if walled else "/replies",
            "walled": walled,
            "over": matter["status"] in OVER,
            "limits": attached.told_limits(self.county),
            "forms": {name: typed.get(name) or Typed() for name in ASKS},
        }
        return Screen("followed.html", data, counted=found.counted)

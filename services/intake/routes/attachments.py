"""Files on the wire: taken in with a matter, given back to who may read it, and swept where nobody kept them."""

from __future__ import annotations

from services.chassis.access import OPEN
from services.chassis.service import api, every
from services.chassis.web.call import Answer, Call
from services.chassis.web.pages.security import taken_away
from services.intake.domain.attached import MIB, MOST_BYTES
from services.intake.forms import attachments as forms
from services.intake.routes.desk import IntakeRoutes
from services.intake.routes.matters import STAFF
from services.intake.use_cases import attach, read_attachment
from services.intake.use_cases.guesses import GUESSES

ATTACHMENTS = "/api/intake/matters/<number>/attachments"
SWEEP_SECONDS = 600


class AttachmentRoutes(IntakeRoutes):
    """What is attached to a matter."""

    @api(
        "POST",
        ATTACHMENTS,
        takes=forms.AttachForm,
        gives=forms.AttachedForm,
        may=OPEN,
        status=201,
        throttle=GUESSES,
        body_limit=MOST_BYTES + MIB,
        files=True,
    )
    def attach(self, call: Call) -> Answer:
        """Attach files."""
        return attach.attach(self, call, call.context(), call.files)

    @api("GET", f"{ATTACHMENTS}/<id>", may=STAFF)
    def read_attachment(self, call: Call) -> Answer:
        """Give an attachment to the staff; the reading is recorded."""
        return self._given(call.run(read_attachment.open_by_staff))

    @api("POST", f"{ATTACHMENTS}/<id>", takes=forms.OpenAttachmentForm, may=OPEN, throttle=GUESSES)
    def open_attachment(self, call: Call) -> Answer:
        """Give an attachment to its citizen."""
        return self._given(Answer.of(self.store.run(call.context(), read_attachment.open_by_citizen, self, call)))

    @every(SWEEP_SECONDS, alone=True)
    def sweep_contents(self) -> None:
        """Delete contents that no document has kept within an hour."""
        self.store.blobs.sweep()

    def _given(self, told: Answer) -> Answer:
        content = read_attachment.content_of(self, told.body)
        headers = taken_away(told.body["name"])
        return Answer({}, headers=headers, lines=content, lines_type=told.body["media"], counted=told.counted)

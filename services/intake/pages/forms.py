"""What intake's pages take from a browser, where it is not what the API takes."""

from __future__ import annotations

from services.chassis.web.forms import Form, TextField
from services.intake.forms.takes import SessionForm


class NextQuery(Form):
    """Where to go after signing in."""

    next = TextField(2_000, load_default=None)


class SignInForm(SessionForm):
    """Sign in on a page."""

    next = TextField(2_000, load_default=None)

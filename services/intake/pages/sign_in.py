"""Sign in, sign out, and the desk with the doors of one's roles."""

from __future__ import annotations

from services.chassis.access import OPEN, roles
from services.chassis.service import page
from services.chassis.web.pages.endpoint import PageCall
from services.chassis.web.pages.screen import Redirect, Screen
from services.chassis.web.pages.session import SIGN_IN, inner_path
from services.contracts.vocabulary import Role
from services.intake.pages import forms
from services.intake.pages.desk import IntakePages
from services.intake.use_cases import sign_in
from services.intake.use_cases.guesses import SIGN_INS
from services.intake.use_cases.sign_in import cookie_of, no_cookie

DESK = "/work"


class SignInPages(IntakePages):
    """Where the staff comes in."""

    @page("GET", SIGN_IN, may=OPEN, query=forms.NextQuery)
    def show_sign_in(self, call: PageCall) -> Screen | Redirect:
        """The sign-in; who is signed in already goes on."""
        wanted = call.query.get("next") or call.form.value("next")
        if call.user is not None and not call.form.problem:
            return Redirect(inner_path(wanted, DESK))
        return Screen("sign_in.html", {"next": wanted})

    @page("POST", SIGN_IN, may=OPEN, takes=forms.SignInForm, again="show_sign_in", throttle=SIGN_INS)
    def do_sign_in(self, call: PageCall) -> Redirect:
        """Sign in; the session is a cookie that no script reads."""
        signed_in = sign_in.sign_in(self, call.body["username"], call.body["password"])
        cookie = cookie_of(signed_in["token"], call.headers)
        return Redirect(inner_path(call.body["next"], DESK), headers=(("Set-Cookie", cookie),))

    @page("POST", "/work/sign-out", may=OPEN)
    def do_sign_out(self, call: PageCall) -> Redirect:
        """Forget the session in this browser."""
        return Redirect(SIGN_IN, done="signed_out", headers=(("Set-Cookie", no_cookie(call.headers)),))

    @page("GET", DESK, may=roles(*Role))
    def show_desk(self, _: PageCall) -> Screen:
        """The doors that one's roles open."""
        return Screen("desk.html")

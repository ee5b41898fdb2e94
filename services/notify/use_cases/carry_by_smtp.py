"""E-mail: one SMTP session carries some letters; what becomes of each is told apart to the last reply.

A letter whose text was given but whose answer was lost is `uncertain`: the server may or may not have taken it on
(RFC 5321, 4.5.3.2.6). Its Message-ID is the message's own, the same at every attempt, so that a second copy is known.
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import SMTP as WIRE
from email.utils import formatdate
from functools import partial
from urllib.parse import parse_qs, unquote, urlsplit

from services.notify.domain.message import Outcome
from services.notify.use_cases.carrier import TIME_OUT, Letter, Rest, Unreached

PORTS = {"smtp": 25, "smtps": 465}
GOES_ON, SEND_TEXT = 2, 3
"""First digits of the replies that let a letter go on, and let its text be sent (RFC 5321, 4.2.1)."""


class SmtpCarrier:
    """From `SMTP_URI`: `smtp[s]://[user:password@]host[:port]?from=address[&starttls=1]`."""

    def __init__(self, uri: str, *, time_out: float = TIME_OUT) -> None:
        parts = urlsplit(uri)
        asked = parse_qs(parts.query)
        self._encrypted = parts.scheme == "smtps"
        self._host, self._port = parts.hostname or "", parts.port or PORTS[parts.scheme]
        self._user, self._password = unquote(parts.username or ""), unquote(parts.password or "")
        self._starttls = asked.get("starttls", [""])[0] in ("1", "true")
        self.sender = asked["from"][0]
        self._time_out = time_out
        self.rest = Rest()

    @contextmanager
    def open(self) -> Iterator[SmtpLine]:
        """A session; raises Unreached where there is none to be had."""
        session = self._session()
        try:
            yield SmtpLine(session, self.sender)
        finally:
            _quit(session)

    def _session(self) -> smtplib.SMTP:
        try:
            made: smtplib.SMTP
            if self._encrypted:
                context = ssl.create_default_context()
                made = smtplib.SMTP_SSL(self._host, self._port, timeout=self._time_out, context=context)
            else:
                made = smtplib.SMTP(self._host, self._port, timeout=self._time_out)
            if self._starttls:
                made.starttls(context=ssl.create_default_context())
            made.ehlo_or_helo_if_needed()
            if self._user:
                made.login(self._user, self._password)
        except (smtplib.SMTPException, OSError) as error:
            raise Unreached(type(error).__name__) from error
        return made


class SmtpLine:
    """One session."""

    def __init__(self, session: smtplib.SMTP, sender: str) -> None:
        self._session = session
        self._sender = sender

    def deliver(self, letter: Letter) -> Outcome:
        """Give one letter. Raises Unreached when the session is gone before its text was given.

        However it is broken off, the session ends: its replies could no longer be told apart.
        """
        try:
            return self._delivered(self._session, letter)
        except BaseException:
            self._session.close()
            raise

    def _delivered(self, session: smtplib.SMTP, letter: Letter) -> Outcome:
        try:
            for wanted, step in (
                (GOES_ON, partial(session.mail, self._sender)),
                (GOES_ON, partial(session.rcpt, letter.to)),
                (SEND_TEXT, partial(session.docmd, "DATA")),
            ):
                code, _ = step()
                if code // 100 != wanted:
                    return self._given_up(session, code)
            session.send(_dotted(written(letter, self._sender)))
        except (smtplib.SMTPException, OSError) as error:
            raise Unreached(type(error).__name__) from error
        try:
            code, _ = session.getreply()
        except (smtplib.SMTPException, OSError):
            return Outcome.UNCERTAIN
        return Outcome.SENT if code < 400 else _refused(code)

    def _given_up(self, session: smtplib.SMTP, code: int) -> Outcome:
        """What a refusal means for the letter; the session is made ready for the next one, if the server keeps it.

        Nothing follows a refusal but RSET: a server may take DATA after it with 354 and read all else as text.
        """
        try:
            session.rset()
        except (smtplib.SMTPException, OSError):
            session.close()
        return _refused(code)


def written(letter: Letter, sender: str) -> bytes:
    """The letter as it goes over the wire."""
    made = EmailMessage(policy=WIRE)
    made["From"], made["To"], made["Subject"] = sender, letter.to, letter.subject
    made["Date"] = formatdate()
    made["Message-ID"] = f"<{letter.id}@{sender.rpartition('@')[2]}>"
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(letter.text, cte="base64")
    return made.as_bytes()


def _dotted(content: bytes) -> bytes:
    """With leading dots doubled and the closing dot (RFC 5321, 4.5.2)."""
    stuffed = (b"\r\n" + content).replace(b"\r\n.", b"\r\n..")[2:]
    return stuffed + (b"" if stuffed.endswith(b"\r\n") else b"\r\n") + b".\r\n"


def _refused(code: int) -> Outcome:
    return Outcome.RETRY if code < 500 else Outcome.FAILED


def _quit(session: smtplib.SMTP) -> None:
    try:
        session.quit()
    except (smtplib.SMTPException, OSError):
        session.close()

"""The section `notify`: whatever a template could get wrong is found when the file is read."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest

from services.contracts.vocabulary import Audience, MessageChannel
from services.county.county import County
from services.county.notify import ALWAYS, INSTANTS, Quiet
from services.county.problem import CountyFileError, Problem
from services.county.reader import read
from tests.unit.county.conftest import SMALL

TEMPLATE = (
    "    - {code: done, on: matter_concluded, audience: citizen, channels: [sms], "
    'text: "事项{number}已办结（{outcome}），由{lead}负责"}\n'
)
SECTION = f"""\
notify:
  quiet: {{from: "22:00", to: "07:00"}}
  digest: {{minutes: 15}}
  addresses:
    units:
      u-office: {{email: office@c.example, wecom: "@all"}}
  templates:
{TEMPLATE}\
    - {{code: whistle, on: whistle_blown, audience: staff, to: [lead, assists, role.dispatcher],
       channels: [wecom, in_app], when: {{kind: [ordinary], contactable: true}}, urgent: true,
       text: "{{kind}}{{number}} {{check_in_by}}前报到"}}
"""


def mistakes(*changes: tuple[str, str]) -> list[Problem]:
    text = SMALL + SECTION
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} must stand in the file once"
        text = text.replace(old, new)
    with pytest.raises(CountyFileError) as caught:
        read(text.encode(), "small.yaml")
    return caught.value.problems


def line_of(text: str) -> int:
    whole = SMALL + SECTION
    return whole[: whole.index(text)].count("\n") + 1


def test_a_right_section_is_read() -> None:
    made = read((SMALL + SECTION).encode(), "small.yaml").notify
    done, whistle = made.templates
    assert (done.audience, done.channels) == (Audience.CITIZEN, (MessageChannel.SMS,))
    assert done.variables == ("number", "outcome", "lead")
    assert (whistle.to, whistle.urgent) == (("lead", "assists", "role.dispatcher"), True)
    assert whistle.when == {"kind": frozenset({"ordinary"}), "contactable": frozenset({True})}
    assert (made.digest_minutes, made.units["u-office"].email) == (15, "office@c.example")


def test_a_county_without_the_section_tells_nobody(small: County) -> None:
    assert small.notify.templates == ()


@pytest.mark.parametrize(
    ("old", "new", "where", "told"),
    [
        ("on: matter_concluded", "on: matter_finished", "templates[0].on", "matter_accepted"),
        ("on: matter_concluded", "on: matter_walled", "templates[0].on", "matter_accepted"),
        ("on: matter_concluded", "on: sealed_data_read", "templates[0].on", "matter_accepted"),
        ("{outcome}", "{story}", "templates[0].text", "{outcome}"),
        ("{outcome}", "{query_code}", "templates[0].text", "{number}"),
        ("{outcome}", "{check_in_by}", "templates[0].text", "{outcome}"),
        ("{outcome}", "{outcome!r}", "templates[0].text", "{outcome}"),
        ("{outcome}", "{outcome", "templates[0].text", "{number}"),
        ("channels: [sms]", "channels: [wecom]", "templates[0].channels", "sms, email"),
        ("channels: [sms]", "channels: []", "templates[0].channels", "sms, email"),
        ("channels: [sms]", "channels: [sms], to: [lead]", "templates[0].to", "nothing for citizens"),
        ("to: [lead, assists, role.dispatcher]", "to: [reason]", "templates[1].to", "role.dispatcher"),
        (" to: [lead, assists, role.dispatcher],", "", "templates[1].to", "lead"),
        ("role.dispatcher", "role.mayor", "templates[1].to", "role.dispatcher"),
        ("kind: [ordinary]", "late: true", "templates[1].when.late", "kind"),
        ("code: whistle", "code: done", "templates[1].code", "used once"),
        ('from: "22:00"', 'from: "25:00"', "quiet.from", "time of day"),
        ('to: "07:00"', 'to: "22:00"', "quiet.to", "another time"),
        ("minutes: 15", "minutes: 0", "digest.minutes", "1 to 1440"),
        ("u-office: {email", "u-nobody: {email", "addresses.units.u-nobody", "the code of a unit"),
        ("office@c.example", "office", "addresses.units.u-office.email", "e-mail address"),
        ("已办结", "已办结" * 60, "templates[0].text", "201 for an SMS"),
    ],
)
def test_a_mistake_is_told_with_its_place_and_what_is_allowed(old: str, new: str, where: str, told: str) -> None:
    found = mistakes((old, new))
    assert [problem.field for problem in found] == [f"notify.{where}"]
    assert told in found[0].allowed
    assert found[0].line in (line_of(old), line_of(old) - 1), "the line of the template"


def test_a_field_that_takes_words_of_a_list_takes_no_others() -> None:
    on = ("on: matter_concluded", "on: matter_concluded, when: {outcome: vanished}")
    [problem] = mistakes(on)
    assert "solved" in problem.allowed


def test_the_countys_own_templates_speak_of_every_step_that_citizens_hear_of(ningshan: County) -> None:
    on = {template.on for template in ningshan.notify.templates if template.audience is Audience.CITIZEN}
    assert on >= {
        "matter_registered", "matter_accepted", "matter_declined", "matter_referred", "whistle_blown", "owner_changed",
        "extension_granted", "mediation_ordered", "department_replied", "matter_concluded", "matter_reopened",
        "matter_withdrawn", "request_refused",
    }  # fmt: skip
    assert set(ALWAYS).isdisjoint(INSTANTS)


def test_quiet_spans_midnight() -> None:
    nights = Quiet(time(22), time(7))
    for hour, ends in ((14, "2026-11-24T23:00:00+00:00"), (18, "2026-11-24T23:00:00+00:00")):
        found = nights.until(datetime(2026, 11, 24, hour, tzinfo=UTC))
        assert found is not None
        assert found.astimezone(UTC).isoformat() == ends
    assert nights.until(datetime(2026, 11, 24, 4, tzinfo=UTC)) is None

"""The wall (信访工作条例, Art. 30): neither text nor existence of an accusation shows to anybody but its recipient."""

from __future__ import annotations

import json
from contextlib import closing
from uuid import uuid4

import pytest

from tests.integration.a_matter import CITY, TOWN, WATER, Matter
from tests.integration.behind_the_wall import LISTS, RECIPIENT, UPPER, discipline, shown, tables_with
from tests.integration.evidence import SERVICES, assert_problem, contents, database, document, journal
from tests.integration.hub_under_test import Hub, until

OURS = frozenset({"doc_story", "doc_accusation", "doc_supplement", "doc_walled_entry", "doc_walled_block", "doc_chain"})
"""Where an accusation's own rows may lie, beside journal, streams and `handled` of its own exchange."""
NOT_OF_MATTERS = (
    *("process_", "python_", "countynet_store_seconds", "countynet_http_seconds", "countynet_build_info"),
    "countynet_sweep_finished_timestamp_seconds",
)


def accused(hub: Hub, **changes: object) -> Matter:
    """An accusation over the web."""
    return Matter.registered(
        hub, purpose="accusation", title="举报", text="某单位收受好处费。", category=None, **changes
    )


@pytest.fixture(scope="module")
def accusation(hub: Hub) -> Matter:
    """One accusation that oversight's discipline inbox has taken in."""
    found = accused(hub)
    until(lambda: document(hub, "oversight", "accusation", found.number), what="the accusation at discipline")
    return found


def test_who_accuses_gets_the_same_answer_as_everybody(hub: Hub, accusation: Matter) -> None:
    other = Matter.registered(hub, category=None)
    assert accusation.told.keys() == other.told.keys()
    assert [len(accusation.told[name]) for name in ("number", "query_code")] == [
        len(other.told[name]) for name in ("number", "query_code")
    ]
    assert accusation.told["status"] == "registered"
    assert accusation.followed().keys() == other.followed().keys()


def test_an_accusation_reaches_discipline_alone(hub: Hub, accusation: Matter) -> None:
    hub.settle()
    told = journal(hub, "intake", accusation.number)
    assert {fact["type"] for fact in told} == {"countynet.intake.accusation_registered.v1"}
    for service in SERVICES:
        found = tables_with(hub, service, accusation.number)
        own = OURS if service != "routing" else frozenset()
        assert found <= own | ({"journal", "stream"} if service == "intake" else set()) | (
            {"handled"} if service == "oversight" else set()
        ), service
    with closing(database(hub, "oversight")) as connection:
        inboxes = connection.execute("SELECT inbox FROM handled WHERE stream LIKE ?", (f"%{accusation.number}",))
        assert [inbox for (inbox,) in inboxes] == ["discipline"]


def test_no_list_of_anybody_shows_an_accusation(hub: Hub, accusation: Matter) -> None:
    for service, path, readers in LISTS:
        for role in readers:
            answer = hub.call(service, "GET", f"{path}?limit=200", token=hub.token(role))
            assert answer.status_code == 200, answer.text
            assert accusation.number not in answer.text, (path, role)
    department = hub.token("handler", department=CITY)
    assert accusation.number not in hub.call("routing", "GET", "/api/routing/cases", token=department).text


def test_nobody_but_the_recipient_opens_it_by_its_number(hub: Hub, accusation: Matter) -> None:
    staff = [hub.token(role) for role in ("clerk", "dispatcher", "leader", "supervisor", "grid_worker")]
    staff += [discipline(hub, UPPER), hub.token("discipline", department=WATER), hub.token("handler", department=CITY)]
    for token in staff:
        answer = hub.call("intake", "GET", f"/api/intake/matters/{accusation.number}", token=token)
        assert_problem(answer, 404, "not_found")
    for path in (f"/api/routing/cases/{accusation.number}", f"/api/routing/cases/{accusation.number}/replies"):
        assert_problem(hub.call("routing", "GET", path, token=hub.token("dispatcher")), 404, "not_found")
    path = f"/api/oversight/dockets/{accusation.number}"
    assert_problem(hub.call("oversight", "GET", path, token=hub.token("supervisor")), 404, "not_found")


def test_what_is_not_there_and_what_is_behind_the_wall_look_the_same(hub: Hub, accusation: Matter) -> None:
    paths = {
        "intake": "/api/intake/matters/{}",
        "routing": "/api/routing/cases/{}",
        "mediation": "/api/mediation/cases/{}-m1",
        "oversight": "/api/oversight/dockets/{}",
    }
    for service, path in paths.items():
        answers = [
            hub.call(service, "GET", path.format(number), token=hub.token("supervisor")).json() | {"request_id": ""}
            for number in (accusation.number, "100000000001")
        ]
        assert answers[0] == answers[1]


def test_an_ordinary_operator_does_not_see_that_it_exists(hub: Hub, accusation: Matter) -> None:
    for service, collection in (("intake", "accusation"), ("oversight", "accusation"), ("oversight", "walled_entry")):
        answer = hub.call(service, "GET", f"/ops/documents/{collection}", token=hub.token("operator"))
        assert_problem(answer, 404, "not_found")
    for service in SERVICES:
        for what in ("journal", "handled", "parked", "diverged"):
            answer = hub.call(service, "GET", f"/ops/{what}?limit=500", token=hub.token("operator"))
            assert accusation.number not in answer.text, (service, what)
    for collection in ("matter", "story", "supplement"):
        answer = hub.call("intake", "GET", f"/ops/documents/{collection}?limit=500", token=hub.token("operator"))
        assert accusation.number not in answer.text, collection


def test_an_accusation_moves_no_metric_and_no_counter(hub: Hub) -> None:
    hub.settle()
    before, counters = metrics(hub), counted(hub)
    number = accused(hub).number
    until(lambda: document(hub, "oversight", "accusation", number), what="the accusation at discipline")
    hub.settle()
    assert metrics(hub) == before
    assert counted(hub) == counters


def metrics(hub: Hub) -> dict[str, list[str]]:
    """All that `/metrics` says of matters, facts and calls; our own looking excepted."""
    found = {}
    for service in SERVICES:
        lines = hub.call(service, "GET", "/metrics").text.splitlines()
        found[service] = sorted(
            line
            for line in lines
            if not line.startswith(("#", *NOT_OF_MATTERS))
            and 'route="/ops' not in line
            and 'route="/metrics' not in line
        )
    return found


def counted(hub: Hub) -> dict[str, str]:
    return {name: digest for name, digest in contents(hub).items() if name.endswith((".counter", ".series"))}


def test_no_log_names_an_accusation_even_where_its_citizen_comes_through_the_gateway(hub: Hub) -> None:
    matter = accused(hub)
    body = {"query_code": matter.query_code, "text": "补充证据。"}
    path = f"/api/intake/matters/{matter.number}/supplements"
    assert hub.call("gateway", "POST", path, body).status_code == 201
    answer = hub.call("gateway", "GET", f"/api/intake/matters/{matter.number}", token=discipline(hub))
    assert answer.status_code == 200
    until(lambda: matter.number in shown(hub), what="the recipient's list")
    for step in ("receipt", "answer"):
        body = {"text": "已核查处理。"} if step == "answer" else {}
        path = f"/api/oversight/accusations/{matter.number}/{step}"
        assert hub.call("gateway", "POST", path, body, token=discipline(hub)).status_code == 200
    marker = uuid4().hex
    hub.call("gateway", "GET", "/healthz")
    hub.call("gateway", "GET", "/api/intake/matters", headers={"X-Request-Id": marker})
    logs = hub.var / "log"
    until(lambda: marker in (logs / "gateway.log").read_text(encoding="utf-8"), what="the gateway's log on the disk")
    hub.settle()
    for log in logs.iterdir():
        assert matter.number not in log.read_text(encoding="utf-8", errors="replace"), log.name


def test_the_recipient_reads_it_and_answers_and_the_accuser_follows(hub: Hub) -> None:
    matter = accused(hub)
    matter.supplement("还有收据为证。")
    until(lambda: matter.number in shown(hub), what="the recipient's list")
    assert shown(hub)[matter.number] == "registered"
    assert matter.number not in shown(hub, UPPER)
    read = hub.ops("intake", f"/api/intake/matters/{matter.number}", discipline(hub))
    assert read["story"] == {"title": "举报", "text": "某单位收受好处费。"}
    assert [each["text"] for each in read["supplements"]] == ["还有收据为证。"]
    path = f"/api/oversight/accusations/{matter.number}"
    assert_problem(hub.call("oversight", "POST", f"{path}/receipt", {}, token=discipline(hub, UPPER)), 404, "not_found")
    assert hub.call("oversight", "POST", f"{path}/receipt", {}, token=discipline(hub)).status_code == 200
    assert matter.followed_until("accepted")["owner"] == RECIPIENT
    said = hub.call("oversight", "POST", f"{path}/answer", {"text": "已核查处理。"}, token=discipline(hub))
    assert said.status_code == 200
    types = [row["type"] for row in matter.followed_until("replied")["timeline"]]
    assert types[0] == "accusation_registered"
    assert types[-2:] == ["accusation_received", "accusation_answered"]
    again = hub.call("oversight", "POST", f"{path}/answer", {"text": "再次。"}, token=discipline(hub))
    assert again.status_code == 409
    assert again.headers["Content-Type"] == "application/problem+json"


def test_reading_an_accusation_is_recorded_behind_the_wall_and_not_in_the_county_s_chain(hub: Hub) -> None:
    matter = accused(hub)
    hub.ops("intake", f"/api/intake/matters/{matter.number}", discipline(hub))
    (read,) = until(lambda: journal(hub, "intake", matter.number, "accusation_read"), what="the reading") or []

    def entries(path: str, token: str) -> str:
        return hub.call("oversight", "GET", path, token=token).text

    until(lambda: read["id"] in walled_chain(hub), what="the reading in the recipient's chain")
    assert read["id"] not in entries("/api/oversight/audit/export", hub.token("supervisor"))


def walled_chain(hub: Hub) -> str:
    """Every block of the recipient's own chain."""
    told, after = "", 0
    while True:
        path = f"/api/oversight/accusations/audit?limit=50&after={after}"
        page = hub.ops("oversight", path, discipline(hub))
        told += json.dumps(page["blocks"])
        if page["after"] is None:
            return told
        after = page["after"]


def test_who_accuses_discipline_itself_is_heard_by_the_other_recipient(hub: Hub) -> None:
    matter = accused(hub, accused={"unit": RECIPIENT, "name": "某某"})
    until(lambda: matter.number in shown(hub, UPPER), what="the upper recipient's list")
    assert matter.number not in shown(hub)
    path = f"/api/intake/matters/{matter.number}"
    assert_problem(hub.call("intake", "GET", path, token=discipline(hub)), 404, "not_found")
    assert hub.ops("intake", path, discipline(hub, UPPER))["accused"] == {"unit": RECIPIENT, "name": "某某"}


def test_the_clerk_who_took_an_accusation_in_by_letter_cannot_open_it_again(hub: Hub) -> None:
    clerk = hub.token("clerk", place=TOWN)
    matter = Matter.registered(hub, token=clerk, channel="letter", purpose="accusation", category=None)
    answer = hub.call("intake", "GET", f"/api/intake/matters/{matter.number}", token=clerk)
    assert_problem(answer, 404, "not_found")


def test_an_accusation_is_neither_rated_nor_withdrawn_and_says_so_to_its_own_citizen_alone(
    hub: Hub, accusation: Matter
) -> None:
    path = f"/api/intake/matters/{accusation.number}"
    rating = {"query_code": accusation.query_code, "receiving": "satisfied", "responsible": "satisfied"}
    assert_problem(hub.call("intake", "POST", f"{path}/rating", rating), 409, "not_for_accusations")
    body = {"query_code": accusation.query_code}
    assert_problem(hub.call("intake", "POST", f"{path}/withdrawal", body), 409, "not_for_accusations")
    wrong = {"query_code": "0000-0000-00000"}
    assert_problem(hub.call("intake", "POST", f"{path}/withdrawal", wrong), 404, "not_found")

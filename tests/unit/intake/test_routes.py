from __future__ import annotations

import inspect
import itertools
from typing import Any

import orjson
import pytest
from marshmallow import Schema

from services.chassis.access import User
from services.chassis.entrypoints import Api, Handles
from services.chassis.hub.hub import COLLECTIONS
from services.chassis.store import open_store
from services.chassis.web.application import Application
from services.chassis.web.endpoint import Endpoint
from services.chassis.web.message import Request, Response
from services.contracts.events.keyed import KeyedFact
from services.contracts.registry import FACTS
from services.contracts.topology import INBOXES
from services.contracts.vocabulary import Role
from services.intake import store as documents
from services.intake.forms import gives
from services.intake.service import IntakeService
from services.intake.use_cases import passwords
from tests.unit.intake import facts
from tests.unit.intake.desk import CLERK, DISCIPLINE, TEXT, Intake, petition, staff

ADDRESSES = itertools.count(1)
OPERATOR = staff(Role.OPERATOR)


def entrypoints() -> list[tuple[str, Any]]:
    methods = inspect.getmembers(IntakeService, inspect.isfunction)
    return [(name, each) for name, method in methods for each in getattr(method, "nameko_entrypoints", ())]


class Wire:
    """Intake's routes behind the chassis' own application, without a socket."""

    def __init__(self, intake: Intake) -> None:
        self.intake = intake
        self.service = IntakeService()
        for name in ("store", "seal", "county", "clock", "tokens", "metrics", "contacts"):
            setattr(self.service, name, getattr(intake, name))
        self.application = Application(intake.metrics)
        self.address = f"10.0.0.{next(ADDRESSES)}"
        for name, each in entrypoints():
            if isinstance(each, Api):
                self.application.add(Endpoint(each.route, getattr(self.service, name), self.service))

    def send(
        self, method: str, path: str, body: Any = None, *, user: User | None = None, query: str = "", **headers: str
    ) -> Response:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if user is not None:
            sent["authorization"] = "Bearer " + self.intake.tokens.sign(user)[0]
        raw = b"" if body is None else orjson.dumps(body)
        if raw:
            sent |= {"content-type": "application/json", "content-length": str(len(raw))}
        request = Request(method, path, query, sent, self.address, raw)
        self.application.admit(request)
        return self.application.handle(request)

    def register(self, **changes: Any) -> dict[str, Any]:
        return told(self.send("POST", "/api/intake/matters", petition(**changes)), 201, gives.RegisteredForm)


def told(response: Response, status: int, form: type[Schema] | None = None) -> dict[str, Any]:
    """The answer, which has this status and, where a form is named, exactly that form."""
    body: dict[str, Any] = orjson.loads(response.body)
    assert response.status == status, body
    if form is not None:
        assert form().validate(body) == {}
    return body


@pytest.fixture
def wire(intake: Intake) -> Wire:
    intake.store.close()
    intake.store = open_store(f"sqlite:///{intake.path}", (*documents.COLLECTIONS, *COLLECTIONS), "intake")
    return Wire(intake)


def test_every_fact_that_intakes_inbox_receives_has_its_method() -> None:
    handled = {each.fact for _, each in entrypoints() if isinstance(each, Handles)}
    received = {fact for fact in FACTS.values() if fact.exchange in INBOXES["intake"].exchanges}
    assert handled == {fact for fact in received if not issubclass(fact, KeyedFact)}


def test_a_whole_conversation_answers_in_the_forms_that_it_promises(wire: Wire) -> None:
    matter = wire.register()
    number, code = matter["number"], {"query_code": matter["query_code"]}
    path = f"/api/intake/matters/{number}"
    wire.intake.tell(facts.accepted(number))
    wire.intake.tell(facts.whistled(number))
    wire.intake.tell(facts.of_clock(number))
    rating = {"receiving": "satisfied", "responsible": "dissatisfied", "comment": "太慢"}
    told(wire.send("POST", f"{path}/supplements", code | {"text": "还有"}), 201, gives.SupplementedForm)
    told(wire.send("POST", f"{path}/rating", code | rating), 202, gives.RequestForm)
    told(wire.send("POST", f"{path}/withdrawal", code), 202, gives.RequestForm)
    followed = told(wire.send("POST", "/api/intake/follow", code | {"number": number}), 200, gives.CitizenViewForm)
    assert followed["status"] == "whistled"
    told(wire.send("GET", path, user=CLERK), 200, gives.StaffViewForm)
    listed = told(wire.send("GET", "/api/intake/matters", user=CLERK, query="status=whistled"), 200, gives.MattersForm)
    assert [row["number"] for row in listed["matters"]] == [number]


def test_an_accusation_answers_in_the_same_forms(wire: Wire) -> None:
    matter = wire.register(purpose="accusation")
    number = matter["number"]
    body = {"number": number, "query_code": matter["query_code"]}
    followed = told(wire.send("POST", "/api/intake/follow", body), 200, gives.CitizenViewForm)
    read = told(wire.send("GET", f"/api/intake/matters/{number}", user=DISCIPLINE), 200, gives.StaffViewForm)
    assert followed["owner"] == read["owner"] == "ns-discipline"
    assert wire.send("GET", f"/api/intake/matters/{number}", user=CLERK).status == 404


def test_the_same_idempotency_key_registers_once_and_answers_the_same_again(wire: Wire) -> None:
    send = lambda body: wire.send("POST", "/api/intake/matters", body, idempotency_key="once-1")  # noqa: E731
    first, again = send(petition()), send(petition())
    assert told(first, 201) == told(again, 201)
    assert ("Idempotency-Replayed", "true") in again.headers
    assert wire.intake.names() == ["matter_registered"]
    assert told(send(petition(title="另一件")), 422)["code"] == "idempotency_key_reused"
    assert told(first, 201)["query_code"].encode() not in wire.intake.bytes_on_disk()


def test_the_same_idempotency_key_makes_one_request_of_a_rating(wire: Wire) -> None:
    matter = wire.register()
    body = {"query_code": matter["query_code"], "receiving": "satisfied", "responsible": "satisfied"}
    path = f"/api/intake/matters/{matter['number']}/rating"
    ids = {told(wire.send("POST", path, body, idempotency_key="rate-1"), 202)["request"] for _ in range(3)}
    assert ids == {f"{matter['number']}-r1"}


def test_guessing_query_codes_is_held_up_on_all_routes_together(wire: Wire) -> None:
    matter, wrong = wire.register(), "0000-0000-00000"
    rating = {"query_code": wrong, "receiving": "satisfied", "responsible": "satisfied"}
    path = f"/api/intake/matters/{matter['number']}"
    for _ in range(5):
        told(wire.send("POST", "/api/intake/follow", {"number": matter["number"], "query_code": wrong}), 404)
        told(wire.send("POST", f"{path}/rating", rating), 404)
    held = wire.send("POST", f"{path}/withdrawal", {"query_code": wrong})
    assert told(held, 429)["code"] == "too_many_requests"
    assert int(dict(held.headers)["Retry-After"]) > 0


def test_who_knows_the_code_is_never_held_up_by_himself(wire: Wire) -> None:
    matter = wire.register()
    body = {"number": matter["number"], "query_code": matter["query_code"]}
    assert {wire.send("POST", "/api/intake/follow", body).status for _ in range(40)} == {200}


@pytest.mark.parametrize(
    ("method", "path", "query", "user", "status", "code"),
    [
        ("GET", "/api/intake/matters", "", None, 401, "not_signed_in"),
        ("GET", "/api/intake/matters", "", DISCIPLINE, 403, "not_allowed"),
        ("GET", "/api/intake/matters", "", OPERATOR, 403, "not_allowed"),
        ("GET", "/api/intake/matters", "q=x", CLERK, 422, "invalid_fields"),
        ("GET", "/api/intake/matters", "status=x", CLERK, 422, "invalid_fields"),
        ("GET", "/api/intake/matters/123456789012", "", OPERATOR, 403, "not_allowed"),
        ("GET", "/api/intake/matters/123456789012", "fields=names", CLERK, 422, "invalid_fields"),
        ("GET", "/api/intake/matters/123456789012", "", CLERK, 404, "not_found"),
        ("GET", "/ops/accounts", "", CLERK, 403, "not_allowed"),
        ("PUT", "/api/intake/follow", "", None, 405, "wrong_method"),
    ],
)
def test_each_refusal_has_its_status_and_code(
    wire: Wire, method: str, path: str, query: str, user: User | None, status: int, code: str
) -> None:
    assert told(wire.send(method, path, user=user, query=query), status)["code"] == code


def test_a_fault_inside_a_petition_is_named_by_its_dotted_field(wire: Wire) -> None:
    body = petition(petitioners=[{"name": "甲"}, {"name": "乙", "phone": "12"}])
    problem = told(wire.send("POST", "/api/intake/matters", body), 422)
    assert [error["field"] for error in problem["errors"]] == ["petitioners.1.phone"]


def test_an_operator_adds_lists_and_disables_accounts_and_the_account_signs_in(wire: Wire) -> None:
    body = {"username": "li.dispatcher", "roles": ["dispatcher"]}
    made = told(wire.send("POST", "/ops/accounts", body, user=OPERATOR), 201, gives.AddedAccountForm)
    session = {"username": "li.dispatcher", "password": made["password"]}
    signed_in = wire.send("POST", "/api/session", session)
    token = told(signed_in, 200, gives.SignedInForm)["token"]
    cookie = dict(signed_in.headers)["Set-Cookie"]
    assert cookie.startswith(f"countynet_session={token};")
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "Secure" not in cookie
    assert "Secure" in dict(wire.send("POST", "/api/session", session, x_forwarded_proto="https").headers)["Set-Cookie"]
    told(wire.send("POST", f"/ops/accounts/{made['id']}/disable", {}, user=OPERATOR), 200, gives.AccountShownForm)
    rows = told(wire.send("GET", "/ops/accounts", user=OPERATOR, query="limit=500"), 200, gives.AccountsForm)
    assert [row["disabled"] for row in rows["accounts"]] == [True]
    assert told(wire.send("POST", "/api/session", session), 401)["code"] == "wrong_credentials"


def test_guessing_a_password_is_held_up_by_name(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_verify", lambda _kept, _password: False)
    statuses = [
        wire.send("POST", "/api/session", {"username": "zhao.guessed", "password": f"guess {n}"}).status
        for n in range(6)
    ]
    assert statuses == [401] * 5 + [429]


def test_no_problem_repeats_what_was_sent(wire: Wire) -> None:
    for body in (petition(place="ns-nowhere"), petition(purpose="暗号"), petition(petitioners=[{"name": "暗号" * 40}])):
        response = wire.send("POST", "/api/intake/matters", body)
        assert response.status == 422
        assert "暗号" not in response.body.decode()


def test_the_console_can_open_every_sealed_text_by_its_document(wire: Wire) -> None:
    matter = wire.register()
    number, code = matter["number"], matter["query_code"]
    wire.intake.supplement(number, "补充", query_code=code)
    wire.intake.withdraw(matter, reason="理由")
    wire.intake.tell(facts.accepted("123456789012"))
    wire.intake.supplement("123456789012", "无主", user=CLERK)
    for collection, id, text in [
        (documents.STORY, number, TEXT),
        (documents.SUPPLEMENT, f"{number}-s1", "补充"),
        (documents.REQUEST, f"{number}-r1", "理由"),
        (documents.SUPPLEMENT, "123456789012-s1", "无主"),
    ]:
        document = wire.intake.store.get(collection, id)
        assert document is not None
        opener = wire.service.opener_of(collection, document)
        assert opener is not None
        assert opener.open(collection, id, "text", document.body["text"]) == text
    picture = wire.intake.store.get(documents.MATTER, number)
    assert picture is not None
    assert wire.service.opener_of(documents.MATTER, picture) is None


def test_words_of_an_accusation_are_marked_as_walled_and_words_of_a_matter_are_not(wire: Wire) -> None:
    for purpose, walled in (("appeal", False), ("accusation", True)):
        matter = wire.register(purpose=purpose)
        wire.intake.supplement(matter["number"], "补充", query_code=matter["query_code"])
        for collection, id in ((documents.STORY, matter["number"]), (documents.SUPPLEMENT, f"{matter['number']}-s1")):
            document = wire.intake.store.get(collection, id)
            assert document is not None
            assert wire.service.is_walled(collection, document) is walled

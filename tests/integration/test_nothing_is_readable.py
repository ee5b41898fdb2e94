"""What citizens, staff and strangers write is found in no file, log or metric of the running hub but sealed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.integration import planting
from tests.integration.a_matter import CITY, WATER, Matter, key, petition
from tests.integration.evidence import SERVICES, document
from tests.integration.forging import CODES, Watch, envelope, ghost, registered, send
from tests.integration.hub_under_test import Hub, until

NOT_THE_HUBS = ("secrets/",)
"""The keys, and the operator's password, which its owner alone may read."""


def everything(hub: Hub) -> dict[str, bytes]:
    """Every file of the hub, and what its services tell of themselves."""
    hub.settle()
    files = planting.read(hub.var, NOT_THE_HUBS)
    assert {
        "data/intake/intake.sqlite3",
        "data/notify/notify.sqlite3",
        "log/routing.log",
        "log/gateway.log",
        "broker/data/schema.DAT",
    } <= files.keys()
    for service in SERVICES:
        for page in ("/metrics", "/openapi.json", "/readyz"):
            files[f"{service}{page}"] = hub.call(service, "GET", page).content
    return files


@pytest.fixture(scope="module")
def planted(hub: Hub) -> dict[str, str]:
    """What was written into the hub, by where it was written."""
    told: dict[str, str] = {}

    def plant(what: str, word: str) -> str:
        told[what] = word
        return word

    staff_and_citizens(hub, plant)
    accusers(hub, plant)
    strangers(hub, plant)
    return told


def staff_and_citizens(hub: Hub, plant: Any) -> None:
    """Everything that a whole life takes in."""
    person = {
        "name": plant("a petitioner's name", planting.name()),
        "phone": plant("a phone number", planting.phone()),
        "email": plant("an e-mail address", f"c{planting.phone()}@citizens.example"),
        "id_number": plant("an id number", planting.id_number()),
        "address": plant("an address", planting.words("号")),
    }
    matter = Matter.registered(
        hub,
        title=plant("a title", planting.words("标题")),
        text=plant("a story", planting.words("正文")),
        petitioners=[person, {"name": plant("a second petitioner's name", planting.name())}],
    )
    plant("a query code", matter.query_code)
    plant("a query code without hyphens", matter.query_code.replace("-", ""))
    matter.supplement(plant("a supplement", planting.words("补充")))
    matter.accept()
    body = {
        "kind": "ordinary",
        "lead": CITY,
        "assists": [WATER],
        "reason": plant("a whistle's reason", planting.words("")),
    }
    matter.whistle_id = matter.ask(f"{matter.path}/whistles", body).json()["id"]
    text = plant("an objection", planting.words("异议"))
    matter.at_whistle(WATER, "objections", reason="not_competent", text=text)
    text = plant("a decision", planting.words("裁定"))
    body = {"upheld": True, "text": text}
    answer = matter.ask(f"/api/routing/whistles/{matter.whistle_id}/objections/1/decision", body)
    assert answer.status_code == 200, answer.text
    matter.check_in(CITY)
    matter.reply(CITY, plant("a reply", planting.words("答复")))
    matter.conclude()
    matter.followed_until("concluded")
    matter.rate(comment=plant("a rating's comment", planting.words("评语")))
    matter.withdraw(reason=plant("a withdrawal's reason", planting.words("撤回")))
    for step, more in (
        ("decline", {"reason": "not_ours"}),
        ("on-the-spot", {}),
        ("referral", {"reason": "out_of_county"}),
    ):
        other = Matter.registered(hub)
        other.decide(step, text=plant(f"the words of {step}", planting.words("告知")), **more)
    headers = key()
    first = hub.call("intake", "POST", "/api/intake/matters", petition(), headers=headers)
    assert hub.call("intake", "POST", "/api/intake/matters", petition(), headers=headers).json() == first.json()
    plant("a query code in a kept answer", first.json()["query_code"])
    read = hub.call("intake", "GET", f"/api/intake/matters/{matter.number}", token=hub.token("clerk"))
    assert read.json()["petitioners"][0]["name"] == person["name"], "it is there, and opens for who may"
    plant("a clerk's token", hub.token("clerk").split(".")[2])


def accusers(hub: Hub, plant: Any) -> None:
    """An accusation, its accused, and its answer; one that is recognised later."""
    matter = Matter.registered(
        hub,
        purpose="accusation",
        category=None,
        title=plant("an accusation's title", planting.words("")),
        text=plant("an accusation's story", planting.words("")),
        accused={"name": plant("an accused person's name", planting.name())},
    )
    matter.supplement(plant("an accusation's supplement", planting.words("")))
    until(lambda: document(hub, "oversight", "accusation", matter.number), what="the accusation at discipline")
    token = hub.token("discipline", department="ns-discipline")
    for step, body in (("receipt", {}), ("answer", {"text": plant("discipline's answer", planting.words(""))})):
        path = f"/api/oversight/accusations/{matter.number}/{step}"
        assert hub.call("oversight", "POST", path, body, token=token).status_code == 200
    later = Matter.called(hub, text=plant("the story of a later accusation", planting.words("")))
    later.decide("referral", reason="accusation", text=plant("why it is an accusation", planting.words("")))


def strangers(hub: Hub, plant: Any) -> None:
    """Whatever is refused: bad bodies, wrong codes, failed sign-ins, search words in addresses, odd headers."""
    for door in ("intake", "gateway"):
        said = planting.words

        def word(what: str, text: str, door: str = door) -> str:
            return str(plant(f"{what} by the {door}", text))

        bad: list[dict[str, Any]] = [
            petition(
                petitioners=[{"name": word("a bad petition's name", said("")), "phone": word("a bad phone", said(""))}]
            ),
            petition(place=word("a bad place", said(""))),
            petition(**{word("an unknown field's name", said("")): 1}),
            petition(occurred_at="2099-01-01T00:00:00Z", text=word("a refused story", said(""))),
            petition(category="space", title=word("a title under an unknown category", said(""))),
        ]
        for body in bad:
            assert hub.call(door, "POST", "/api/intake/matters", body).status_code == 422
        broken = json.dumps({"text": word("a story in broken JSON", said(""))}, ensure_ascii=False).encode()[:-1]
        assert hub.call(door, "POST", "/api/intake/matters", data=broken).status_code == 400
        sign_in = {"username": word("a wrong username", said("")), "password": word("a wrong password", said(""))}
        assert hub.call(door, "POST", "/api/session", sign_in).status_code == 401
        guess = {"number": "123456789012", "query_code": word("a wrong query code", said(""))}
        assert hub.call(door, "POST", "/api/intake/follow", guess).status_code == 404
        for path in ("/api/intake/matters?name={}", "/api/intake/matters/{}", "/api/intake/{}", "/nowhere/{}?q={}"):
            url = path.replace("{}", word(f"a word in {path}", said("")))
            assert hub.call(door, "GET", url, token=hub.token("clerk")).status_code in (404, 422)
        odd = {
            "X-Request-Id": word("a request id", planting.phone()),
            "User-Agent": word("a browser", planting.phone()),
            "Referer": f"http://127.0.0.1/{word('where one came from', planting.phone())}",
            "Authorization": "Bearer " + word("a token that is none", planting.phone() * 3),
            "Idempotency-Key": word("a key", planting.phone()),
        }
        assert hub.call(door, "GET", "/api/intake/matters", headers=odd).status_code == 401
        odd.pop("Authorization")
        assert hub.call(door, "POST", "/api/intake/matters", petition(), headers=odd).status_code == 201


def test_what_was_planted_is_readable_nowhere(hub: Hub, planted: dict[str, str]) -> None:
    assert len(planted) > 50
    assert planting.traces(planted, everything(hub)) == []


def test_the_search_itself_finds_a_word_in_any_form(tmp_path: Path) -> None:
    word = planting.words("钉子")
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "file").write_bytes(b"x" * 7 + b"".join(planting.forms(word).values()))
    found = planting.traces({"a nail": word}, planting.read(tmp_path, ()))
    assert len(found) == len(planting.forms(word))


def test_poison_on_the_bus_is_readable_in_no_database_log_or_metric(hub: Hub) -> None:
    watch, number = Watch(hub), ghost()
    planted = {
        "a name in a fact": planting.name(),
        "a sentence that is no JSON": planting.words("毒"),
        "a phone number for a place": planting.phone(),
        "a name in a type": "a" + planting.phone(),
        "a name for a field": planting.words("字段"),
        "a name in a header": planting.words("头"),
    }
    data = {
        **CODES,
        "number": number,
        "place": planted["a phone number for a place"] + "张",
        "owner": planted["a name in a fact"],
    }
    send(hub, planted["a sentence that is no JSON"].encode())
    send(hub, envelope(registered(number), 1, data=data))
    send(hub, envelope(registered(number), 1, subject=planted["a name in a fact"]))
    send(hub, envelope(registered(number), 1, data={planted["a name for a field"]: 1}))
    send(hub, envelope(registered(number), 1), application_headers={"who": planted["a name in a header"]})
    send(hub, envelope(registered(ghost()), 2, type=f"countynet.intake.{planted['a name in a type']}.v1"))
    for service in ("routing", "oversight"):
        watch.wait(service, 4)
    files = everything(hub)
    ours = {path: content for path, content in files.items() if not path.startswith("broker/data/")}
    assert planting.traces(planted, ours) == []
    assert set(watch.dropped()) == {"routing", "oversight"}


def test_no_answer_repeats_what_was_refused(hub: Hub) -> None:
    word = planting.words("不")
    answers: list[requests.Response] = [
        hub.call("intake", "POST", "/api/intake/matters", petition(place=word)),
        hub.call("intake", "POST", "/api/intake/matters", data=f'{{"text": "{word}"'.encode()),
        hub.call("intake", "POST", "/api/session", {"username": word, "password": word}),
        hub.call("intake", "POST", "/api/intake/follow", {"number": "123456789012", "query_code": word}),
        hub.call("gateway", "GET", f"/nowhere/{word}"),
    ]
    assert all(answer.status_code >= 400 for answer in answers)
    assert planting.traces({"a word": word}, {str(n): answer.content for n, answer in enumerate(answers)}) == []

"""Words that facts speak of are there and open, whether or not a client kept a log of having sent them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import pytest

from services.console.ops import Refused
from services.console.reconcile.model import Command, Difference, Picture
from services.console.reconcile.words import compare_sealed, shape
from tests.unit.console.lives_of_facts import LIFE, faultless, tell

ONE, TWO = "100000000001", "100000000002"
STORY, SUPPLEMENT, REQUEST, REPLY = (
    ("intake", "story"),
    ("intake", "supplement"),
    ("intake", "request"),
    ("routing", "reply"),
)
ATTACHMENT = ("intake", "attachment")
WHOLE = {"key": "k1.x", "title": "s1.k1.a", "text": "s1.k1.b"}


@pytest.fixture
def picture() -> Picture:
    picture = faultless(ONE, TWO)
    for number in (ONE, TWO):
        picture.words.setdefault(STORY, {})[number] = shape(*STORY, WHOLE)
        picture.words.setdefault(REPLY, {})[f"{number}-r1"] = shape(*REPLY, WHOLE)
    picture.commands = []
    return picture


class Service:
    """Digests of what opens; `closed` fields do not open, and over a document of `spoilt` the service fails."""

    def __init__(self, closed: set[tuple[str, str]] = frozenset(), spoilt: set[str] = frozenset()) -> None:  # type: ignore[assignment]
        self.closed, self.spoilt = closed, spoilt

    def __call__(
        self, service: str, collection: str, ids: list[str], fields: list[str], nonce: str
    ) -> Mapping[str, Mapping[str, str] | None]:
        del collection
        if self.spoilt & set(ids):
            raise Refused(service, 500, {"code": "internal_error"})
        return {
            id: {
                name: hashlib.sha256(
                    f"{nonce}{'unreadable' if (id, name) in self.closed else '话'}".encode()
                ).hexdigest()
                for name in fields
            }
            for id in ids
        }


def test_a_hub_with_all_its_words_is_clean(picture: Picture) -> None:
    assert compare_sealed(picture, Service()) == []


def test_a_deleted_story_is_named_though_no_client_kept_a_log(picture: Picture) -> None:
    del picture.words[STORY][ONE]
    assert compare_sealed(picture, Service()) == [Difference("document", ONE, "intake story", "there", "missing")]


def test_a_story_is_missed_even_where_only_the_matter_still_tells_of_it(picture: Picture) -> None:
    picture.facts = [fact for fact in picture.facts if fact.number != ONE]
    del picture.words[STORY][ONE]
    assert [(d.kind, d.number) for d in compare_sealed(picture, Service())] == [("document", ONE)]


def test_a_deleted_reply_and_a_deleted_supplement_are_named_by_their_ids(picture: Picture) -> None:
    picture.facts += tell(ONE, (("intake", "matter_supplemented", {"supplement": 2}),))
    del picture.words[REPLY][f"{TWO}-r1"]
    assert [(d.kind, d.number, d.field) for d in compare_sealed(picture, Service())] == [
        ("document", ONE, f"intake supplement {ONE}-s2"),
        ("document", TWO, f"routing reply {TWO}-r1"),
    ]


def test_a_file_is_told_as_a_supplement_and_kept_as_an_attachment(picture: Picture) -> None:
    picture.facts += tell(ONE, (("intake", "matter_supplemented", {"supplement": 1}),))
    picture.matters[ONE] = {**picture.matters[ONE], "attachments": [{"id": f"{ONE}-a1", "supplement": 1}]}
    gone = Difference("document", ONE, f"intake attachment {ONE}-a1", "there", "missing")
    assert compare_sealed(picture, Service()) == [gone]
    picture.words[ATTACHMENT] = {f"{ONE}-a1": shape(*ATTACHMENT, {"name": "s1.k1.n"})}
    assert compare_sealed(picture, Service()) == []


def test_what_a_case_counts_is_missed_though_no_fact_tells_its_ordinal(picture: Picture) -> None:
    picture.cases[ONE] = {**picture.cases[ONE], "replies": 2, "remarks": 1}
    assert [d.field for d in compare_sealed(picture, Service())] == [
        f"routing reply {ONE}-r2",
        f"routing remark {ONE}-m1",
    ]


def test_petitioners_are_missed_where_the_registration_counted_some(picture: Picture) -> None:
    first = next(at for at, fact in enumerate(picture.facts) if fact.number == ONE)
    picture.facts[first] = picture.facts[first]._replace(codes={**LIFE[0][2], "petitioners": 2})
    assert compare_sealed(picture, Service()) == [Difference("text", ONE, "story petitioners", "there", "missing")]


def test_a_field_that_does_not_open_is_named(picture: Picture) -> None:
    picture.words[REQUEST] = {f"{TWO}-r1": shape(*REQUEST, {"text": "s1.k1.c"})}
    found = compare_sealed(picture, Service(closed={(ONE, "text"), (f"{TWO}-r1", "text")}))
    assert {(d.kind, d.number, d.field, d.found) for d in found} == {
        ("text", ONE, "story text", "does not open"),
        ("text", TWO, f"request {TWO}-r1 text", "does not open"),
        ("text", TWO, f"reply {TWO}-r1 text", "does not open"),
    }


@pytest.mark.parametrize("changed", [{"text": "readable"}, {"text": 3}, {"key": None}])
def test_a_value_that_is_not_sealed_under_a_key_is_named(picture: Picture, changed: dict[str, object]) -> None:
    picture.words[STORY][ONE] = shape(*STORY, WHOLE | changed)
    assert ("text", ONE, "story text") in [(d.kind, d.number, d.field) for d in compare_sealed(picture, Service())]


def test_a_document_over_which_its_service_fails_is_named_and_the_others_are_not(picture: Picture) -> None:
    found = compare_sealed(picture, Service(spoilt={TWO}))
    assert [(d.kind, d.number, d.field) for d in found] == [
        ("text", TWO, "story text"),
        ("text", TWO, "story title"),
    ]


def test_another_refusal_than_a_failure_is_not_taken_for_a_spoilt_document(picture: Picture) -> None:
    def refused(*asked: object) -> Mapping[str, Mapping[str, str] | None]:
        del asked
        raise Refused("intake", 403, {"code": "forbidden"})

    with pytest.raises(Refused):
        compare_sealed(picture, refused)


def test_words_behind_the_wall_are_not_looked_for(picture: Picture) -> None:
    picture.facts += tell(ONE, (("routing", "matter_walled", {}),))
    del picture.matters[ONE], picture.cases[ONE], picture.words[STORY][ONE], picture.words[REPLY][f"{ONE}-r1"]
    picture.commands = [Command("log.jsonl", "register", ONE, {}, {"title": "0" * 64}, "salt")]
    assert compare_sealed(picture, Service()) == []


def test_what_is_gone_is_named_once_though_a_log_knows_it_too(picture: Picture) -> None:
    del picture.words[STORY][ONE]
    sent = {"title": "0" * 64, "text": "0" * 64}
    picture.commands = [Command("log.jsonl", "register", ONE, {}, sent, "salt")]
    assert [(d.kind, d.number, d.field) for d in compare_sealed(picture, Service())] == [
        ("document", ONE, "intake story")
    ]

from __future__ import annotations

import orjson
import pytest

from services.chassis.seal import SealError
from services.intake import store as documents
from tests.unit.intake import facts
from tests.unit.intake.desk import CLERK, ID_NUMBER, NAME, PHONE, PLANTED, TEXT, Intake


def test_no_planted_name_phone_or_sentence_lies_in_the_store_or_travels(intake: Intake) -> None:
    accused = {"name": "被告发的人"}
    told = intake.register(petitioners=[{"name": NAME, "phone": PHONE, "id_number": ID_NUMBER, "address": "暗号地址"}])
    accusation = intake.register(purpose="accusation", accused=accused)
    for matter in (told, accusation):
        intake.supplement(matter["number"], "补充里的暗号", query_code=matter["query_code"])
    intake.rate(told, comment="评价里的暗号")
    intake.withdraw(told, reason="撤回里的暗号")
    intake.read(told["number"], CLERK)
    kept = intake.bytes_on_disk()
    codes = [matter["query_code"].replace("-", "") for matter in (told, accusation)]
    for word in (*PLANTED, "被告发的人", "暗号地址", *codes, told["query_code"], accusation["query_code"]):
        assert word.encode() not in kept, word
        assert orjson.dumps(word)[1:-1] not in kept, word
        assert all(word not in row.body.decode() for row in intake.facts())


def test_equal_query_codes_of_two_matters_would_have_different_indexes(intake: Intake) -> None:
    assert intake.seal.blind("query_code", "1/AAAA") != intake.seal.blind("query_code", "2/AAAA")


def test_words_moved_to_another_matter_do_not_open(intake: Intake) -> None:
    first, second = intake.register(), intake.register()
    story = intake.picture(first["number"], documents.STORY)
    assert story is not None
    assert documents.open_words(intake.seal, story["key"], documents.STORY, first["number"], story)["text"] == TEXT
    with pytest.raises(SealError):
        documents.open_words(intake.seal, story["key"], documents.STORY, second["number"], story)


def test_every_matter_has_a_key_of_its_own(intake: Intake) -> None:
    stories = [intake.picture(intake.register()["number"], documents.STORY) for _ in range(2)]
    assert stories[0] is not None
    assert stories[1] is not None
    assert stories[0]["key"] != stories[1]["key"]


def test_title_and_text_are_sealed_each_for_itself_so_that_they_can_be_compared_by_digest(intake: Intake) -> None:
    story = intake.picture(intake.register()["number"], documents.STORY)
    assert story is not None
    assert {name for name, value in story.items() if str(value).startswith("s1.")} == {"title", "text", "petitioners"}


def test_the_story_is_written_once_however_long_the_life(intake: Intake) -> None:
    told = intake.register()
    intake.tell(facts.accepted(told["number"]))
    intake.supplement(told["number"], query_code=told["query_code"])
    intake.rate(told, comment="好")
    document = intake.store.get(documents.STORY, told["number"])
    assert document is not None
    assert document.version == 1

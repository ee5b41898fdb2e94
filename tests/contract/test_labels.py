"""Every word that travels has a label that people read."""

import inspect
import re
from enum import StrEnum

import pytest

from services.contracts import doors, labels, vocabulary
from services.contracts.registry import FACTS

LISTS = [each for _, each in inspect.getmembers(vocabulary, inspect.isclass) if issubclass(each, StrEnum)]


def kind_of(words: type[StrEnum]) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", words.__name__).lower()


@pytest.mark.parametrize("words", [each for each in LISTS if each is not StrEnum], ids=kind_of)
def test_every_word_of_a_list_has_a_label_and_no_label_is_left_over(words: type[StrEnum]) -> None:
    assert set(labels.of_kind(kind_of(words))) == {str(word) for word in words}


def test_every_fact_has_a_name_for_the_timeline() -> None:
    assert {fact.name for fact in FACTS.values()} <= set(labels.of_kind("fact"))


def test_a_code_of_a_later_version_stays_readable_and_none_is_a_dash() -> None:
    assert labels.label("not_yet_known", "status") == "not_yet_known"
    assert labels.label(None, "status") == "—"


def test_each_door_stands_once_and_belongs_to_somebody() -> None:
    assert len({door.path for door in doors.DOORS}) == len(doors.DOORS)
    assert all(door.roles for door in doors.DOORS)
    clerk = [door.path for door in doors.doors_for({"clerk"})]
    assert "/work/intake/register" in clerk
    assert doors.doors_for(set()) == ()

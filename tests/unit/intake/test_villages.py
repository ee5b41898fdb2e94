from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from services.chassis.web.call import Call
from services.contracts.refusals import Refusal
from services.county.county import County
from services.county.reader import load
from services.intake.domain import villages
from services.intake.use_cases import qr, village_card

COUNTIES = Path(__file__).parents[3] / "deploy" / "counties"


@pytest.fixture(scope="module")
def shagedu() -> County:
    return load(COUNTIES / "shagedu.yaml")


def asked(**headers: str) -> Call:
    made: Any = SimpleNamespace(headers={name.replace("_", "-"): value for name, value in headers.items()})
    return cast(Call, made)


def test_a_village_card_names_leader_secretary_and_police_and_nine_services(shagedu: County) -> None:
    card = villages.card_of(shagedu, "sg-t01-v01")
    assert [each.post for each in card.holders] == ["leader", "secretary", "police"]
    assert all(each.name and each.phone for each in card.holders)
    assert len(card.items) == 9
    assert card.hotlines
    assert card.petition_card


def test_a_grid_has_the_card_of_its_village_and_what_lies_above_has_none(shagedu: County) -> None:
    grid = next(code for code in shagedu.places.codes() if shagedu.places.get(code).parent == "sg-t01-v01")
    assert villages.card_of(shagedu, grid).code == "sg-t01-v01"
    for place in ("sg-t01", "sg", "nowhere"):
        with pytest.raises(Refusal) as refusal:
            villages.card_of(shagedu, place)
        assert refusal.value.status == 404


def test_every_village_and_community_of_every_county_file_has_a_card() -> None:
    for name in ("baiguan", "kelan", "zhongxindian"):
        county = load(COUNTIES / f"{name}.yaml")
        listed = [code for _, inside in villages.by_town(county) for code in inside]
        assert len(listed) == len(set(listed)) > 0
        assert all(villages.card_of(county, code).code == code for code in listed)


def test_a_service_item_is_known_by_its_code(shagedu: County) -> None:
    assert villages.item_of(shagedu, "farming") == "推广农技知识"
    assert villages.item_of(shagedu, "nothing") == villages.item_of(shagedu, None) == ""


def test_the_code_leads_to_the_hub_as_the_reader_reached_it() -> None:
    told = {"x_countynet_gateway": "1", "x_forwarded_host": "hub.example.cn", "x_forwarded_proto": "https"}
    assert qr.address_of(asked(host="10.0.0.1:8101", **told), "/village/a") == "https://hub.example.cn/village/a"
    assert qr.address_of(asked(host="a:1", x_forwarded_host="evil.example"), "/village/a") == "http://a:1/village/a"


def test_the_picture_of_a_code_is_drawn_in_the_page_and_runs_nothing() -> None:
    picture = qr.picture_of("https://hub.example.cn/village/sg-t01-v01")
    assert picture.startswith("<svg")
    assert not any(sign in picture for sign in ("script", "style=", "http", "href"))
    assert picture != qr.picture_of("https://hub.example.cn/village/sg-t01-v02")


def test_programs_read_the_same_card(shagedu: County) -> None:
    card = village_card.card(shagedu, "sg-t01-v01", "2026-11-23T02:00:00Z")
    assert [each["post"] for each in card["posts"]] == ["leader", "secretary", "police"]
    assert all(each["phone"].startswith("0477-000-") for each in card["posts"])
    assert (len(card["items"]), card["page"]) == (9, "/village/sg-t01-v01")
    assert any(row["now"] is not None for row in card["on_duty"])
    assert len(village_card.listed(shagedu)["villages"]) == 33

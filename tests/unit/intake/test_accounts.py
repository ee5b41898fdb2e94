from __future__ import annotations

import io
import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from services.contracts.envelope import Context
from services.contracts.refusals import Refusal
from services.contracts.vocabulary import Role
from services.intake import accounts as module
from services.intake.forms.takes import AccountForm
from services.intake.use_cases import accounts, passwords
from services.intake.use_cases.sign_in import sign_in
from tests.unit.intake.desk import NOON, Intake

CONTEXT = Context("machine", NOON, "r-1")
PASSWORD = "correct horse battery"


def add(intake: Intake, username: str = "wang.clerk", **more: Any) -> dict[str, Any]:
    body = AccountForm().load({"username": username, "roles": ["clerk"]} | more)
    return accounts.add(intake.store, intake.seal, intake.county, CONTEXT, body)


def wrong(intake: Intake, username: str, password: str) -> tuple[int, str, str]:
    with pytest.raises(Refusal) as told:
        sign_in(intake, username, password)  # type: ignore[arg-type]
    return told.value.status, told.value.code, told.value.detail


def test_an_account_signs_in_and_its_token_says_who_it_is(intake: Intake) -> None:
    made = add(intake, password=PASSWORD, place="ns-t01", department="ns-t01-unit")
    told = sign_in(intake, "wang.clerk", PASSWORD)  # type: ignore[arg-type]
    user = intake.tokens.verify(told["token"])
    assert user.id == made["id"] == told["user"]["id"]
    assert (user.roles, user.place, user.department) == ({Role.CLERK}, "ns-t01", "ns-t01-unit")
    assert told["expires_at"].endswith("Z")
    assert "password" not in made


def test_a_drawn_password_is_told_once_and_works(intake: Intake) -> None:
    made = add(intake)
    assert len(made["password"]) >= 20
    assert sign_in(intake, "wang.clerk", made["password"])["user"]["roles"] == ["clerk"]  # type: ignore[arg-type]


def test_wrong_password_unknown_name_and_disabled_account_get_the_same_answer(intake: Intake) -> None:
    made = add(intake, password=PASSWORD)
    answers = {wrong(intake, "wang.clerk", "something else"), wrong(intake, "nobody", PASSWORD)}
    intake.store.run(CONTEXT, accounts.disable, intake.seal, made["id"])
    answers.add(wrong(intake, "wang.clerk", PASSWORD))
    assert len(answers) == 1
    assert next(iter(answers))[:2] == (401, "wrong_credentials")


def test_an_unknown_name_costs_one_argon2_like_a_known_one(intake: Intake, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(passwords, "_verify", lambda kept, _password: asked.append(kept) or False)
    wrong(intake, "nobody", PASSWORD)
    assert [kept.split("$")[1] for kept in asked] == ["argon2id"]


def test_a_username_is_taken_once_even_when_disabled(intake: Intake) -> None:
    made = add(intake)
    intake.store.run(CONTEXT, accounts.disable, intake.seal, made["id"])
    with pytest.raises(Refusal) as told:
        add(intake)
    assert (told.value.status, told.value.code) == (409, "username_taken")


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"place": "ns-nowhere"}, "place"),
        ({"department": "ns-nobody"}, "department"),
        ({"roles": ["handler"]}, "department"),
        ({"roles": ["discipline"]}, "department"),
        ({"password": "short"}, "password"),
    ],
)
def test_an_account_that_cannot_be_is_refused_by_field(intake: Intake, more: dict[str, Any], field: str) -> None:
    with pytest.raises(Refusal) as told:
        add(intake, **more)
    assert [error.field for error in told.value.errors] == [field]


def test_neither_usernames_nor_passwords_lie_readable_in_the_store(intake: Intake) -> None:
    add(intake, password=PASSWORD)
    kept = intake.bytes_on_disk()
    assert b"wang.clerk" not in kept
    assert PASSWORD.encode() not in kept
    assert b"$argon2id$" in kept


def test_accounts_are_listed_in_pages_without_their_hashes(intake: Intake) -> None:
    for n in range(3):
        add(intake, f"account-{n}")
    first = accounts.page(intake.store, intake.seal, None, 2)
    second = accounts.page(intake.store, intake.seal, first["after"], 2)
    rows = first["accounts"] + second["accounts"]
    assert sorted(row["username"] for row in rows) == ["account-0", "account-1", "account-2"]
    assert second["after"] is None
    assert "argon2" not in json.dumps(rows)


def test_disabling_an_unknown_account_is_refused(intake: Intake) -> None:
    with pytest.raises(Refusal) as told:
        intake.store.run(CONTEXT, accounts.disable, intake.seal, "u-0000000000000000")
    assert told.value.status == 404


@pytest.fixture
def environment(tmp_path: Path, key_files: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "intake.db"
    settings = {
        "AMQP_URI": "amqp://guest:guest@127.0.0.1:5672//",
        "STORE_URI": f"sqlite:///{path}",
        "COUNTY_FILE": str(Path(__file__).parents[3] / "deploy" / "counties" / "ningshan.yaml"),
        "SEAL_KEYS": key_files[0],
        "TOKEN_KEYS": key_files[1],
        "WEB_PORT": "8101",
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    return path


def test_the_module_adds_lists_and_disables_straight_on_the_store(
    environment: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(PASSWORD + "\n"))
    assert module.main(["add", "first.operator", "--role", "operator", "--password-stdin"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert made["roles"] == ["operator"]
    assert "password" not in made
    assert module.main(["disable", "first.operator"]) == 0
    capsys.readouterr()
    assert module.main(["list"]) == 0
    assert json.loads(capsys.readouterr().out)["disabled"] is True
    with sqlite3.connect(environment) as connection:
        assert connection.execute("select count(*) from sqlite_master").fetchone()[0] > 0


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["add", "Bad Name", "--role", "clerk"], 1),
        (["add", "some.name", "--role", "handler"], 1),
        (["disable", "nobody"], 1),
    ],
)
def test_the_module_refuses_with_the_reason(
    environment: Path, arguments: list[str], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert environment.parent.exists()
    assert module.main(arguments) == code
    assert capsys.readouterr().err != ""


def test_the_module_names_settings_that_are_missing(
    environment: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not environment.exists()
    monkeypatch.delenv("SEAL_KEYS")
    assert module.main(["list"]) == 2
    assert "SEAL_KEYS" in capsys.readouterr().err

"""Settings: all that is wrong is named at once."""

from pathlib import Path

import pytest

from services.chassis.settings import SettingsError, read


@pytest.fixture
def right(tmp_path: Path) -> dict[str, str]:
    file = tmp_path / "file with spaces.json"
    file.write_text("{}")
    return {
        "AMQP_URI": "amqp://countynet:secret@127.0.0.1:5672/countynet",
        "STORE_URI": f"sqlite:///{tmp_path}/intake.db",
        "COUNTY_FILE": str(file),
        "SEAL_KEYS": str(file),
        "TOKEN_KEYS": '{"kid": "t1"}',
        "WEB_PORT": "8101",
    }


def test_what_is_right_is_read_with_its_defaults(right: dict[str, str]) -> None:
    made = read("intake", right)
    assert (made.web_host, made.web_port, made.clock, made.log_level) == ("127.0.0.1", 8101, "real", "INFO")
    assert made.audit_keys is None
    assert made.audit_anchor is None


@pytest.mark.parametrize(
    ("variable", "value", "allowed"),
    [
        ("AMQP_URI", "http://x", "amqp://"),
        ("AMQP_URI", "", "is not set"),
        ("STORE_URI", "sqlite://relative.db", "absolute path"),
        ("STORE_URI", "postgres://x/y", "sqlite"),
        ("COUNTY_FILE", "/nowhere/at/all.yaml", "county file"),
        ("CLOCK", "sundial", "real, locked"),
        ("SEAL_KEYS", "/nowhere/seal.json", "JSON"),
        ("TOKEN_KEYS", "", "is not set"),
        ("AUDIT_KEYS", "/nowhere/audit.json", "audit keys"),
        ("WEB_PORT", "99999", "1 to 65535"),
        ("WEB_PORT", "http", "1 to 65535"),
        ("LOG_LEVEL", "LOUD", "DEBUG, INFO"),
    ],
)
def test_what_is_wrong_is_named_with_what_is_allowed(
    right: dict[str, str], variable: str, value: str, allowed: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        read("intake", {**right, variable: value})
    assert {name for name, _ in caught.value.problems} == {variable}
    assert allowed in str(caught.value)


def test_everything_wrong_is_named_at_once_and_no_value_is_repeated() -> None:
    with pytest.raises(SettingsError) as caught:
        read("intake", {"AMQP_URI": "ftp://user:secret@x", "CLOCK": "x"})
    named = {name for name, _ in caught.value.problems}
    assert named == {"AMQP_URI", "STORE_URI", "COUNTY_FILE", "CLOCK", "SEAL_KEYS", "TOKEN_KEYS", "WEB_PORT"}
    assert "secret" not in str(caught.value)


def test_what_one_service_needs_the_others_do_not(right: dict[str, str]) -> None:
    with pytest.raises(SettingsError) as caught:
        read("oversight", right, needs=("AUDIT_KEYS", "AUDIT_ANCHOR"))
    assert {name for name, _ in caught.value.problems} == {"AUDIT_KEYS", "AUDIT_ANCHOR"}
    assert read("oversight", {**right, "AUDIT_KEYS": "{}", "AUDIT_ANCHOR": "/x"}, ("AUDIT_KEYS",)).audit_keys == "{}"

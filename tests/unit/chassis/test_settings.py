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
        ("STORE_URI", "mongodb://host", "name of a database"),
        ("STORE_URI", "mongodb:///intake", "name of a database"),
        ("COUNTY_FILE", "/nowhere/at/all.yaml", "county file"),
        ("CLOCK", "sundial", "real, locked"),
        ("SEAL_KEYS", "/nowhere/seal.json", "JSON"),
        ("TOKEN_KEYS", "", "is not set"),
        ("AUDIT_KEYS", "/nowhere/audit.json", "audit keys"),
        ("WEB_PORT", "99999", "1 to 65535"),
        ("WEB_PORT", "http", "1 to 65535"),
        ("LOG_LEVEL", "LOUD", "DEBUG, INFO"),
        ("CONTACT_KEYS", "/nowhere/contact.json", "contact keys"),
        ("SMTP_URI", "http://mail.example", "smtp://"),
        ("SMTP_URI", "smtp://mail.example:25", "the sender in it"),
        ("SMS_URI", "https://", "https://"),
        ("SMS_BODY", "to {phone}", "JSON object"),
        ("WECOM_URI", "ftp://robot", "https://"),
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


def test_a_setting_with_a_password_may_come_from_a_mounted_secret(right: dict[str, str], tmp_path: Path) -> None:
    for variable in ("AMQP_URI", "STORE_URI"):
        secret = tmp_path / variable.lower()
        secret.write_text(right[variable] + "\n")
        given = {name: value for name, value in right.items() if name != variable} | {f"{variable}_FILE": str(secret)}
        assert read("intake", given) == read("intake", right)


def test_a_secret_that_is_not_there_or_given_twice_is_named(right: dict[str, str], tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        read("intake", right | {"AMQP_URI": "", "AMQP_URI_FILE": str(tmp_path / "none"), "STORE_URI_FILE": "/x"})
    told = dict(caught.value.problems)
    assert set(told) == {"AMQP_URI", "AMQP_URI_FILE", "STORE_URI_FILE"}
    assert "readable file that holds AMQP_URI" in told["AMQP_URI_FILE"]
    assert "one of the two" in told["STORE_URI_FILE"]


def test_where_subscribers_may_be_is_nowhere_unless_said(right: dict[str, str]) -> None:
    made = read("notify", right)
    assert (made.subscriber_networks, made.subscriber_loopback, made.subscriber_plain) == ((), False, False)
    said = {"SUBSCRIBER_NETWORKS": "10.20.0.0/16, fd12::/48", "SUBSCRIBER_SCHEMES": "https,http"}
    made = read("notify", {**right, **said, "SUBSCRIBER_LOOPBACK": "allow"})
    assert [str(network) for network in made.subscriber_networks] == ["10.20.0.0/16", "fd12::/48"]
    assert (made.subscriber_loopback, made.subscriber_plain) == (True, True)


@pytest.mark.parametrize(
    ("variable", "value", "allowed"),
    [
        ("SUBSCRIBER_NETWORKS", "10.20.0.1/16", "no bits beyond the mask"),
        ("SUBSCRIBER_NETWORKS", "the intranet", "networks such as"),
        ("SUBSCRIBER_LOOPBACK", "yes", "refuse, allow"),
        ("SUBSCRIBER_SCHEMES", "ftp", "https, https,http"),
    ],
)
def test_a_wrong_way_to_subscribers_is_named(right: dict[str, str], variable: str, value: str, allowed: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read("notify", {**right, variable: value})
    assert [name for name, _ in caught.value.problems] == [variable]
    assert allowed in str(caught.value)

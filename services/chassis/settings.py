"""The settings of one process, read from the environment; every mistake is named at once, with what is allowed."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from services.contracts.topology import MOST_PARTITIONS, SERVICES

PARTITIONED = f"such as routing=4,oversight=2: each of {', '.join(SERVICES)} once, 1 to {MOST_PARTITIONS}"
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
CLOCKS = ("real", "locked")
IN_FILES = ("AMQP_URI", "STORE_URI", "SMTP_URI", "SMS_URI", "WECOM_URI")
"""These may hold a password: `<NAME>_FILE` may name a file with the value instead, such as a mounted secret."""
SMTP_EXAMPLE = "smtp://user:password@mail.example:587?from=notices@county.example&starttls=1"
SMS_EXAMPLE = '{"id": "{id}", "to": "{phone}", "text": "{text}"}'
WECOM_EXAMPLE = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=..."


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment says; keys stay paths or inline JSON until the rooms that use them read them."""

    service: str
    amqp_uri: str
    store_uri: str
    county_file: Path
    clock: str
    seal_keys: str
    token_keys: str
    audit_keys: str | None
    audit_anchor: Path | None
    web_host: str
    web_port: int
    log_level: str
    partitions: Mapping[str, int] = field(default_factory=dict)
    """Service to the partitions of its inbox, where these are more than one; the same for all services of a hub."""
    contact_keys: str | None = None
    smtp_uri: str | None = None
    sms_uri: str | None = None
    sms_body: str | None = None
    wecom_uri: str | None = None
    subscriber_networks: tuple[IPv4Network | IPv6Network, ...] = ()
    subscriber_loopback: bool = False
    subscriber_plain: bool = False


class SettingsError(Exception):
    """One or more settings are missing or wrong: `problems` pairs each variable with what is allowed."""

    def __init__(self, problems: list[tuple[str, str]]) -> None:
        super().__init__("\n".join(f"{variable}: {detail}" for variable, detail in problems))
        self.problems = problems


class _Reader:
    def __init__(self, environment: Mapping[str, str]) -> None:
        self.environment = dict(environment)
        self.problems: list[tuple[str, str]] = []
        for variable in IN_FILES:
            self.from_file(variable)

    def from_file(self, variable: str) -> None:
        """Take a setting from the file that `<variable>_FILE` names, where it names one."""
        path = self.environment.get(f"{variable}_FILE", "").strip()
        if path and self.environment.get(variable, "").strip():
            self.problems.append((f"{variable}_FILE", f"is set beside {variable}. Allowed: one of the two."))
        elif path:
            try:
                self.environment[variable] = Path(path).read_text(encoding="utf-8").strip()
            except (OSError, ValueError):
                self.wrong(f"{variable}_FILE", f"the path of a readable file that holds {variable}")

    def wrong(self, variable: str, allowed: str) -> None:
        given = "is not set" if not self.environment.get(variable) else "is not usable"
        self.problems.append((variable, f"{given}. Allowed: {allowed}."))

    def text(self, variable: str, allowed: str, default: str | None = None) -> str:
        value = self.environment.get(variable, "").strip() or default
        if value is None:
            self.wrong(variable, allowed)
        return value or ""

    def one_of(self, variable: str, words: tuple[str, ...], default: str) -> str:
        value = self.text(variable, "", default)
        value = value.upper() if words is LEVELS else value
        if value not in words:
            self.wrong(variable, ", ".join(words))
        return value

    def uri(self, variable: str, schemes: tuple[str, ...], example: str) -> str:
        allowed = f"an address such as {example}"
        value = self.text(variable, allowed)
        if value and urlsplit(value).scheme not in schemes:
            self.wrong(variable, allowed)
        return value

    def optional_uri(self, variable: str, schemes: tuple[str, ...], example: str) -> str | None:
        """An address with a host; None where the variable is not set."""
        if not self.environment.get(variable, "").strip():
            return None
        value = self.uri(variable, schemes, example)
        try:
            whole = bool(urlsplit(value).hostname) and urlsplit(value).port != 0
        except ValueError:
            whole = False
        if urlsplit(value).scheme in schemes and not whole:
            self.wrong(variable, f"an address such as {example}")
        return value

    def smtp(self) -> str | None:
        value = self.optional_uri("SMTP_URI", ("smtp", "smtps"), SMTP_EXAMPLE)
        if value is not None and "@" not in parse_qs(urlsplit(value).query).get("from", [""])[0]:
            self.wrong("SMTP_URI", f"an address with the sender in it, such as {SMTP_EXAMPLE}")
        return value

    def json_object(self, variable: str, example: str) -> str | None:
        value = self.environment.get(variable, "").strip() or None
        try:
            whole = value is None or type(json.loads(value)) is dict
        except ValueError:
            whole = False
        if not whole:
            self.wrong(variable, f"a JSON object such as {example}")
        return value

    def store(self) -> str:
        file, server = "sqlite:////var/lib/countynet/intake.db", "mongodb://host/intake?replicaSet=rs0"
        value = self.text("STORE_URI", f"an address such as {file} or {server}")
        parts = urlsplit(value)
        if value and parts.scheme == "mongodb":
            if not parts.netloc or not parts.path.strip("/"):
                self.wrong("STORE_URI", f"mongodb:// with a host and the name of a database, such as {server}")
        elif value and not (value.startswith("sqlite:////") and len(value) > len("sqlite:////")):
            self.wrong("STORE_URI", f"sqlite:/// and an absolute path, such as {file}, or {server}")
        return value

    def keys(self, variable: str, what: str) -> str:
        allowed = f"the path of a JSON file with {what}, or that JSON itself"
        value = self.text(variable, allowed)
        if value and not value.startswith("{") and not Path(value).is_file():
            self.wrong(variable, allowed)
        return value

    def file(self, variable: str, allowed: str) -> Path:
        value = self.text(variable, allowed)
        if value and not Path(value).is_file():
            self.wrong(variable, allowed)
        return Path(value)

    def networks(self, variable: str) -> tuple[IPv4Network | IPv6Network, ...]:
        """Networks as CIDR, with commas or spaces between; none where the variable is not set."""
        try:
            return tuple(map(ip_network, self.environment.get(variable, "").replace(",", " ").split()))
        except ValueError:
            self.wrong(variable, "networks such as 10.20.0.0/16, 2001:db8::/32 (no bits beyond the mask)")
            return ()

    def partitions(self) -> dict[str, int]:
        """`routing=4,oversight=2`; a service that is not named has one."""
        found: dict[str, int] = {}
        for part in filter(None, self.environment.get("PARTITIONS", "").replace(" ", "").split(",")):
            name, _, number = part.partition("=")
            told = int(number) if number.isascii() and number.isdigit() else 0
            if name in SERVICES and name not in found and 1 <= told <= MOST_PARTITIONS:
                found[name] = told
            else:
                self.wrong("PARTITIONS", PARTITIONED)
        return found

    def port(self, variable: str) -> int:
        value = self.text(variable, "a port from 1 to 65535 (0: any free one)")
        if value and not (value.isascii() and value.isdigit() and int(value) <= 65535):
            self.wrong(variable, "a port from 1 to 65535 (0: any free one)")
            return 0
        return int(value or 0)


def read(service: str, environment: Mapping[str, str] | None = None, needs: Iterable[str] = ()) -> Settings:
    """Read one service's settings; `needs` names the optional ones that this service cannot do without.

    Raises SettingsError with all problems at once.
    """
    reader = _Reader(os.environ if environment is None else environment)
    needed = frozenset(needs)
    given = reader.environment
    anchor = given.get("AUDIT_ANCHOR", "").strip() or None
    if anchor is None and "AUDIT_ANCHOR" in needed:
        reader.wrong("AUDIT_ANCHOR", "the path of a file that signed heads are appended to")
    with_contact = "CONTACT_KEYS" in needed or bool(given.get("CONTACT_KEYS", "").strip())
    with_audit = "AUDIT_KEYS" in needed or bool(given.get("AUDIT_KEYS", "").strip())
    made = Settings(
        service=service,
        amqp_uri=reader.uri("AMQP_URI", ("amqp", "amqps", "pyamqp"), "amqp://guest:guest@127.0.0.1:5672//"),
        store_uri=reader.store(),
        county_file=reader.file("COUNTY_FILE", "the path of a county file such as deploy/counties/ningshan.yaml"),
        clock=reader.one_of("CLOCK", CLOCKS, "real"),
        seal_keys=reader.keys("SEAL_KEYS", "current, keys and blind (services.chassis.keys init)"),
        token_keys=reader.keys("TOKEN_KEYS", "the token keys (services.chassis.keys init)"),
        audit_keys=reader.keys("AUDIT_KEYS", "the audit keys (services.chassis.keys init)") if with_audit else None,
        audit_anchor=Path(anchor) if anchor else None,
        web_host=reader.text("WEB_HOST", "an address to listen on", "127.0.0.1"),
        web_port=reader.port("WEB_PORT"),
        partitions=reader.partitions(),
        log_level=reader.one_of("LOG_LEVEL", LEVELS, "INFO"),
        contact_keys=reader.keys("CONTACT_KEYS", "the contact keys (services.chassis.keys init)")
        if with_contact
        else None,
        smtp_uri=reader.smtp(),
        sms_uri=reader.optional_uri("SMS_URI", ("http", "https"), "https://user:password@gateway.example/send"),
        sms_body=reader.json_object("SMS_BODY", SMS_EXAMPLE),
        wecom_uri=reader.optional_uri("WECOM_URI", ("http", "https"), WECOM_EXAMPLE),
        subscriber_networks=reader.networks("SUBSCRIBER_NETWORKS"),
        subscriber_loopback=reader.one_of("SUBSCRIBER_LOOPBACK", ("refuse", "allow"), "refuse") == "allow",
        subscriber_plain=reader.one_of("SUBSCRIBER_SCHEMES", ("https", "https,http"), "https") != "https",
    )
    if reader.problems:
        raise SettingsError(reader.problems)
    return made


def material(value: str) -> str:
    """The JSON text behind a key setting: itself when inline, else the file's content."""
    return value if value.startswith("{") else Path(value).read_text(encoding="utf-8")

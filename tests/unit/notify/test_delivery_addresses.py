"""Where deliveries may go: addresses inside the county's networks, and some never, however they are written."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.chassis.web.outbound.addresses import NEVER, Reach
from services.chassis.web.outbound.target import Target, read_target

EVERYWHERE = Reach((ip_network("0.0.0.0/0"), ip_network("::/0")), plain=True)
COUNTY = Reach((ip_network("10.20.0.0/16"), ip_network("fd12:3456::/32")))
TESTS = Reach(loopback=True)


@pytest.mark.parametrize(
    "written",
    [
        *("127.0.0.1", "127.8.8.8", "0.0.0.0", "0.1.2.3", "169.254.169.254", "169.254.1.1", "224.0.0.1"),
        *("239.255.255.250", "255.255.255.255", "240.0.0.1", "100.100.100.200", "168.63.129.16", "192.0.0.192"),
        *("::", "::1", "::127.0.0.1", "::ffff:10.20.3.4", "::ffff:127.0.0.1", "::ffff:0:10.20.3.4", "fe80::1"),
        *("fe80::1%eth0", "fd12:3456::1%eth0", "fec0::1", "ff02::1", "fd00:ec2::254", "64:ff9b::a14:304"),
        *("64:ff9b:1::a14:304", "2002:a14:304::1", "2001:0:1::1", "10.20.3", "0x0a140304", "169090052", "", "x"),
    ],
)
def test_some_addresses_are_in_no_allowed_network_even_where_everything_is_allowed(written: str) -> None:
    assert not EVERYWHERE.admits(written)
    assert not COUNTY.admits(written)


@given(st.ip_addresses())
def test_whatever_is_admitted_lies_in_an_allowed_network_and_in_none_of_the_forbidden(
    address: IPv4Address | IPv6Address,
) -> None:
    never = any(address in network for network in NEVER if network.version == address.version)
    assert EVERYWHERE.admits(str(address)) is not never
    inside = any(address in network for network in COUNTY.networks if network.version == address.version)
    assert COUNTY.admits(str(address)) is (inside and not never)
    special = address.is_loopback or address.is_link_local or address.is_multicast or address.is_unspecified
    assert not (special and EVERYWHERE.admits(str(address)))


@given(st.ip_addresses(v=4))
def test_no_way_to_write_an_ipv4_address_as_an_ipv6_one_is_admitted(address: IPv4Address) -> None:
    digits = f"{int(address) >> 16:x}:{int(address) & 0xFFFF:x}"
    for written in (f"::ffff:{digits}", f"::{digits}", f"64:ff9b::{digits}", f"2002:{digits}::"):
        assert not EVERYWHERE.admits(written)


@given(st.ip_addresses(v=4, network="127.0.0.0/8"))
def test_loopback_is_for_tests_alone_and_then_loopback_alone(address: IPv4Address) -> None:
    assert TESTS.admits(str(address), encrypted=False)
    assert not EVERYWHERE.admits(str(address))
    assert not TESTS.admits("10.20.3.4")


def test_plain_http_goes_only_where_the_county_says_so() -> None:
    assert COUNTY.admits("10.20.3.4")
    assert not COUNTY.admits("10.20.3.4", encrypted=False)
    assert Reach(COUNTY.networks, plain=True).admits("10.20.3.4", encrypted=False)


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("https://Water.Example.CN/hook", Target(True, "water.example.cn", 443, "/hook")),
        ("https://water.example.cn", Target(True, "water.example.cn", 443, "/")),
        ("https://water.example.cn:8443/a?b=c", Target(True, "water.example.cn", 8443, "/a?b=c")),
        ("https://10.20.3.4/", Target(True, "10.20.3.4", 443, "/")),
        ("https://[fd12:3456::7]:9443/", Target(True, "fd12:3456::7", 9443, "/")),
    ],
)
def test_a_web_address_is_taken_apart(url: str, target: Target) -> None:
    assert read_target(url, COUNTY) == target


def test_the_host_header_names_the_port_only_where_it_is_not_the_usual_one() -> None:
    authorities = [read_target(url, COUNTY).authority for url in ("https://a.cn", "https://[fd12:3456::7]:9443/")]
    assert authorities == ["a.cn", "[fd12:3456::7]:9443"]


@pytest.mark.parametrize(
    "url",
    [
        *("http://10.20.3.4/", "ftp://10.20.3.4/", "//10.20.3.4/", "10.20.3.4", "https://", "https:///x"),
        *("https://u@10.20.3.4/", "https://u:p@10.20.3.4/", "https://@10.20.3.4/", "https://10.20.3.4/#x"),
        *("https://10.20.3.4#", "https://10.20.3.4:22/", "https://10.20.3.4:0/", "https://10.20.3.4:70000/"),
        *("https://10.20.3.4:/", "https://10.20.3.4:x/", "https://10.21.3.4/", "https://127.0.0.1/", "https://[::1]/"),
        *("https://10.20.3/", "https://0x0a140304/", "https://169090052/", "https://10.20.3.04/", "https://a..b/"),
        *(
            "https://a_b/",
            "https://-a/",
            "https://例子.cn/",
            "https://a.cn/\x00",
            "https://a.cn\\@b.cn/",
            "https://a b/",
        ),
        *(
            "https://[::ffff:10.20.3.4]/",
            "https://[fd12:3456::7%25eth0]/",
            "https://a.cn/\r\nx",
            "https://" + "a" * 600,
        ),
        *("https://a.cn%2f@b/", "https://a.cn./", "https://10.20.3.4./", "https://１０.20.3.4/"),
    ],
)
def test_an_address_that_is_not_one_of_ours_is_refused_with_what_is_allowed(url: str) -> None:
    with pytest.raises(ValueError, match=r"^(a|an|the) "):
        read_target(url, COUNTY)


@pytest.mark.parametrize(
    ("reach", "allowed"),
    [
        (Reach(COUNTY.networks), "begins with https://$"),
        (Reach(COUNTY.networks, plain=True), "begins with https:// or http://$"),
    ],
)
def test_who_writes_another_scheme_is_told_every_scheme_that_is_allowed(reach: Reach, allowed: str) -> None:
    with pytest.raises(ValueError, match=allowed):
        read_target("ftp://10.20.0.8/countynet", reach)

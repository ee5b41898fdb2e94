"""One POST: pinned to the address that was checked, the right name in TLS and `Host`, never beyond its limit."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from services.chassis.web.outbound.addresses import Reach
from services.chassis.web.outbound.post import Outbound, Unreached, resolve
from services.chassis.web.outbound.target import read_target
from tests.integration.department_system import receiving

HERE = Reach(loopback=True)
BOTH = Reach((ip_network("10.20.0.0/16"),), loopback=True)
NAME = "system.water.example.cn"


class Names:
    """A resolver that answers each time with the next of its answers."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    def __call__(self, host: str, port: int) -> list[str]:
        del port
        self.asked.append(host)
        return self.answers.pop(0)


def posted(outbound: Outbound, url: str, reach: Reach = HERE) -> int:
    return outbound.post(read_target(url, reach), {"Content-Type": "text/plain"}, b"x").status


def unreached(outbound: Outbound, url: str, reach: Reach = HERE) -> str:
    with pytest.raises(Unreached) as caught:
        posted(outbound, url, reach)
    return caught.value.reason


def test_a_name_is_resolved_once_and_the_connection_goes_to_what_was_checked() -> None:
    names = Names(["127.0.0.1"], ["169.254.169.254"])
    with receiving() as receiver:
        url = f"http://{NAME}:{receiver.port}/hook"
        outbound = Outbound(HERE, names)
        assert posted(outbound, url) == 204
        assert receiver.got[0].headers["host"] == f"{NAME}:{receiver.port}"
        assert names.asked == [NAME]
        assert unreached(outbound, url) == "address"
        assert len(receiver.got) == 1


@pytest.mark.parametrize("answer", [["127.0.0.1", "10.0.0.1"], ["10.20.3.4", "169.254.169.254"], ["::ffff:127.0.0.1"]])
def test_one_address_that_is_not_allowed_among_the_answers_spoils_them_all(answer: list[str]) -> None:
    with receiving() as receiver:
        assert unreached(Outbound(BOTH, Names(answer)), f"https://{NAME}:{receiver.port}/", BOTH) == "address"
        assert receiver.got == []


def test_an_address_that_does_not_answer_gives_way_to_the_next_good_one() -> None:
    with receiving() as receiver:
        url = f"http://{NAME}:{receiver.port}/"
        assert posted(Outbound(HERE, Names(["127.0.0.9", "127.0.0.1"])), url) == 204


def test_a_name_that_nobody_knows_is_told_as_such() -> None:
    def unknown(host: str, port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, f"{host}:{port}")

    assert unreached(Outbound(HERE, unknown), f"http://{NAME}/") == "name"
    assert unreached(Outbound(HERE, Names([])), f"http://{NAME}/") == "name"
    assert resolve("localhost", 80)[0] in ("127.0.0.1", "::1")


@contextmanager
def listening(does: bytes | None) -> Iterator[int]:
    """A server that sends some bytes to who connects, or nothing at all, and keeps the connection; gives its port."""
    server, connections = socket.create_server(("127.0.0.1", 0)), []
    over = threading.Event()

    def serve() -> None:
        while not over.is_set():
            try:
                connection, _ = server.accept()
            except OSError:
                return
            connections.append(connection)
            if does is not None:
                connection.sendall(does)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield int(server.getsockname()[1])
    finally:
        over.set()
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        thread.join()
        for connection in connections:
            connection.close()


@pytest.mark.parametrize("said", [None, b"HTTP/1.1 200 OK\r\nX-Slow: "])
def test_who_says_nothing_or_never_ends_runs_into_the_limit(said: bytes | None) -> None:
    with listening(said) as port:
        assert unreached(Outbound(HERE, seconds=0.3), f"http://127.0.0.1:{port}/") == "time_out"


def test_a_slow_resolver_counts_towards_the_limit_too() -> None:
    import eventlet

    def slow(host: str, port: int) -> list[str]:
        eventlet.sleep(5)
        return [host, str(port)]

    assert unreached(Outbound(HERE, slow, seconds=0.2), f"http://{NAME}/") == "time_out"


@pytest.mark.parametrize("said", [b"SSH-2.0-x\r\n\r\n", b"\x00" * 70_000 + b"\r\n", b"HTTP/1.1 abc\r\n\r\n"])
def test_who_does_not_speak_http_is_no_receiver(said: bytes) -> None:
    with listening(said) as port:
        assert unreached(Outbound(HERE, seconds=2), f"http://127.0.0.1:{port}/") in ("not_http", "connection")


def test_the_status_counts_however_long_the_body_is_made() -> None:
    with listening(b"HTTP/1.1 202 Accepted\r\nContent-Length: 99999999\r\n\r\n" + b"x" * 200_000) as port:
        assert posted(Outbound(HERE, seconds=2), f"http://127.0.0.1:{port}/") == 202


def authority(folder: Path) -> ssl.SSLContext:
    """A certificate for `NAME` in `folder/ca.pem`, which signs itself, and a server's context with it."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "ca.pem").write_bytes(made.public_bytes(Encoding.PEM))
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "both.pem").write_bytes(secret + made.public_bytes(Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "both.pem")
    return context


def test_tls_asks_for_the_name_and_trusts_only_a_certificate_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context, asked = authority(tmp_path), []
    context.sni_callback = lambda _socket, name, _context: asked.append(name)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    with receiving() as receiver:
        receiver.server.socket = context.wrap_socket(receiver.server.socket, server_side=True)
        assert posted(Outbound(HERE, Names(["127.0.0.1"])), f"https://{NAME}:{receiver.port}/hook") == 204
        assert asked == [NAME]
        assert receiver.got[0].headers["host"] == f"{NAME}:{receiver.port}"
        another = f"https://other.example.cn:{receiver.port}/"
        assert unreached(Outbound(HERE, Names(["127.0.0.1"])), another) == "tls"
        monkeypatch.delenv("SSL_CERT_FILE")
        assert unreached(Outbound(HERE, Names(["127.0.0.1"])), f"https://{NAME}:{receiver.port}/") == "tls"
        assert len(receiver.got) == 1

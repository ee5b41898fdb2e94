"""A link that breaks wakes everybody who waits on it, however it broke, and never opens another by itself."""

from __future__ import annotations

from typing import Any

import eventlet
import pytest
from amqp.exceptions import ConnectionForced
from eventlet.green import socket as green_socket

from services.chassis.bus import link as links
from services.chassis.bus.link import Link
from services.contracts.refusals import Transient

HEARTBEAT = bytes((8, 0, 0, 0, 0, 0, 0, 0xCE))


class Sock:
    def __init__(self) -> None:
        self.sent = bytearray()
        self.closed = False

    def sendall(self, data: bytes) -> None:
        if self.closed:
            raise OSError("closed")
        self.sent += data

    def recv(self, _count: int) -> bytes:
        return HEARTBEAT

    def shutdown(self, _how: int) -> None:
        self.closed = True

    def close(self) -> None:
        self.closed = True


class Transport:
    def __init__(self) -> None:
        self.sock: Any = Sock()
        self._read_buffer = b""


class AmqpConnection:
    """Like py-amqp's: after the broker's close it has no transport, and asking for one connects anew."""

    def __init__(self) -> None:
        self._transport: Transport | None = Transport()
        self.opened = 1
        self.bytes_recv = 0

    @property
    def transport(self) -> Transport:
        if self._transport is None:
            self.opened += 1
            raise OSError("the broker is gone")
        return self._transport

    channel_id = 1

    def channel(self) -> Any:
        return self

    def write(self, data: bytes) -> None:
        if self._transport is None:
            raise ConnectionForced("closed")
        self._transport._write(data)  # type: ignore[attr-defined]

    def on_inbound_frame(self, frame: tuple[int, int, bytes]) -> None:
        """The frame was the broker's close."""
        assert frame == (8, 0, b"")
        self._transport = None
        raise ConnectionForced("closed by an operator")

    def heartbeat_tick(self) -> None: ...


@pytest.fixture
def amqp(monkeypatch: pytest.MonkeyPatch) -> AmqpConnection:
    made = AmqpConnection()

    class Kombu:
        def __init__(self, _uri: str, **_settings: Any) -> None:
            self.connection = made

        def ensure_connection(self, **_settings: Any) -> None: ...

    monkeypatch.setattr(links, "Connection", Kombu)
    return made


class SilentTransport(Transport):
    """Connected to somebody who never says anything, by a socket of eventlet's as in a service."""

    def __init__(self) -> None:
        super().__init__()
        self.listener = eventlet.listen(("127.0.0.1", 0))
        self.sock = green_socket.create_connection(self.listener.getsockname())


def opened() -> tuple[Link, list[str]]:
    told: list[str] = []
    link = Link("amqp://", lambda _channel: None)
    link.on_break(lambda: told.append("broken"))
    return link, told


def test_a_link_closed_by_the_broker_tells_so_once_and_opens_no_other(amqp: AmqpConnection) -> None:
    link, told = opened()
    link.read_until_broken()
    link.cut()
    assert link.broken
    assert told == ["broken"]
    assert amqp.opened == 1


def test_what_is_written_in_one_block_goes_out_in_one_send(amqp: AmqpConnection) -> None:
    link, _ = opened()
    with link.writing() as channel:
        channel.write(b"one")
        channel.write(b"two")
        assert link._sock.sent == b""
    assert link._sock.sent == b"onetwo"
    assert amqp.opened == 1


def test_writing_on_a_connection_that_the_broker_has_closed_is_worth_another_try(amqp: AmqpConnection) -> None:
    link, told = opened()
    amqp._transport = None
    with pytest.raises(Transient), link.writing() as channel:
        channel.write(b"late")
    assert told == ["broken"]
    assert amqp.opened == 1


def test_a_reader_that_waits_in_silence_wakes_when_the_link_is_cut(amqp: AmqpConnection) -> None:
    amqp._transport = silent = SilentTransport()
    link, told = opened()
    reading = eventlet.spawn(link.read_until_broken)
    eventlet.sleep(0)
    link.cut()
    with eventlet.Timeout(5):
        reading.wait()
    assert told == ["broken"]
    assert silent.sock.fileno() == -1, "the reader gives the socket back"
    silent.listener.close()


def test_a_writer_held_up_by_a_silent_broker_does_not_hold_up_the_watchdog(
    amqp: AmqpConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(links, "TICK_S", 0.01)
    monkeypatch.setattr(links, "HEARTBEAT_S", 0.02)
    amqp._transport = silent = SilentTransport()
    link, told = opened()
    reading = eventlet.spawn(link.read_until_broken)
    with link.writing(), eventlet.Timeout(5):
        reading.wait()
    assert told == ["broken"]
    silent.listener.close()


def test_a_connection_on_which_something_is_heard_is_left_alone(
    amqp: AmqpConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(links, "TICK_S", 0.01)
    monkeypatch.setattr(links, "HEARTBEAT_S", 0.02)
    beats: list[int] = []

    def beat() -> None:
        amqp.bytes_recv += 1
        beats.append(amqp.bytes_recv)

    monkeypatch.setattr(amqp, "heartbeat_tick", beat)
    amqp._transport = silent = SilentTransport()
    link, told = opened()
    reading = eventlet.spawn(link.read_until_broken)
    with eventlet.Timeout(5):
        while len(beats) < 20:
            eventlet.sleep(0.01)
    assert told == []
    link.cut()
    reading.wait()
    silent.listener.close()

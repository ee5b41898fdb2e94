"""The proxy forwards, falls silent without cutting anybody off, and passes on afterwards what it held."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable

import pytest

from services.console.chaos.children import Child, start_proxy

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(1000):
        writer.write(data)
        await writer.drain()
    writer.close()


async def with_proxy(use: Callable[[Child, int], Awaitable[None]]) -> None:
    port = free_port()
    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    async with server:
        proxy = await start_proxy(port, server.sockets[0].getsockname()[1])
        try:
            await use(proxy, port)
        finally:
            await proxy.end()


async def said_back(streams: Streams, text: bytes) -> bytes:
    streams[1].write(text)
    return await asyncio.wait_for(streams[0].readexactly(len(text)), 5)


def test_what_is_said_in_silence_arrives_when_it_is_over() -> None:
    async def use(proxy: Child, port: int) -> None:
        before = await asyncio.open_connection("127.0.0.1", port)
        assert await said_back(before, b"loud") == b"loud"
        assert await proxy.ask("silent") == "silent"
        within = await asyncio.open_connection("127.0.0.1", port)
        for _, writer in (before, within):
            writer.write(b"anybody?")
        for reader, _ in (before, within):
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(reader.read(1), 0.3)
        assert await proxy.ask("open") == "open"
        for reader, writer in (before, within):
            assert await asyncio.wait_for(reader.readexactly(8), 5) == b"anybody?"
            writer.close()

    asyncio.run(with_proxy(use))


def test_when_the_proxy_ends_everybody_is_cut_off() -> None:
    async def use(proxy: Child, port: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        assert await said_back((reader, writer), b"still there") == b"still there"
        await proxy.end()
        try:
            assert await asyncio.wait_for(reader.read(1), 5) == b""
        except ConnectionResetError:
            assert reader.at_eof() or reader.exception() is not None

    asyncio.run(with_proxy(use))

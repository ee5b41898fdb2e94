"""The light client: whole requests in one write, answers in any pieces, connections used again, losses told."""

from __future__ import annotations

import asyncio

import pytest

from services.console.wire.client import Answer, Client, Lost
from tests.unit.console.a_small_server import Server, answer

WHOLE = answer(200, b'{"a":1}')


async def ask(server: Server, *bodies: object) -> list[Answer]:
    async with server.run():
        client = Client(server.origin, connections=1)
        try:
            return [await client.send("POST", "/x", body, "token", "key-1") for body in bodies]
        finally:
            await client.close()


def test_a_request_carries_token_key_and_length() -> None:
    server = Server([[WHOLE]])
    asyncio.run(ask(server, {"b": "水"}))
    head, _, body = server.asked[0].partition(b"\r\n\r\n")
    assert head.startswith(b"POST /x HTTP/1.1\r\nHost: 127.0.0.1:")
    assert {b"Authorization: Bearer token", b"Idempotency-Key: key-1", b"Content-Length: 11"} <= set(
        head.split(b"\r\n")
    )
    assert body == '{"b":"水"}'.encode()


def test_one_connection_serves_many_requests() -> None:
    server = Server([[WHOLE], [WHOLE], [WHOLE]])
    assert [a.status for a in asyncio.run(ask(server, {}, {}, {}))] == [200, 200, 200]
    assert server.connections == 1


@pytest.mark.parametrize("cut", [5, 17, len(WHOLE) - 1])
def test_an_answer_in_pieces_is_put_together(cut: int) -> None:
    assert asyncio.run(ask(Server([[WHOLE[:cut], WHOLE[cut:]]]), {})) == [Answer(200, b'{"a":1}')]


def test_an_answer_in_chunks_is_put_together() -> None:
    told = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
    assert asyncio.run(ask(Server([[told[:60], told[60:]]]), {})) == [Answer(200, b"abcde")]


def test_a_connection_that_the_server_ends_is_replaced() -> None:
    server = Server([[answer(503, b"{}", close=True)], [WHOLE]])
    assert [a.status for a in asyncio.run(ask(server, {}, {}))] == [503, 200]
    assert server.connections == 2


def test_a_connection_lost_before_the_answer_is_told_as_lost() -> None:
    with pytest.raises(Lost):
        asyncio.run(ask(Server([[]]), {}))


def test_half_an_answer_is_no_answer() -> None:
    async def half() -> None:
        server = Server([[WHOLE[:-2]], []])
        async with server.run():
            client = Client(server.origin)
            waiting = asyncio.ensure_future(client.send("GET", "/x"))
            while not server.asked:
                await asyncio.sleep(0)
            await client.close()
            await waiting

    with pytest.raises(Lost):
        asyncio.run(half())


def test_more_requests_than_connections_wait_in_line() -> None:
    async def many() -> tuple[int, int]:
        server = Server([[WHOLE]] * 20)
        async with server.run():
            client = Client(server.origin, connections=2)
            answers = await asyncio.gather(*(client.send("GET", "/x") for _ in range(20)))
            await client.close()
            return len(answers), server.connections

    assert asyncio.run(many()) == (20, 2)


def test_who_waits_longest_is_served_first() -> None:
    async def in_turn() -> list[str]:
        server = Server([[WHOLE]] * 12)
        async with server.run():
            client, done = Client(server.origin, connections=1), list[str]()

            async def life(name: str) -> None:
                for _ in range(3):
                    await client.send("GET", "/x")
                    done.append(name)

            await asyncio.gather(*(life(name) for name in "abcd"))
            await client.close()
            return done

    assert "".join(asyncio.run(in_turn())) == "abcd" * 3


def test_who_gives_up_waiting_holds_nobody_up() -> None:
    async def leaving() -> list[int]:
        server = Server([[WHOLE]] * 3)
        async with server.run():
            client = Client(server.origin, connections=1)
            first, leaves, last = (asyncio.ensure_future(client.send("GET", "/x")) for _ in range(3))
            first.add_done_callback(lambda _: leaves.cancel())
            answers = [(await first).status, (await asyncio.wait_for(last, 5)).status]
            assert leaves.cancelled()
            await client.close()
            return answers

    assert asyncio.run(leaving()) == [200, 200]


def test_nobody_listening_is_an_os_error_for_everyone_in_line() -> None:
    async def refused() -> list[BaseException | Answer]:
        client = Client("http://127.0.0.1:1", connections=1)
        told = await asyncio.gather(*(client.send("GET", "/x") for _ in range(3)), return_exceptions=True)
        await client.close()
        return told

    assert all(isinstance(each, OSError) for each in asyncio.run(refused()))

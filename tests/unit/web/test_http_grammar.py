"""The server takes HTTP as it is written down, and refuses what is doubtful."""

import time

import pytest

from tests.unit.web.conftest import Sample, until_closed

WHO = b"GET /api/who HTTP/1.1\r\nHost: x\r\n"


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        (b"GET /api/who\r\n\r\n", 400),
        (b"GET  /api/who HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        (b"get /api/who HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        (b"GET /api/who HTTP/2.0\r\nHost: x\r\n\r\n", 505),
        (b"GET /api/who HTTP/1.1\r\n\r\n", 400),
        (b"GET api HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        (b"GET /\xe7\x8e\x8b HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        (b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 414),
        (WHO + b"X: " + b"a" * 20_000 + b"\r\n\r\n", 431),
        (WHO + b"X: a\r\n" * 101 + b"\r\n", 431),
        (WHO + b"X : a\r\n\r\n", 400),
        (WHO + b"X a\r\n\r\n", 400),
        (WHO + b"X: a\r\n folded\r\n\r\n", 400),
        (WHO + b"X: a\nY: b\r\n\r\n", 400),
        (WHO + b"X: a\rb\r\n\r\n", 400),
        (WHO + b"X: a\0b\r\n\r\n", 400),
        (WHO + b"Host: y\r\n\r\n", 400),
        (WHO + b"Content-Length: 1\r\nContent-Length: 1\r\n\r\na", 400),
        (WHO + b"Content-Length: -1\r\n\r\n", 400),
        (WHO + b"Content-Length: 1e3\r\n\r\n", 400),
        (WHO + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        (WHO + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501),
        (WHO + b"Authorization: a\r\nAuthorization: b\r\n\r\n", 400),
        (WHO + b"Idempotency-Key: a\r\nIdempotency-Key: b\r\n\r\n", 400),
        (WHO + b"Expect: a miracle\r\nContent-Length: 1\r\n\r\na", 417),
    ],
    ids=lambda value: repr(value)[-60:],
)
def test_what_is_not_http_is_refused(sample: Sample, sent: bytes, expected: int) -> None:
    answer = sample.raw(sent)
    assert status(answer) == expected
    assert b"Connection: close" in answer
    assert b'"code"' in answer


def test_pipelined_requests_are_answered_in_order(sample: Sample) -> None:
    ids = [b"%032x" % n for n in range(20)]
    sent = b"".join(WHO + b"X-Request-Id: " + i + b"\r\n\r\n" for i in ids[:-1])
    answer = sample.raw(sent + WHO + b"X-Request-Id: " + ids[-1] + b"\r\nConnection: close\r\n\r\n")
    assert [line.split(b": ")[1] for line in answer.split(b"\r\n") if line.startswith(b"X-Request-Id")] == ids


def test_a_request_that_comes_byte_by_byte_is_read(sample: Sample) -> None:
    with sample.connect() as connection:
        for byte in WHO + b"Connection: close\r\n\r\n":
            connection.sendall(bytes([byte]))
        assert status(until_closed(connection)) == 200


def chunked(*lines: bytes) -> bytes:
    head = b"POST /api/notes HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n"
    return head + b"Transfer-Encoding: chunked\r\n\r\n" + b"\r\n".join(lines)


def test_a_chunked_body_is_read(sample: Sample) -> None:
    answer = sample.raw(chunked(b"9;ext=1", b'{"text": ', b"4", b'"a"}', b"0", b"Trailer: x", b"", b""))
    assert status(answer) == 201


@pytest.mark.parametrize(
    "lines",
    [
        (b"g", b"a", b"0", b"", b""),
        (b"-1", b"a", b"0", b"", b""),
        (b"0x1", b"a", b"0", b"", b""),
        (b"123456789", b"a"),
        (b"1", b"abc", b"0", b"", b""),
        (b"1" + b" " * 5000, b"a", b"0", b"", b""),
        (b"0", b"T: " + b"a" * 5000, b"", b""),
        (b"", b""),
    ],
)
def test_a_chunked_body_out_of_shape_is_refused(sample: Sample, lines: tuple[bytes, ...]) -> None:
    assert status(sample.raw(chunked(*lines))) == 400


def test_two_mebibytes_are_refused_with_413_and_the_answer_arrives(sample: Sample) -> None:
    reply = sample.call("POST", "/api/notes", b'{"text":"' + b"a" * 2 * 1024 * 1024 + b'"}')
    assert (reply.status, reply.body["code"]) == (413, "body_too_large")
    assert "1048576" in reply.body["detail"]
    assert reply.headers["connection"] == "close"


def test_a_chunked_body_is_refused_when_it_grows_beyond_the_limit(sample: Sample) -> None:
    piece = b"a" * 65536
    lines = [part for _ in range(40) for part in (b"10000", piece)]
    assert status(sample.raw(chunked(*lines, b"0", b"", b""))) == 413


def test_a_route_may_have_a_smaller_limit_and_the_client_that_asks_first_is_told_first(sample: Sample) -> None:
    head = b"POST /api/notes/small HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nConnection: close\r\n"
    head += b"Content-Type: application/json\r\n"
    with sample.connect() as connection:
        connection.sendall(head + b"Content-Length: 101\r\n\r\n")
        assert status(connection.recv(65536)) == 413
    with sample.connect() as connection:
        connection.sendall(head + b"Content-Length: 12\r\n\r\n")
        assert connection.recv(65536) == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(b'{"text":"a"}')
        assert status(until_closed(connection)) == 200


def test_a_head_request_has_the_length_but_no_body(sample: Sample) -> None:
    answer = sample.raw(b"HEAD /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"Content-Length: %d\r\n" % len(sample.call("GET", "/healthz").text) in head
    assert body == b""


def test_lines_are_sent_in_chunks_and_to_http_1_0_as_they_are(sample: Sample) -> None:
    assert sample.call("GET", "/api/lines").text == b'{"n":0}\n{"n":1}\n{"n":2}\n'
    old = sample.raw(b"GET /api/lines HTTP/1.0\r\n\r\n")
    assert old.endswith(b'\r\n\r\n{"n":0}\n{"n":1}\n{"n":2}\n')


def test_a_slow_head_is_told_so_and_cut_off(hasty: Sample) -> None:
    with hasty.connect() as connection:
        connection.sendall(b"GET /api/who HTT")
        assert status(until_closed(connection)) == 408


def test_a_trickling_head_does_not_win_time(hasty: Sample) -> None:
    started = time.monotonic()
    with hasty.connect() as connection:
        connection.sendall(b"GET /api/who HTTP/1.1\r\n")
        answer = b""
        connection.settimeout(0.05)
        while not answer and time.monotonic() - started < 5:
            connection.sendall(b"X")
            try:
                answer = connection.recv(65536)
            except TimeoutError:
                continue
    assert status(answer) == 408


def test_a_body_that_stops_is_told_so(hasty: Sample) -> None:
    head = b"POST /api/notes HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n"
    with hasty.connect() as connection:
        connection.sendall(head + b'{"text"')
        assert status(until_closed(connection)) == 408


def test_a_connection_that_says_nothing_is_closed(hasty: Sample) -> None:
    with hasty.connect() as connection:
        assert until_closed(connection) == b""


def test_a_client_that_leaves_in_the_middle_harms_nobody(sample: Sample) -> None:
    for part in (b"GE", b"POST /api/notes HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{"):
        with sample.connect() as connection:
            connection.sendall(part)
    assert sample.call("GET", "/healthz").status == 200

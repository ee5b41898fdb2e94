"""Whatever bytes come, however they are cut: a head, a body, or a named refusal."""

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from services.chassis.web.http.head import BadRequest, Head, parse
from services.chassis.web.http.incoming import Gone, Incoming

PIECES = [
    b"GET ", b"POST", b" /a?b=1", b" HTTP/1.1", b"\r\n", b"\n", b"\r", b"Host: x", b"Content-Length: 3",
    b"Transfer-Encoding: chunked", b": ", b" ", b"\0", b"\xff", b"3", b"abc", b"0", b";", b"\r\n\r\n",
]  # fmt: skip


def cut(sent: bytes, sizes: list[int]) -> Callable[[int], bytes]:
    """A `receive` that gives these bytes in pieces of these sizes, then the end."""
    left, turns = sent, iter(sizes)

    def receive(amount: int) -> bytes:
        nonlocal left
        size = min(amount, next(turns, len(left) or 1))
        given_now, left = left[:size], left[size:]
        return given_now

    return receive


@given(st.lists(st.sampled_from(PIECES), max_size=30), st.lists(st.integers(1, 9), max_size=200))
def test_only_named_refusals_come_of_any_bytes(pieces: list[bytes], sizes: list[int]) -> None:
    incoming = Incoming(cut(b"".join(pieces), sizes))
    seen = 0
    try:
        while (head := incoming.head()) is not None and seen < 50:
            seen += 1
            assert isinstance(head, Head)
            assert len(incoming.body(head.length, 100)) <= 100
    except (BadRequest, Gone):
        seen += 1
    assert seen <= 50


@given(st.binary(max_size=60), st.lists(st.integers(1, 7), max_size=200), st.booleans())
def test_a_body_comes_out_as_it_went_in_however_it_is_cut(body: bytes, sizes: list[int], in_chunks: bool) -> None:
    if in_chunks:
        framing = b"Transfer-Encoding: chunked"
        sent = b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in (body[:20], body[20:]) if part) + b"0\r\n\r\n"
    else:
        framing, sent = b"Content-Length: %d" % len(body), body
    one = b"POST /a HTTP/1.1\r\nHost: x\r\n" + framing + b"\r\n\r\n" + sent
    incoming = Incoming(cut(one * 2, sizes))
    for _ in range(2):
        head = incoming.head()
        assert head is not None
        assert incoming.body(head.length, 1000) == body
    assert incoming.head() is None


def test_a_head_is_read_into_lower_case_names_and_plain_values() -> None:
    head = parse(b"GET http://x/a/b?c=d HTTP/1.1\r\nHOST: x\r\nX-Odd:  \t v \r\nX-Odd: w\r\nCookie: a=1\r\nCookie: b=2")
    assert (head.method, head.path, head.query, head.length, head.keep_alive) == ("GET", "/a/b", "c=d", 0, True)
    assert head.headers == {"host": "x", "x-odd": "v, w", "cookie": "a=1; b=2"}

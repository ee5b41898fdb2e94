"""A name server for one test: several addresses a name, changed while it answers (RFC 1035, addresses only)."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from collections.abc import Iterator

HEADER = struct.Struct(">6H")
NO_SUCH_NAME, ANSWER, A, IN = 3, 0x8180, 1, 1
SECONDS = 1


class Names:
    """What the server knows: a name and its addresses."""

    def __init__(self) -> None:
        self.addresses: dict[str, list[str]] = {}

    def reply(self, question: bytes) -> bytes:
        """One answer to one question."""
        number = HEADER.unpack_from(question)[0]
        labels, at = [], HEADER.size
        while size := question[at]:
            labels.append(question[at + 1 : at + 1 + size].decode("ascii"))
            at += size + 1
        asked = question[HEADER.size : at + 5]
        found = self.addresses.get(".".join(labels).lower(), [])
        rows = b"".join(struct.pack(">HHHIH4s", 0xC00C, A, IN, SECONDS, 4, socket.inet_aton(a)) for a in found)
        flags = ANSWER if found else ANSWER | NO_SUCH_NAME
        return HEADER.pack(number, flags, 1, len(found), 0, 0) + asked + rows


@contextlib.contextmanager
def name_server() -> Iterator[tuple[Names, int]]:
    """The names and the port on loopback where they are asked for."""
    names = Names()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as door:
        door.bind(("127.0.0.1", 0))
        door.settimeout(0.1)
        stopped = threading.Event()

        def serve() -> None:
            while not stopped.is_set():
                with contextlib.suppress(TimeoutError):
                    question, caller = door.recvfrom(512)
                    door.sendto(names.reply(question), caller)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield names, door.getsockname()[1]
        finally:
            stopped.set()
            thread.join(5)

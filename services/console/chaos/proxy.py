"""A TCP proxy that can fall silent: it goes on accepting and forwards nothing, as a dead network does.

`python -m services.console.chaos.proxy PORT TARGET_PORT` on loopback. Standard input: a line `silent` or `open`; its
end ends the proxy. It says `listening` once it listens.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys

HOST = "127.0.0.1"
CHUNK = 65_536


class Proxy:
    """Forwards both ways between callers and one target, while `open` is set."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._writers: set[asyncio.StreamWriter] = set()
        self._calls: set[asyncio.Task[None]] = set()
        self.open = asyncio.Event()
        self.open.set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One caller, until either side ends; what was read in silence is passed on when that is over."""
        task = asyncio.current_task()
        assert task is not None
        self._calls.add(task)
        task.add_done_callback(self._calls.discard)
        self._writers.add(writer)
        await self.open.wait()
        try:
            theirs_reader, theirs = await asyncio.open_connection(HOST, self._target)
        except OSError:
            writer.close()  # as when nobody listens there: the caller is cut off
        else:
            self._writers.add(theirs)
            await asyncio.gather(self._pump(reader, theirs), self._pump(theirs_reader, writer))
            self._writers.discard(theirs)
        self._writers.discard(writer)

    async def end(self) -> None:
        """Cut every connection and wait until the last call is over."""
        self.open.set()
        while self._calls:
            for writer in self._writers:
                writer.transport.abort()
            await asyncio.wait(self._calls, timeout=0.1)

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):  # either side may go away at any time
            while data := await reader.read(CHUNK):
                await self.open.wait()
                writer.write(data)
                await writer.drain()
        await self.open.wait()
        writer.close()


async def main(port: int, target: int) -> None:
    """Listen until standard input ends."""
    proxy = Proxy(target)
    loop = asyncio.get_running_loop()
    commands = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(commands), sys.stdin)
    server = await asyncio.start_server(proxy.serve, HOST, port)
    print("listening", flush=True)
    async with server:
        while line := await commands.readline():
            if line.strip() == b"silent":
                proxy.open.clear()
            elif line.strip() == b"open":
                proxy.open.set()
            print(line.decode().strip(), flush=True)
        server.close()
        await proxy.end()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2])))

"""Somebody who has the broker's password: puts raw messages on its exchanges, past every service. For the fault run.

Standard input: the broker's address (AMQP URI) in the first line, so that no password stands in a command line; then a
JSON object a line: `exchange`, `routing_key`, `body` (base64), `message_id`, `content_type`. Each is answered by one
line on standard output, `{"message_id", "error"}`: the error is empty once the broker has confirmed the message.
"""

import base64
import json
import sys
from typing import Any
from urllib.parse import urlsplit

from amqp import Connection, Message
from amqp.exceptions import AMQPError

PATIENCE_S = 5.0


class Outsider:
    """One connection with confirms, opened again after each failure."""

    def __init__(self, uri: str) -> None:
        parts = urlsplit(uri)
        self._settings = {
            "host": f"{parts.hostname}:{parts.port}",
            "userid": parts.username,
            "password": parts.password,
            "virtual_host": parts.path.lstrip("/"),
            "connect_timeout": PATIENCE_S,
            "read_timeout": PATIENCE_S,
            "write_timeout": PATIENCE_S,
            "confirm_publish": True,
            "heartbeat": 0,
        }
        self._connection: Any = None
        self._channel: Any = None

    def put(self, message: dict[str, str]) -> str:
        """Publish one message; empty once it is confirmed, else the name of what went wrong."""
        try:
            if self._connection is None:
                self._connection = Connection(**self._settings)
                self._connection.connect()
                self._channel = self._connection.channel()
            made = Message(
                base64.b64decode(message["body"]),
                content_type=message["content_type"],
                delivery_mode=2,
                message_id=message["message_id"],
            )
            self._channel.basic_publish(made, message["exchange"], message["routing_key"], confirm_timeout=PATIENCE_S)
        except (OSError, AMQPError, EOFError) as error:
            self._let_go()
            return type(error).__name__
        return ""

    def _let_go(self) -> None:
        if self._connection is not None:
            self._connection.collect()
        self._connection = self._channel = None


def main() -> None:
    """Serve standard input until it ends."""
    outsider = Outsider(sys.stdin.readline().strip())
    for line in sys.stdin:
        message = json.loads(line)
        print(json.dumps({"message_id": message["message_id"], "error": outsider.put(message)}), flush=True)


if __name__ == "__main__":
    main()

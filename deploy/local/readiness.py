"""Whether the parts of a hub are ready to work, asked from outside as their users would ask."""

import json
import socket
import urllib.error
import urllib.request

from deploy.local.plan import Plan

AMQP_GREETING = b"AMQP\x00\x00\x09\x01"


def free(port: int) -> bool:
    """Whether a program of ours could listen here."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def broker_answers(plan: Plan) -> bool:
    """The broker greets a client by its protocol's name; an open port alone says little."""
    try:
        with socket.create_connection(("127.0.0.1", plan.ports["amqp"]), timeout=2) as client:
            client.sendall(AMQP_GREETING)
            return client.recv(1) == b"\x01"
    except OSError:
        return False


def answers(url: str) -> bool:
    """Whether a GET is answered by 200."""
    return not reason_not_ready(url)


def reason_not_ready(url: str) -> str:
    """Empty when the address answers 200, else what it said instead."""
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:
            return "" if answer.status == 200 else f"status {answer.status}"
    except urllib.error.HTTPError as error:
        return f"status {error.code} {_detail(error)}".strip()
    except (OSError, ValueError) as error:
        return type(error).__name__


def _detail(error: urllib.error.HTTPError) -> str:
    try:
        return str(json.loads(error.read(4096)).get("detail", ""))
    except (ValueError, AttributeError):
        return ""

"""Exit codes of every command, and the one error that ends a command with a sentence instead of a traceback."""

from __future__ import annotations

OK = 0
FOUND = 1
"""The hub said no, or something was found that should not be (differences, a broken chain, mistakes in a file)."""
UNUSABLE = 2
"""Asked wrongly, or the hub, a file or a service cannot be used."""

EPILOG = "Exit codes: 0 done; 1 refused, or something was found; 2 asked wrongly, or the hub cannot be used."


class ConsoleError(Exception):
    """Ends a command: `code` is the exit code, the message says what is wrong and what is allowed."""

    def __init__(self, message: str, code: int = UNUSABLE) -> None:
        super().__init__(message)
        self.code = code

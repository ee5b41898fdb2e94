"""Key files of a county: `python -m services.chassis.keys init DIR` makes what is missing and never overwrites.

`seal.json` (all services), `token.json` (intake alone: it signs), `token-public.json` (the others: they verify),
`audit.json` (oversight signs the heads of its chain), `contact.json` (notify alone: it opens what citizens gave to be
reached by) and `contact-public.json` (intake: it seals that). Each file is readable by its owner only (0600).
"""

from __future__ import annotations

import argparse
import base64
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from services.chassis import settings


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")


def new_seal_keys() -> dict[str, Any]:
    """Fresh content of `seal.json`."""
    return {"current": "k1", "keys": {"k1": _text(os.urandom(32))}, "blind": _text(os.urandom(32))}


def new_signing_keys(kid: str) -> dict[str, str]:
    """A fresh Ed25519 pair: `kid`, `private` and `public` (base64 of 32 raw bytes each)."""
    key = Ed25519PrivateKey.generate()
    return {"kid": kid, "private": _text(key.private_bytes_raw()), "public": _text(key.public_key().public_bytes_raw())}


def new_box_keys(kid: str) -> dict[str, str]:
    """A fresh X25519 pair for sealed boxes: `kid`, `private` and `public` (base64 of 32 raw bytes each)."""
    key = X25519PrivateKey.generate()
    return {"kid": kid, "private": _text(key.private_bytes_raw()), "public": _text(key.public_key().public_bytes_raw())}


def public_half(keys: dict[str, str]) -> dict[str, str]:
    """What verifiers may have of a pair."""
    return {"kid": keys["kid"], "public": keys["public"]}


def read_pair(value: str, variable: str) -> tuple[str, Ed25519PublicKey, Ed25519PrivateKey | None]:
    """Key id, public key and, where the setting holds it, the private key; raises ValueError naming `variable`."""
    try:
        raw = json.loads(settings.material(value))
        public = Ed25519PublicKey.from_public_bytes(base64.b64decode(raw["public"], validate=True))
        private = None
        if "private" in raw:
            private = Ed25519PrivateKey.from_private_bytes(base64.b64decode(raw["private"], validate=True))
        kid = str(raw["kid"])
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(f"{variable}: allowed is JSON with `kid`, `public` and, for who signs, `private`") from error
    if private is not None and private.public_key().public_bytes_raw() != public.public_bytes_raw():
        raise ValueError(f"{variable}: `private` and `public` are not of one pair")
    return kid, public, private


def _create(path: Path, content: dict[str, Any]) -> bool:
    if path.exists():
        return False
    part = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            json.dump(content, out, indent=1)
            out.flush()
            os.fsync(out.fileno())
        os.link(part, path)
    finally:
        part.unlink()
    return True


def init(folder: Path) -> list[str]:
    """Make the missing key files; the names of those made. An existing file stays as it is."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = [name for name, content in _fresh(folder) if _create(folder / name, content)]
    return made


def _fresh(folder: Path) -> list[tuple[str, dict[str, Any]]]:
    token = _pair(folder, "token", lambda: new_signing_keys("t1"))
    contact = _pair(folder, "contact", lambda: new_box_keys("c1"))
    return [
        ("seal.json", new_seal_keys()),
        ("token.json", token),
        ("token-public.json", public_half(token)),
        ("audit.json", new_signing_keys("a1")),
        ("contact.json", contact),
        ("contact-public.json", public_half(contact)),
    ]


def _pair(folder: Path, name: str, fresh: Callable[[], dict[str, str]]) -> dict[str, str]:
    """The pair that is there already, or a fresh one; a public half alone is refused with ValueError."""
    pair_file, half_file = folder / f"{name}.json", folder / f"{name}-public.json"
    if half_file.exists() and not pair_file.exists():
        raise ValueError(f"{half_file} is there without {pair_file}: restore it, or remove both to start anew")
    found: dict[str, str] = json.loads(pair_file.read_text()) if pair_file.exists() else fresh()
    return found


def main(arguments: list[str] | None = None) -> int:
    """The command line; 0 done, 1 refused with the reason on stderr, 2 used wrongly."""
    parser = argparse.ArgumentParser(prog="python -m services.chassis.keys", description=__doc__)
    commands = parser.add_subparsers(required=True)
    command = commands.add_parser("init", help="make the key files that are missing; never overwrite one")
    command.add_argument("folder", type=Path)
    chosen = parser.parse_args(arguments)
    try:
        made = init(chosen.folder)
    except (ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    print("made " + ", ".join(made) if made else "nothing was missing")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

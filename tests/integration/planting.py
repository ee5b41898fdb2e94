"""Words planted in a hub, in every form in which somebody could read them again."""

from __future__ import annotations

import base64
import json
import secrets
from pathlib import Path
from urllib.parse import quote

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def _characters(many: int) -> str:
    return "".join(chr(0x4E00 + secrets.randbelow(0x5000)) for _ in range(many))


MARK = _characters(6)
"""How every planted sentence begins, so that one look for the mark is a look for all of them."""


def words(what: str) -> str:
    """A sentence that stands nowhere else in the world; `what` is only for the reader of a failure."""
    return MARK + _characters(4) + what


def name() -> str:
    """A name of eight rare characters."""
    return words("")


def phone() -> str:
    """A mobile number that can be."""
    return f"1{3 + secrets.randbelow(7)}{secrets.randbelow(10**9):09d}"


def id_number() -> str:
    """A citizen's number with the right check digit (GB 11643)."""
    first = f"6109231{949 + secrets.randbelow(51)}0{1 + secrets.randbelow(9)}{10 + secrets.randbelow(18)}"
    first += f"{secrets.randbelow(1000):03d}"
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, first, strict=True))
    return first + "10X98765432"[total % 11]


def forms(word: str) -> dict[str, bytes]:
    """The word as it may lie on a disk: UTF-8, UTF-16, GB 18030, escaped, percent-encoded, base64 at each shift."""
    plain = word.encode()
    found = {
        "utf-8": plain,
        "utf-16-le": word.encode("utf-16-le"),
        "utf-16-be": word.encode("utf-16-be"),
        "gb18030": word.encode("gb18030"),
        "hex": plain.hex().encode(),
    }
    escaped = json.dumps(word)[1:-1]
    if escaped != word:
        found |= {"json": escaped.encode(), "json, capitals": escaped.upper().replace("\\U", "\\u").encode()}
        found |= {"erlang": ",".join(map(str, plain)).encode()}
    if quote(word) != word:
        found |= {"percent": quote(word).encode(), "percent, small": quote(word).lower().encode()}
    for shift in range(3):
        coded = base64.b64encode(b"\0" * shift + plain)
        sure = coded[4 * (shift > 0) : (shift + len(plain)) // 3 * 4]
        found[f"base64, shifted by {shift}"] = sure
        found[f"base64url, shifted by {shift}"] = sure.translate(bytes.maketrans(b"+/", b"-_"))
    return found


def read(folder: Path, leaving: tuple[str, ...]) -> dict[str, bytes]:
    """Every file below a folder by its relative path; those that begin with one of `leaving` excepted."""
    found = {}
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder).as_posix()
        if path.is_file() and not path.is_symlink() and not relative.startswith(leaving):
            try:
                found[relative] = path.read_bytes()
            except FileNotFoundError:
                continue  # a temporary file that went while we looked
    return found


def traces(planted: dict[str, str], files: dict[str, bytes]) -> list[str]:
    """Where planted words can be read: what, in which form, in which file."""
    roots = {MARK if word.startswith(MARK) else word for word in planted.values()}
    needles = [needle for root in roots for needle in forms(root).values()]
    suspects = {path: content for path, content in files.items() if any(needle in content for needle in needles)}
    return [
        f"{what} as {form} in {path}"
        for what, word in planted.items()
        for form, needle in forms(word).items()
        for path, content in suspects.items()
        if needle in content
    ]

"""The hash chain of oversight: its canonical form, how a block is made, and the verifier that an outsider can run.

A block holds entries (ids, times and digests of facts, never a text), the hash of the block before it and, signed with
Ed25519, its own hash. The signed heads are also appended to an anchor outside the database, so that a chain whose end
was cut off, or that was rewritten from the start, no longer agrees with what was anchored.
"""

from __future__ import annotations

import hashlib
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

import orjson
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from services.contracts.envelope import Envelope

COUNTY_CHAIN = "county"
"""The chain of everything outside the accusation wall."""

GENESIS = "0" * 64
"""What the first block names as the hash before it."""

ENTRY_FIELDS = ("fact", "type", "stream", "epoch", "seq", "actor", "time", "digest")
HEADER_FIELDS = ("chain", "number", "epoch", "sealed_at", "previous")
HEAD_FIELDS = ("chain", "number", "epoch", "sealed_at", "hash", "key", "signature")

_ENVELOPE_FIELDS = tuple(Envelope.__slots__)
_values = attrgetter(*_ENVELOPE_FIELDS)


def canonical(value: Any) -> bytes:
    """JSON with sorted keys, no spaces and UTF-8: the same value always gives the same bytes."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def digest_of(envelope: Envelope) -> str:
    """SHA-256 (hex) over the canonical form of an envelope as it was read from the wire or from a journal."""
    return hashlib.sha256(canonical(dict(zip(_ENVELOPE_FIELDS, _values(envelope), strict=True)))).hexdigest()


def entry_of(envelope: Envelope) -> dict[str, Any]:
    """What the chain keeps of one fact: which, of what stream, by whom, when, and the digest of its envelope."""
    return {
        "fact": envelope.id,
        "type": envelope.type,
        "stream": envelope.stream,
        "epoch": envelope.epoch,
        "seq": envelope.seq,
        "actor": envelope.actor,
        "time": envelope.time,
        "digest": digest_of(envelope),
    }


def hash_of(block: Mapping[str, Any]) -> str:
    """SHA-256 (hex) over a block's header and entries."""
    covered = {name: block[name] for name in HEADER_FIELDS}
    covered["entries"] = [{name: entry[name] for name in ENTRY_FIELDS} for entry in block["entries"]]
    return hashlib.sha256(canonical(covered)).hexdigest()


def _signed_part(head: Mapping[str, Any]) -> bytes:
    return canonical({name: head[name] for name in ("chain", "number", "hash")})


def seal_block(
    header: Mapping[str, Any], entries: list[dict[str, Any]], kid: str, key: Ed25519PrivateKey
) -> dict[str, Any]:
    """A whole block: header (`HEADER_FIELDS`), entries, hash, key id and signature over chain, number and hash."""
    block: dict[str, Any] = {**header, "entries": entries, "key": kid}
    block["hash"] = hash_of(block)
    block["signature"] = b64encode(key.sign(_signed_part(block))).decode("ascii")
    return block


def head_of(block: Mapping[str, Any]) -> dict[str, Any]:
    """What is anchored of a block: everything but its entries and the hash before it."""
    return {name: block[name] for name in HEAD_FIELDS}


def read_heads(raw: bytes) -> list[dict[str, Any]]:
    """The lines of an anchor file; one that a crash tore off and that was then written anew right behind is left out.

    A line that is no JSON object otherwise stands as an empty one, which the verifier reports.
    """
    lines = [line for line in raw.split(b"\n") if line.strip()]
    heads: list[dict[str, Any]] = []
    for line, behind in zip(lines, [*lines[1:], b""], strict=True):
        try:
            head = orjson.loads(line)
        except ValueError:
            if behind.startswith(line):
                continue
            head = None
        heads.append(head if isinstance(head, dict) else {})
    return heads


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong with a chain: a stable code, the block number (0: the anchor or the whole) and what was found."""

    code: str
    block: int
    detail: str


def verify(
    blocks: Iterable[Mapping[str, Any]],
    anchors: Iterable[Mapping[str, Any]] | None,
    keys: Mapping[str, bytes],
    chain: str = COUNTY_CHAIN,
) -> list[Finding]:
    """Everything wrong with a chain, in the order found; an empty list means that it holds.

    `blocks` in the order exported, `anchors` the lines of the anchor file (None: not at hand, so a cut-off end cannot
    be seen), `keys` raw Ed25519 public keys by key id, trusted by the reader and not taken from the export.
    """
    reading = _Reading(chain, {kid: Ed25519PublicKey.from_public_bytes(raw) for kid, raw in keys.items()})
    for block in blocks:
        reading.block(block)
    if anchors is not None:
        for head in anchors:
            reading.anchor(head)
    return reading.findings


class _Reading:
    """One pass over a chain; keeps a hash a block and the ids of the facts seen."""

    def __init__(self, chain: str, keys: Mapping[str, Ed25519PublicKey]) -> None:
        self.chain = chain
        self.keys = keys
        self.findings: list[Finding] = []
        self.hashes: dict[int, str] = {}
        self.epochs: dict[int, int] = {}
        self.facts: set[str] = set()
        self.last, self.last_hash = 0, GENESIS

    def found(self, code: str, block: int, detail: str) -> None:
        self.findings.append(Finding(code, block, detail))

    def block(self, block: Mapping[str, Any]) -> None:
        try:
            number, stated = int(block["number"]), str(block["hash"])
            computed = hash_of(block)
        except (KeyError, TypeError, ValueError) as error:
            self.found("unreadable_block", self.last + 1, f"the block after {self.last}: {type(error).__name__}")
            return
        if block["chain"] != self.chain:
            self.found("foreign_block", number, f"block {number} belongs to another chain")
        if computed != stated:
            self.found("changed_block", number, f"block {number} or an entry in it was changed after it was sealed")
        self._place(number, str(block["previous"]))
        self._signature(block, number)
        self._entries(block, number)
        self.hashes.setdefault(number, stated)
        self.epochs.setdefault(number, int(block["epoch"]))
        self.last, self.last_hash = number, stated

    def _place(self, number: int, previous: str) -> None:
        expected = self.last + 1
        if number > expected:
            self.found("missing_block", expected, f"after block {self.last} comes block {number}")
        elif number < expected:
            self.found("block_out_of_order", number, f"block {number} stands after block {self.last}")
        elif previous != self.last_hash:
            self.found("broken_link", number, f"block {number} does not follow from block {self.last}")

    def _signature(self, head: Mapping[str, Any], number: int) -> None:
        key = self.keys.get(str(head.get("key")))
        if key is None:
            self.found("unknown_key", number, f"the head of block {number} names a key that is not trusted here")
            return
        try:
            key.verify(b64decode(str(head["signature"]), validate=True), _signed_part(head))
        except (InvalidSignature, KeyError, ValueError):
            self.found("bad_signature", number, f"the head of block {number} is not signed by key {head['key']}")

    def _entries(self, block: Mapping[str, Any], number: int) -> None:
        for entry in block["entries"]:
            fact = str(entry["fact"])
            if fact in self.facts:
                self.found("repeated_fact", number, f"fact {fact} stands twice in the chain")
            self.facts.add(fact)

    def anchor(self, head: Mapping[str, Any]) -> None:
        """Hold one anchored head against the blocks; a later epoch that begins there is a restore, and is said so."""
        if not all(name in head for name in HEAD_FIELDS):
            self.found("unreadable_anchor", 0, "a line of the anchor is no signed head")
            return
        if head["chain"] != self.chain:
            return
        number = int(head["number"])
        self._signature(head, number)
        if self.hashes.get(number) == head["hash"]:
            return
        if self.epochs.get(min(number, self.last), 0) > int(head["epoch"]):
            self.found("rewound", number, f"block {number} of epoch {head['epoch']} was lost by a restore")
        elif number > self.last:
            self.found("cut_off", number, f"block {number} was anchored; the chain ends at block {self.last}")
        else:
            self.found("anchor_differs", number, f"block {number} is not the one that was anchored")
